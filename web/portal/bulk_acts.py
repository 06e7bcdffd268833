"""What can be done to several cases at once: the same operations as on a case's own page, each by the reader's rights there."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from amends.complaints import closing, handling
from amends.complaints.desk import Desk
from amends.complaints.tables import Complaint
from amends.correspondence import operations as correspondence
from amends.database.rows import select_one
from amends.errors import DomainError, Invalid, NotFound
from amends.macros.operations import one_macro
from amends.people.rights import Right
from amends.policy.document import Text
from amends.workbench import tags
from web.edge.visit import Visit
from web.i18n import gettext, mark
from web.portal.macro_view import does, run_macro
from web.typed import Typed

_BY_MISTAKE = Text(zh="此前与其他投诉一并误作结案。", en="It was closed together with others by mistake.")

Before = Mapping[str, Any]
Do = Callable[[Desk, UUID, Typed, Visit], Awaitable[Before]]
Says = Callable[[Typed, Visit], Awaitable[Sequence[tuple[str, str]]]]
Undo = Callable[[Desk, UUID, Before, Visit], Awaitable[None]]


class NotAsLeft(DomainError):
    code = "not-as-left"
    status = 409
    message = "Somebody has changed it since: it stays as it is now."


@dataclass(frozen=True, slots=True)
class BulkAct:
    code: str
    right: Right
    title: str
    do: Do
    """Gives back what `undo` needs."""
    undo: Undo | None = None
    undone_by: Right | None = None
    """Who may take it back, where that is not for whoever may do it."""
    says: Says | None = None
    """What it does, where its form alone does not tell: pairs for the preview."""


async def _assign(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> Before:
    department_id, assignee_id = typed.uuid("department"), typed.uuid("assignee")
    if typed.text("assignee") and assignee_id is None:
        raise Invalid({"assignee": "This person cannot handle complaints."})
    row = await _row(complaint_id)
    before = handling.held_by(row)
    owner = row.department_id if department_id is None else department_id
    if (owner, assignee_id) != (row.department_id, row.assignee_id):
        await _give(desk, complaint_id, owner, assignee_id, visit)
    return {"before": before, "after": handling.held_by(await _row(complaint_id))}


async def _assign_back(desk: Desk, complaint_id: UUID, was: Before, visit: Visit) -> None:
    if handling.held_by(await _row(complaint_id)) != was["after"]:
        raise NotAsLeft()
    department, _, assignee = str(was["before"]).partition(":")
    if was["before"] != was["after"]:
        await _give(desk, complaint_id, UUID(department), UUID(assignee) if assignee else None, visit)


async def _give(
    desk: Desk, complaint_id: UUID, department: UUID, assignee: UUID | None, visit: Visit
) -> None:
    await handling.assign(
        desk, complaint_id, department_id=department, assignee_id=assignee, by=visit.staff, now=visit.now
    )


async def _tag(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> Before:
    add, remove = typed.text("add"), tags.tidy(typed.text("remove"))
    if not tags.tidy(add) and not remove:
        raise Invalid({"add": "Please give a word to put on or to take off."})
    before = await tags.tag(desk, complaint_id, add=add, remove=remove, by=visit.staff, now=visit.now)
    return {"before": before, "after": await tags.tags_of(complaint_id)}


async def _tag_back(desk: Desk, complaint_id: UUID, was: Before, visit: Visit) -> None:
    if await tags.tags_of(complaint_id) != was["after"]:
        raise NotAsLeft()
    gone = [word for word in was["after"] if word not in was["before"]]
    back = ", ".join(word for word in was["before"] if word not in was["after"])
    await tags.tag(desk, complaint_id, add=back, remove=gone, by=visit.staff, now=visit.now)


async def _write(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> Before:
    await correspondence.write_to_complainant(
        desk, complaint_id, body=typed.text("body"), by=visit.staff, now=visit.now
    )
    return {}


async def _close(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> Before:
    await closing.close(desk, complaint_id, reason=typed.text("reason"), by=visit.staff, now=visit.now)
    return {"closed_at": visit.now.isoformat()}


async def _reopen(desk: Desk, complaint_id: UUID, was: Before, visit: Visit) -> None:
    """The complainant has been told that it is closed, and is told of this too."""
    row = await _row(complaint_id)
    if row.closed_at is None or row.closed_at.isoformat() != was.get("closed_at"):
        raise NotAsLeft()
    reason = _BY_MISTAKE.in_language(str(row.language))
    await closing.reopen(desk, complaint_id, reason=reason, by=visit.staff, now=visit.now)


async def _macro(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> Before:
    macro_id, seen = _which(typed)
    await run_macro(desk, complaint_id, macro_id, visit, seen=seen)
    return {}


async def _macro_says(typed: Typed, visit: Visit) -> Sequence[tuple[str, str]]:
    macro = await one_macro(_which(typed)[0], visit.staff)
    return [(gettext("Macro"), str(macro.name)), *await does(macro, visit)]


def _which(typed: Typed) -> tuple[UUID, str]:
    """The macro, and how often it had been changed when it was chosen."""
    macro, _, seen = typed.text("macro").partition(":")
    try:
        return UUID(macro), seen
    except ValueError:
        raise Invalid({"macro": "Please choose a macro."}) from None


async def _row(complaint_id: UUID) -> Complaint:
    row = await select_one(Complaint, "WHERE id = $1", complaint_id)
    if row is None:
        raise NotFound()
    return row


BULK_ACTS: Final = (
    BulkAct("assignment", Right.ASSIGN, mark("Assign"), _assign, _assign_back),
    BulkAct("tags", Right.NOTE, mark("Tag"), _tag, _tag_back),
    BulkAct("message", Right.HANDLE, mark("Write to the complainants"), _write),
    BulkAct("closure", Right.CLOSE, mark("Close"), _close, _reopen, Right.REOPEN),
    BulkAct("macro", Right.NOTE, mark("Run a macro"), _macro, says=_macro_says),
)
