"""A call, a letter or a visit, recorded while it happens or afterwards."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from litestar import Response, get, post
from litestar.response import Template

from amends.complaints.desk import Desk
from amends.complaints.intake import FROM_BODIES, Channel, Lodgement, checked
from amends.complaints.lodging import lodge
from amends.database.scope import execute
from amends.errors import DomainError, Invalid
from amends.evidence.kinds import ACCEPT
from amends.people.queries import active_people
from amends.people.rights import Right
from amends.policy.parts.kinds import Place
from tenants.desks import desk_in_force
from web.categories import category_view, found_view
from web.edge.visit import AnyRequest, Visit, visit_of
from web.house import text_shown
from web.i18n import LANGUAGE_NAMES, gettext
from web.kinds import kinds_view
from web.portal.bodies import matter_typed, office_names
from web.portal.forms import file_problem
from web.portal.frame import portal_page
from web.public.forms import kept_files, lodgement_of
from web.questions import MoreAsked, fields_view, not_asked_yet
from web.rendering import go, local_input, new_form, page, returned_form, zone_of
from web.replying import reply_choices
from web.typed import Typed, asked, typed_in
from web.view import FormView
from web.wording import channel_text

FIELDS = "/portal/intake/fields"
CHANNELS = (
    Channel.PHONE, Channel.VISIT, Channel.LETTER, Channel.EMAIL, Channel.MESSAGE, Channel.SOCIAL, Channel.BOX,
    Channel.EMPLOYEE, Channel.MEDIA, Channel.REGULATOR, Channel.PLATFORM, Channel.PETITION,
)  # fmt: skip
"""In the order of the form: those of most days first."""
_RECORD = {"right": Right.RECORD}


@get("/portal/intake", opt=_RECORD)
async def intake(request: AnyRequest) -> Response[Any]:
    visit = visit_of(request)
    form = new_form(
        channel=Channel.PHONE.value,
        received_at=local_input(visit.now, zone_of(visit)),
        language=str(visit.tenant.language),
        category=asked(request, "category"),
        reply_by="",
        taken_by=str(visit.staff.id),
    )
    desk = await desk_in_force(visit.tenant, visit.settings)
    return await _page(request, desk, form, Typed({"category": [asked(request, "category")]}))


@get(FIELDS, opt=_RECORD)
async def intake_fields(request: AnyRequest) -> Template:
    """By the address alone: a category's questions before any is answered."""
    return await _part(request, FormView(), Typed({"category": [asked(request, "category")]}))


@post(FIELDS, status_code=200, opt=_RECORD)
async def intake_fields_again(request: AnyRequest) -> Template:
    """As the answers given so far make them."""
    typed = await typed_in(request)
    return await _part(request, FormView(values=typed.values()), typed)


@get(f"{FIELDS}/found", opt=_RECORD)
async def intake_categories_found(request: AnyRequest) -> Template:
    visit, words = visit_of(request), asked(request, "category_search")
    desk = await desk_in_force(visit.tenant, visit.settings)
    return page(
        request,
        "public/_category_found.html",
        category_words=words,
        category_found=found_view(desk.policy, words),
        category_url=FIELDS,
    )


@post("/portal/intake", status_code=200, opt={**_RECORD, "uploads": True})
async def record_complaint(request: AnyRequest) -> Response[Any]:
    visit, typed = visit_of(request), await typed_in(request)
    desk = await desk_in_force(visit.tenant, visit.settings)
    form_id = typed.text("form_id")
    if typed.is_on("continue"):  # without JavaScript: the questions of the category chosen
        return await _page(request, desk, FormView(form_id=form_id, values=typed.values()), typed)
    await execute("SAVEPOINT act")
    try:
        given = _given(desk, typed, visit)
        lodged = await lodge(
            desk, given, form_id=form_id, by=visit.staff, now=visit.now, evidence=visit.uploads
        )
    except DomainError as refusal:
        await execute("ROLLBACK TO SAVEPOINT act")
        form = returned_form(refusal, form_id=form_id, values=typed.values())
        return await _page(request, desk, form, typed, status=refusal.status)
    return go(
        f"/portal/cases/{lodged.complaint_id}", done="recorded" if given.told_on_receipt else "read-back"
    )


