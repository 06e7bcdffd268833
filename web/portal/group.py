"""Complaints of different people about one matter: who is in the group, who speaks for it, what all of them are written."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath

from amends.complaints.case import moves_in
from amends.complaints.desk import Desk
from amends.complaints.lifecycle import Move, State
from amends.complaints.listing import listed, only_readable
from amends.complaints.tables import Complaint
from amends.complaints.together import together_of
from amends.errors import Invalid
from amends.groups import operations
from amends.groups.queries import alike_open, found_by_lead, is_about, members, membership, open_among
from amends.groups.tables import Member
from amends.people.rights import Right
from amends.policy.kinds import has_nobody
from web.edge.visit import AnyRequest, Visit
from web.formats import iso, near_moment_text
from web.i18n import gettext
from web.portal.beside import Beside, beside
from web.portal.frame import portal_page
from web.portal.queue import case_line, desks_of
from web.portal.sub_page import READ, Form, SubPage, desk_of_case, unconcerned
from web.rendering import new_form, zone_of
from web.together import together_text
from web.typed import Typed
from web.view import FormView

_GROUP = "/portal/cases/{complaint_id:uuid}/group"


@get(_GROUP, opt=READ)
async def look(request: AnyRequest, complaint_id: FromPath[UUID]) -> Response[Any]:
    return await _page(request, complaint_id, new_form())


async def _page(
    request: AnyRequest, complaint_id: UUID, form: FormView, *, status: int = 200
) -> Response[Any]:
    here = await beside(request, complaint_id)
    own = await membership(complaint_id)
    rows = await members(own.lead_id) if own is not None else []
    may = here.may(Right.HANDLE) and not await is_about(rows, here.visit.staff)
    shown = await _members(rows, complaint_id, here.visit)
    handling = here.desk.policy.handling
    said = together_of(here.file.row.together)
    count, offered = await alike_open(here.file.row, here.visit.staff) if may else (0, ())
    return await portal_page(
        request,
        "portal/group.html",
        area="queue",
        status=status,
        **here.values("group", form, offered=may),
        may=may,
        may_join=may and not has_nobody(here.desk.policy, str(here.file.row.kind)),
        members=shown,
        leads=own is not None and own.lead_id == complaint_id,
        member=own is not None,
        relies=own is not None and own.relied_at is not None,
        said_text=together_text(said),
        said_number=said.get("number", "") if not rows else "",
        most=handling.representatives,
        chosen=sum(row.chosen_at is not None for row in rows),
        is_group=count if not rows and count >= handling.joint_from else 0,
        offered=[(str(row.number), _offered(row)) for row in offered],
        letters=sum(each["open"] for each in shown),
        findings_url=await _findings_url(here),
    )


async def _members(rows: list[Member], complaint_id: UUID, visit: Visit) -> list[dict[str, Any]]:
    """Those the reader may know of."""
    mine = {row.complaint_id: row for row in rows}
    lines = await listed(await only_readable(list(mine), visit.staff))
    desks = await desks_of(visit, lines)
    still = set(await open_among([line.id for line in lines], visit.staff))
    zone = zone_of(visit)
    return [
        {
            "id": str(line.id),
            "line": case_line(line, desks[line.policy_version_id], visit),
            "own": line.id == complaint_id,
            "open": line.id in still,
            "lead": mine[line.id].lead_id == line.id,
            "chosen": mine[line.id].chosen_at is not None,
            "relies": mine[line.id].relied_at is not None,
            "reason": str(mine[line.id].reason),
            "joined_text": near_moment_text(mine[line.id].joined_at, zone=zone, now=visit.now),
            "joined_iso": iso(mine[line.id].joined_at),
        }
        for line in lines
    ]


def _offered(row: Complaint) -> str:
    return f"{row.number} · {row.subject} · {row.complainant_name or gettext('anonymous')}"


async def _findings_url(here: Beside) -> str:
    """Where they are looked at before anything is decided; "" where there are none, or nothing is decided now."""
    row = here.file.row
    decides = Move.DECIDE in moves_in(here.desk.policy, State(row.state), str(row.kind))
    if not decides or not here.may(Right.HANDLE):
        return ""
    found = await found_by_lead(row.id, here.visit.staff)
    return f"{here.view.url}?findings=lead#acts" if found is not None and found[1] else ""


async def _join(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    written = typed.text("numbers").replace(",", " ").replace("，", " ").replace("、", " ").split()
    numbers = [*typed.all("others"), *written]
    reason = typed.text("reason")
    await operations.join(desk, complaint_id, numbers=numbers, reason=reason, by=visit.staff, now=visit.now)


def _which(typed: Typed) -> UUID:
    member_id = typed.uuid("member")
    if member_id is None:
        raise Invalid({"member": "Please choose one of the list."})
    return member_id


async def _leave(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    reason = typed.text("reason")
    await operations.leave(
        desk, complaint_id, member_id=_which(typed), reason=reason, by=visit.staff, now=visit.now
    )


async def _let_lead(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    reason = typed.text("reason")
    await operations.let_lead(
        desk, complaint_id, member_id=_which(typed), reason=reason, by=visit.staff, now=visit.now
    )


async def _choose(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    await operations.choose(
        desk,
        complaint_id,
        member_id=_which(typed),
        chosen=typed.is_on("chosen"),
        by=visit.staff,
        now=visit.now,
    )


async def _rely(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    await operations.rely(desk, complaint_id, relies=typed.is_on("relies"), by=visit.staff, now=visit.now)


async def _write(_: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    """To whom of them it is still open and the writer may know of."""
    own = await membership(complaint_id)
    rows = await members(own.lead_id) if own is not None else []
    whose = await open_among([row.complaint_id for row in rows], visit.staff)
    if not whose:
        raise Invalid({"body": "There is nobody in the group to write to."})
    desks = {each: await desk_of_case(visit, each) for each in whose}
    await operations.write_to_all(desks, body=typed.text("body"), by=visit.staff, now=visit.now)


FORMS = {
    "joining": Form(Right.HANDLE, _join, demand=unconcerned),
    "leaving": Form(Right.HANDLE, _leave, about="member", demand=unconcerned),
    "lead": Form(Right.HANDLE, _let_lead, about="member", demand=unconcerned),
    "representative": Form(Right.HANDLE, _choose, about="member", demand=unconcerned),
    "reliance": Form(Right.HANDLE, _rely, demand=unconcerned),
    "letters": Form(Right.HANDLE, _write, demand=unconcerned),
}
routes: list[Any] = [look, *SubPage("group", _GROUP, _page, FORMS).routes()]
