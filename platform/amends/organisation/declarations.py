"""Every setting an organisation makes outside its policy, declared once: type, default, label, help, limits, place.

Forms, checks, storage and docs/organisation-settings.md come from here. What a declaration says to people is marked for
the catalogue and translated where it is shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Final, get_type_hints

from msgspec import Struct

from amends.organisation.declaring import Kind, Page, Setting, declared, mark
from amends.organisation.values import CLOSED_WEEK, Both, OtherDay, OutsideBody, Week

_EVERYWHERE = mark("On every public page, in letters and in the portal")
_FOOTER_AND_HOME = mark("On the front page and at the foot of every public page")


# fmt: off
class OrganisationSettings(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A version of an organisation's settings. A key that a later version of the program wrote is left alone."""

    name: Annotated[Both, declared(
        Page.NAMES, Kind.LINE, mark("Full name"),
        mark("The full name, as it stands on your sign and your letters."),
        _EVERYWHERE, required=True, register=("name_zh", "name_en"),
    )] = Both()
    short_name: Annotated[Both, declared(
        Page.NAMES, Kind.LINE, mark("Short name"),
        mark("What people call you, for narrow places such as the top of a phone's screen. Leave it empty to use the full name."),
        mark("At the top of public pages"), longest=40,
    )] = Both()
    language: Annotated[str, declared(
        Page.NAMES, Kind.LANGUAGE, mark("Default language"),
        mark("Used when a visitor's browser asks for neither of the two. Everybody can switch on every page."),
        mark("On public pages and in first letters"), required=True, register=("language",),
    )] = "zh"
    time_zone: Annotated[str, declared(
        Page.NAMES, Kind.ZONE, mark("Time zone"),
        mark("Working days and opening hours count by it. Times promised before a change stay as they were promised."),
        mark("In every date and time"), required=True, register=("time_zone",),
    )] = "Asia/Shanghai"
    colour: Annotated[str, declared(
        Page.LOOK, Kind.COLOUR, mark("Brand colour"),
        mark("The colour of buttons and accents, such as #0f5c63. Where text would be hard to read on it, a darker or lighter shade is used."),
        mark("On public pages and in the portal"), required=True, register=("colour",),
    )] = "#0f5c63"
    phone: Annotated[str, declared(
        Page.CONTACTS, Kind.PHONE, mark("Telephone"),
        mark("The number people who complain should call. It is also shown when your pages are closed."),
        _FOOTER_AND_HOME, longest=40, register=("contact_phone",),
    )] = ""
    email: Annotated[str, declared(
        Page.CONTACTS, Kind.EMAIL, mark("E-mail"),
        mark("A mailbox somebody reads every working day."),
        _FOOTER_AND_HOME, register=("contact_email",),
    )] = ""
    website: Annotated[str, declared(
        Page.CONTACTS, Kind.WEBSITE, mark("Website"),
        mark("Your own site, such as www.example.cn."),
        mark("At the foot of every public page"),
    )] = ""
    address: Annotated[Both, declared(
        Page.CONTACTS, Kind.LINES, mark("Postal address"),
        mark("Where letters reach you, one line each as on an envelope."),
        mark("At the foot of every public page"), longest=400,
    )] = Both()
    counter: Annotated[Both, declared(
        Page.CONTACTS, Kind.LINES, mark("Where to find us in person"),
        mark("Building, floor and counter, so that somebody who has never been there finds the way."),
        mark("On the front page, under other ways to reach you"), longest=400,
    )] = Both()
    week: Annotated[Week, declared(
        Page.HOURS, Kind.HOURS, mark("Opening hours"),
        mark("For each weekday, such as 9:00–12:00, 13:30–17:30. Leave a day empty when you are closed. Write 0:00–24:00 for all day."),
        _FOOTER_AND_HOME,
    )] = CLOSED_WEEK
    hours_note: Annotated[Both, declared(
        Page.HOURS, Kind.LINE, mark("Note on the hours"),
        mark("For example: in emergencies call the duty desk at any hour."),
        mark("Beside the opening hours"),
    )] = Both()
    other_days: Annotated[tuple[OtherDay, ...], declared(
        Page.HOURS, Kind.DAYS, mark("Days with other hours"),
        mark("Public holidays, stocktaking, days moved to a weekend."),
        mark("Beside the opening hours, two weeks ahead"),
    )] = ()
    bodies: Annotated[tuple[OutsideBody, ...] | None, declared(
        Page.BODIES, Kind.BODIES, mark("Where to turn next"),
        mark("Outside bodies people may turn to when you cannot agree. As long as you list none of your own, those of your industry template are shown."),
        mark("On the front page, with a result, after lodging and in letters that say no"),
    )] = None
    welcome: Annotated[Both, declared(
        Page.TEXTS, Kind.LINE, mark("Heading of the front page"),
        mark("One sentence that invites people to tell you what went wrong."),
        mark("At the top of the front page"), longest=80,
        otherwise=mark("Something went wrong? Tell us, and see what we do about it."),
    )] = Both()
    introduction: Annotated[Both, declared(
        Page.TEXTS, Kind.MARKDOWN, mark("Introduction"),
        mark("Two or three sentences under the heading: what you promise to whoever complains."),
        mark("On the front page, under the heading"), longest=1_000,
        otherwise=mark("Every complaint gets a number, a person who answers for it, and times we hold ourselves to. You can follow it here at any moment."),
    )] = Both()
    before_writing: Annotated[Both, declared(
        Page.TEXTS, Kind.MARKDOWN, mark("Before you write"),
        mark("What people should have at hand, and what this form is not for, such as emergencies."),
        mark("Above the complaint form"), longest=1_500,
    )] = Both()
    after_lodging: Annotated[Both, declared(
        Page.TEXTS, Kind.MARKDOWN, mark("After the complaint is sent"),
        mark("What happens next at your place, and what people should keep."),
        mark("Under number and access code"), longest=1_500,
    )] = Both()
    recording: Annotated[Both, declared(
        Page.TEXTS, Kind.MARKDOWN, mark("Before a call is recorded"),
        mark("What your staff tell callers first: that the call is recorded, what for, and what else they can do."),
        mark("On the page where staff take calls down, if your policy says that calls are recorded"), longest=600,
        otherwise=mark("This call is recorded, so that we have your complaint as you put it. If you would rather not, tell me now: I write it down instead, and it is handled just the same."),
    )] = Both()
    footer: Annotated[Both, declared(
        Page.TEXTS, Kind.LINE, mark("Line at the foot of every page"),
        mark("A registration number or a slogan."),
        mark("At the foot of every public page"),
    )] = Both()
    privacy: Annotated[Both, declared(
        Page.LEGAL, Kind.MARKDOWN, mark("Privacy"),
        mark("What you do with what people tell you: who reads it, how long you keep it, whom they ask about it."),
        mark("On the privacy page, which the complaint form links to"), longest=20_000,
        otherwise=mark("Only the people who handle your complaint read what you tell us. We keep it as long as the rules for complaints demand and no longer. Photos are shown to our staff without the place they were taken at. You may ask us at any time what we hold about you."),
    )] = Both()
    accessibility: Annotated[Both, declared(
        Page.LEGAL, Kind.MARKDOWN, mark("Accessibility"),
        mark("How people with disabilities reach you, and whom to tell when a page does not work for them."),
        mark("On a page of its own, linked at the foot"), longest=20_000,
    )] = Both()
    imprint: Annotated[Both, declared(
        Page.LEGAL, Kind.MARKDOWN, mark("Imprint"),
        mark("Who is responsible for these pages: legal name, representative, registration numbers."),
        mark("On a page of its own, linked at the foot"), longest=20_000,
    )] = Both()
# fmt: on


def _declared() -> dict[str, Setting]:
    found = {}
    for key, hint in get_type_hints(OrganisationSettings, include_extras=True).items():
        [meta] = hint.__metadata__
        found[key] = meta.extra["setting"]
    return found


SETTINGS: Final[Mapping[str, Setting]] = _declared()
"""By key, in the order in which forms show them."""


def of_page(page: Page) -> dict[str, Setting]:
    return {key: setting for key, setting in SETTINGS.items() if setting.page is page}


def fields_of(key: str) -> tuple[str, ...]:
    """What a form calls a setting: a text in both languages is two fields."""
    both = isinstance(getattr(OrganisationSettings(), key), Both)
    return (f"{key}_zh", f"{key}_en") if both else (key,)