def _given(desk: Desk, typed: Typed, visit: Visit) -> Lodgement:
    """Everything wrong with the form is said at once, the files included."""
    wrong = file_problem(visit)
    try:
        given = _lodgement(desk, typed, visit)
        checked(desk.policy, given, now=visit.now, can=desk.ways)
    except Invalid as refusal:
        raise Invalid({**refusal.fields, **wrong}) from None
    if wrong:
        raise Invalid(wrong)
    if not_asked_yet(desk.policy, given, typed):
        raise MoreAsked()
    return given


def _lodgement(desk: Desk, typed: Typed, visit: Visit) -> Lodgement:
    channel, language = typed.text("channel"), typed.text("language")
    if channel not in CHANNELS:
        raise Invalid({"channel": "Please choose how it came."})
    if language not in LANGUAGE_NAMES:
        raise Invalid({"language": "Please choose a language."})
    return replace(
        lodgement_of(desk.policy, typed, language=language, place=Place.PORTAL),
        channel=Channel(channel),
        received_at=typed.moment("received_at", zone_of(visit)),
        taken_by=typed.uuid("taken_by"),
        matter=matter_typed(desk, typed) if channel in FROM_BODIES and _names_body(typed) else None,
        told_on_receipt=typed.is_on("told_on_receipt"),
        recording_told=typed.is_on("recording_told"),
    )


def _names_body(typed: Typed) -> bool:
    fields = ("office", "office_number", "answer_by", "answer_by_time")
    return any(typed.text(each).strip() for each in fields)


async def _page(
    request: AnyRequest, desk: Desk, form: FormView, typed: Typed, *, status: int = 200
) -> Response[Any]:
    visit = visit_of(request)
    return await portal_page(
        request,
        "portal/intake.html",
        area="intake",
        status=status,
        form=form,
        channels=[(channel.value, channel_text(channel)) for channel in CHANNELS],
        languages=list(LANGUAGE_NAMES.items()),
        offices=office_names(desk),
        people=[(str(each.id), str(each.name)) for each in await active_people()],
        latest=local_input(visit.now, zone_of(visit)),
        kind_label=gettext("Kind of case"),
        **kinds_view(desk.policy, Place.PORTAL),
        recording=text_shown(visit.house, "recording") if desk.policy.handling.calls_recorded else None,
        reply_choices=reply_choices(desk),
        accept=ACCEPT,
        kept=kept_files(visit, visit.uploads),
        **_matter(visit, desk, typed),
    )


async def _part(request: AnyRequest, form: FormView, typed: Typed) -> Template:
    visit = visit_of(request)
    values = _matter(visit, await desk_in_force(visit.tenant, visit.settings), typed)
    swapped = bool(values["category_steps"])
    return page(request, "public/_category_fields.html", form=form, **{**values, "swapped": swapped})


def _matter(visit: Visit, desk: Desk, typed: Typed) -> dict[str, Any]:
    """The category and its questions, those of staff among them; the form may be far from complete."""
    channel, language = typed.text("channel"), typed.text("language")
    given = replace(
        lodgement_of(desk.policy, typed, language=language or visit.language, place=Place.PORTAL),
        channel=Channel(channel) if channel in CHANNELS else Channel.PHONE,
    )
    return {
        "category_label": gettext("Category"),
        "swapped": False,
        **category_view(desk.policy, typed.text, url=FIELDS),
        **fields_view(desk, given, url=FIELDS),
    }


routes: list[Any] = [
    intake,
    intake_fields,
    intake_fields_again,
    intake_categories_found,
    record_complaint,
]
