"""A call, a letter or a visit, recorded while it happens or afterwards."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post

from amends.complaints.desk import Desk
from amends.complaints.intake import Channel, Lodgement, checked
from amends.complaints.lodging import lodge
from amends.database.scope import execute
from amends.errors import DomainError, Invalid
from amends.evidence.kinds import ACCEPT
from amends.people.rights import Right
from tenants.desks import desk_in_force
from web.edge.visit import AnyRequest, Visit, visit_of
from web.i18n import LANGUAGE_NAMES
from web.portal.forms import file_problem
from web.portal.frame import portal_page
from web.public.forms import category_choices, category_view, kept_files
from web.rendering import go, local_input, new_form, returned_form, zone_of
from web.typed import Typed, asked, typed_in
from web.view import FormView
from web.wording import channel_text

CHANNELS = (Channel.PHONE, Channel.LETTER, Channel.VISIT, Channel.EMAIL)
_RECORD = {"right": Right.RECORD}


@get("/portal/intake", opt=_RECORD)
async def intake(request: AnyRequest) -> Response[Any]:
    visit = visit_of(request)
    form = new_form(
        channel=Channel.PHONE.value,
        received_at=local_input(visit.now, zone_of(visit)),
        language=str(visit.tenant.language),
        category=asked(request, "category"),
    )
    return await _page(request, await desk_in_force(visit.tenant, visit.settings), form)


@post("/portal/intake", status_code=200, opt={**_RECORD, "uploads": True})
async def record_complaint(request: AnyRequest) -> Response[Any]:
    visit, typed = visit_of(request), await typed_in(request)
    desk = await desk_in_force(visit.tenant, visit.settings)
    form_id = typed.text("form_id")
    if typed.text("continue"):  # without JavaScript: the questions of the category chosen
        return await _page(request, desk, FormView(form_id=form_id, values=typed.values()))
    await execute("SAVEPOINT act")
    try:
        given = _given(desk, typed, visit)
        lodged = await lodge(
            desk, given, form_id=form_id, by=visit.staff, now=visit.now, evidence=visit.uploads
        )
    except DomainError as refusal:
        await execute("ROLLBACK TO SAVEPOINT act")
        form = returned_form(refusal, form_id=form_id, values=typed.values())
        return await _page(request, desk, form, status=refusal.status)
    return go(f"/portal/cases/{lodged.complaint_id}", done="recorded")


def _given(desk: Desk, typed: Typed, visit: Visit) -> Lodgement:
    """Everything wrong with the form is said at once, the files included."""
    wrong = file_problem(visit)
    try:
        given = _lodgement(typed, visit)
        checked(desk.policy, given, now=visit.now)
    except Invalid as refusal:
        raise Invalid({**refusal.fields, **wrong}) from None
    if wrong:
        raise Invalid(wrong)
    return given


def _lodgement(typed: Typed, visit: Visit) -> Lodgement:
    channel, language = typed.text("channel"), typed.text("language")
    if channel not in CHANNELS:
        raise Invalid({"channel": "Please choose how it came."})
    if language not in LANGUAGE_NAMES:
        raise Invalid({"language": "Please choose a language."})
    return Lodgement(
        category=typed.text("category"),
        subject=typed.text("subject"),
        narrative=typed.text("narrative"),
        demand=typed.text("demand"),
        answers=typed.part("answers"),
        name=typed.text("name"),
        email=typed.text("email"),
        phone=typed.text("phone"),
        language=language,
        channel=Channel(channel),
        received_at=typed.moment("received_at", zone_of(visit)),
        told_on_receipt=typed.is_on("told_on_receipt"),
    )


async def _page(request: AnyRequest, desk: Desk, form: FormView, *, status: int = 200) -> Response[Any]:
    visit = visit_of(request)
    return await portal_page(
        request,
        "portal/intake.html",
        area="intake",
        status=status,
        form=form,
        channels=[(channel.value, channel_text(channel)) for channel in CHANNELS],
        languages=list(LANGUAGE_NAMES.items()),
        latest=local_input(visit.now, zone_of(visit)),
        categories=category_choices(desk),
        accept=ACCEPT,
        kept=kept_files(visit, visit.uploads),
        **category_view(desk, str(form.value("category"))),
    )


routes: list[Any] = [intake, record_complaint]
