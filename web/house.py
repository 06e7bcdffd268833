"""An organisation as its pages show it: its settings in the reader's language, and whether it is open."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import get_day_names
from markupsafe import Markup

from amends.organisation.declarations import SETTINGS
from amends.organisation.declaring import Kind
from amends.organisation.hours import OpenState, coming, day_words, runs, state_at
from amends.organisation.queries import InForce
from amends.organisation.values import CLOSED_WEEK, Both, Day, Told
from amends.tenancy.tables import Tenant
from web.formats import short_day_text
from web.i18n import current_language, gettext, locale_of
from web.markdown import rendered
from web.view import Hours, Organisation, Shown

_TOLD_AHEAD = timedelta(days=14)


def organisation_of(tenant: Tenant, house: InForce, *, now: datetime) -> Organisation:
    settings, language = house.settings, current_language()
    zone = ZoneInfo(str(tenant.time_zone))
    told = {key: shown(getattr(settings, key)) for key in ("address", "counter", "footer")}
    return Organisation(
        name=tenant.name_in(language),
        short_name=settings.short_name.told(language).text,
        phone=str(tenant.contact_phone),
        email=str(tenant.contact_email),
        website=settings.website,
        logo_url=f"/logo/{house.logo.fingerprint}.png" if house.logo else "",
        hours=hours_view(house, now=now, zone=zone),
        pages=tuple(key for key in ("accessibility", "imprint") if getattr(settings, key)),
        **told,
    )


def hours_view(house: InForce, *, now: datetime, zone: ZoneInfo) -> Hours | None:
    settings = house.settings
    state = state_at(now, week=settings.week, days=settings.other_days, zone=zone)
    if state is None:
        return None
    today = now.astimezone(zone).date()
    others = coming(settings.other_days, today=today, within=_TOLD_AHEAD)
    week = [(_days_text(first, last), hours_text(day)) for first, last, day in runs(settings.week)]
    return Hours(
        is_open=state.is_open,
        now_text=open_text(state, now=now, zone=zone),
        week=tuple(week) if settings.week != CLOSED_WEEK else (),
        other_days=tuple((short_day_text(o.day), hours_text(o.periods), shown(o.note)) for o in others),
        note=shown(settings.hours_note),
    )


def open_text(state: OpenState, *, now: datetime, zone: ZoneInfo) -> str:
    if state.is_open and state.until is None:
        return gettext("Open all day, every day")
    if state.is_open and state.until is not None:
        return gettext("Open now, until %(time)s") % {"time": _near_text(state.until, now, zone, until=True)}
    if state.opens is None:
        return gettext("Closed now")
    return gettext("Closed now, opens %(time)s") % {"time": _near_text(state.opens, now, zone)}


def hours_text(day: Day) -> str:
    comma = "、" if current_language() == "zh" else ", "
    return day_words(day).replace(", ", comma) if day else gettext("closed")


def shown(both: Both) -> Shown:
    told = both.told(current_language())
    return _shown(told)


def text_shown(house: InForce, key: str) -> Shown:
    """A public text of the organisation, or what the product says where it says nothing."""
    setting = SETTINGS[key]
    told = getattr(house.settings, key).told(current_language())
    if not told:
        told = Told(gettext(setting.otherwise), current_language())
    return _shown(told, marked_up=setting.kind is Kind.MARKDOWN)


def page_values(house: InForce, *keys: str) -> dict[str, Any]:
    return {key: text_shown(house, key) for key in keys}


def weekday_names() -> list[str]:
    names: Any = get_day_names("wide", locale=Locale.parse(locale_of(current_language())))
    return [str(names[number]) for number in range(7)]


def _shown(told: Told, *, marked_up: bool = False) -> Shown:
    html = rendered(told.text) if marked_up and told else Markup("")
    return Shown(text=told.text, language=told.language, html=html)


def _days_text(first: int, last: int) -> str:
    names = weekday_names()
    if first == last:
        return names[first]
    if last == first + 1:
        return gettext("%(first)s and %(last)s") % {"first": names[first], "last": names[last]}
    return gettext("%(first)s to %(last)s") % {"first": names[first], "last": names[last]}


def _near_text(moment: datetime, now: datetime, zone: ZoneInfo, *, until: bool = False) -> str:
    """17:30, tomorrow 9:00, Monday 9:00; midnight ends its day."""
    local, today = moment.astimezone(zone), now.astimezone(zone).date()
    days = (local.date() - today).days
    if until and days == 1 and (local.hour, local.minute) == (0, 0):
        return "24:00"
    time = f"{local.hour}:{local:%M}"
    if days == 0:
        return time if until else gettext("today %(time)s") % {"time": time}
    if days == 1:
        return gettext("tomorrow %(time)s") % {"time": time}
    day = weekday_names()[local.weekday()] if days < 7 else short_day_text(local.date())
    return gettext("%(day)s %(time)s") % {"day": day, "time": time}
