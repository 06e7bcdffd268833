"""The investigation of a case: checklists line by line, who was heard, what was found, goods in custody."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath

from amends.complaints.desk import Desk
from amends.errors import Invalid
from amends.evidence.kinds import ACCEPT
from amends.investigation import calling, checking, custody, hearing, risk
from amends.people.queries import active_people
from amends.people.rights import Right
from web.edge.visit import AnyRequest, Visit
from web.portal.beside import beside
from web.portal.case_asks import facts_of_file
from web.portal.forms import file_problem
from web.portal.frame import portal_page
from web.portal.inquiry_view import inquiry_page_view
from web.portal.sub_page import READ, Form, SubPage
from web.public.forms import kept_files
from web.rendering import local_input, new_form, zone_of
from web.typed import Typed
from web.view import FormView

_INVESTIGATION = "/portal/cases/{complaint_id:uuid}/investigation"


@get(_INVESTIGATION, opt=READ)
async def investigation(request: AnyRequest, complaint_id: FromPath[UUID]) -> Response[Any]:
    return await _page(request, complaint_id, new_form())


async def _page(
    request: AnyRequest, complaint_id: UUID, form: FormView, *, status: int = 200
) -> Response[Any]:
    here = await beside(request, complaint_id)
    visit = here.visit
    shown = await inquiry_page_view(here.view, facts_of_file(here.desk.policy, here.file), form, visit)
    people = await active_people() if shown["may_handle"] else []
    return await portal_page(
        request,
        "portal/investigation.html",
        area="queue",
        status=status,
        **here.values("investigation", form, offered=shown["may_record"] or shown["may_check"]),
        people=[(str(person.id), str(person.name)) for person in people],
        concerned=[
            (str(each), here.file.names.get(each, "")) for each in sorted(here.file.row.about, key=str)
        ],
        hearers=[
            (str(person.id), str(person.name)) for person in people if person.id not in here.file.row.about
        ],
        now_text=local_input(visit.now, zone_of(visit)),
        accept=f"image/*,{ACCEPT}",  # telephones offer their camera for kinds, not for endings of names
        kept=kept_files(visit, visit.uploads),
        **shown,
    )


async def _check(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    """`line`: the codes of the checklist and of its line, with a dot between them."""
    checklist, _, line = typed.text("line").partition(".")
    wrong = file_problem(visit)
    if typed.text("applies") not in ("yes", "no"):
        wrong["applies"] = "Please choose."
    if wrong:
        raise Invalid(wrong)
    given = checking.Check(
        list=checklist,
        line=line,
        applies=typed.text("applies") == "yes",
        found=typed.text("found"),
        at=typed.moment("at", zone_of(visit)),
        evidence_id=typed.uuid("evidence"),
        signed=typed.text("password") != "",
        files=visit.uploads,
    )
    await checking.check(desk, complaint_id, given=given, by=visit.staff, now=visit.now)


async def _may_check(desk: Desk, complaint_id: UUID, visit: Visit) -> None:
    await checking.demand_checks(desk, complaint_id, by=visit.staff)


async def _waive(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    await checking.waive(desk, complaint_id, reason=typed.text("reason"), by=visit.staff, now=visit.now)


async def _take_up(desk: Desk, complaint_id: UUID, _: Typed, visit: Visit) -> None:
    await checking.take_up(desk, complaint_id, by=visit.staff, now=visit.now)


async def _hear(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    given = hearing.Hearing(
        part=typed.text("part"),
        name=typed.text("name"),
        person_id=typed.uuid("person"),
        way=typed.text("way"),
        told_at=typed.moment("told_at", zone_of(visit)),
        heard_at=typed.moment("heard_at", zone_of(visit)),
        account=typed.text("account"),
        read_back=typed.is_on("read_back"),
    )
    await hearing.hear(desk, complaint_id, given=given, by=visit.staff, now=visit.now)


async def _call(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    given = calling.Call(
        person_id=typed.uuid("person"),
        content=typed.text("content"),
        hear_at=typed.moment("hear_at", zone_of(visit)),
        venue=typed.text("venue"),
        hearer_id=typed.uuid("hearer"),
    )
    await calling.call(desk, complaint_id, given=given, by=visit.staff, now=visit.now)


async def _leave_unheard(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    await calling.leave_unheard(
        desk,
        complaint_id,
        person_id=typed.uuid("person"),
        reason=typed.text("reason"),
        by=visit.staff,
        now=visit.now,
    )


async def _find(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    """`grounds`: file:<id> and line:<id of the entry>."""
    chosen = [each.partition(":") for each in typed.all("grounds")]
    grounds = {kind: [_id(each) for of, _, each in chosen if of == kind] for kind in ("file", "line")}
    await hearing.find(
        desk,
        complaint_id,
        content=typed.text("content"),
        evidence=grounds["file"],
        entries=grounds["line"],
        by=visit.staff,
        now=visit.now,
    )


async def _flag(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    await risk.flag(desk, complaint_id, reason=typed.text("reason"), by=visit.staff, now=visit.now)


async def _lift(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    await risk.lift(desk, complaint_id, reason=typed.text("reason"), by=visit.staff, now=visit.now)


async def _take_in(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    said = {
        name: typed.text(name)
        for name in ("what", "label", "seal_number", "condition", "storage", "received_from")
    }
    given = custody.Item(**said, at=typed.moment("at", zone_of(visit)))
    await custody.take_in(desk, complaint_id, given=given, by=visit.staff, now=visit.now)


async def _go_on(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    given = custody.Link(
        act=typed.text("act"),
        at=typed.moment("at", zone_of(visit)),
        to_whom=typed.text("to_whom"),
        note=typed.text("note"),
    )
    item_id = typed.uuid("item")
    await custody.go_on(desk, complaint_id, item_id, given=given, by=visit.staff, now=visit.now)


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Invalid(
            {"grounds": "Please choose what this rests on: a file, or a line that was checked."}
        ) from None


ACTS: dict[str, Form] = {
    # Whoever handles cases, and whoever holds the role that a line asks for.
    "line": Form(Right.READ_CASES, _check, about="place", demand=_may_check, signs=True, uploads=True),
    "waiver": Form(Right.HANDLE, _waive),
    "resumption": Form(Right.HANDLE, _take_up),
    "interview": Form(Right.HANDLE, _hear),
    "call": Form(Right.HANDLE, _call),
    "left-out": Form(Right.HANDLE, _leave_unheard),
    "finding": Form(Right.HANDLE, _find),
    "risk": Form(Right.RECORD, _flag),
    "risk-lifted": Form(Right.HANDLE, _lift),
    "item": Form(Right.RECORD, _take_in),
    "custody": Form(Right.RECORD, _go_on, about="item"),
}

_SUB_PAGE = SubPage("investigation", _INVESTIGATION, _page, ACTS)
routes: list[Any] = [investigation, *_SUB_PAGE.routes()]
