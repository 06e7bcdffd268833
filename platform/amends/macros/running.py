"""A macro is run on a case: each act by the rights of whoever runs it, all of them or none."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from amends.complaints import handling
from amends.complaints.case import take_by
from amends.complaints.desk import Desk
from amends.complaints.tables import Complaint
from amends.correspondence import operations as correspondence
from amends.database.rows import select_one
from amends.errors import DomainError, NotFound
from amends.macros.tables import Macro
from amends.people.actor import Actor
from amends.snippets.operations import filled, one_snippet
from amends.workbench import tags


class Step(StrEnum):
    ASSIGN = "assign"
    TAG = "tag"
    WRITE = "write"
    NOTE = "note"


class SnippetGone(DomainError):
    code = "macro-snippet-gone"
    status = 409
    message = "The snippet that it sends was removed."
    hint = "Change the macro, or have the snippet back."


class MacroGone(DomainError):
    code = "macro-gone"
    status = 409
    message = "This macro was removed."


class StepRefused(DomainError):
    """Nothing of the macro is kept; `refusal` is what the act itself said."""

    code = "macro-refused"
    status = 409
    message = "One act of the macro was refused, so nothing of it was done."

    def __init__(self, step: Step, refusal: DomainError) -> None:
        super().__init__()
        self.step, self.refusal = step, refusal


Nobody = Callable[[str], str]
"""How a complainant who gave no name is called, in their language."""


def steps_of(macro: Macro) -> list[Step]:
    """In the order in which they are done."""
    there = {
        Step.ASSIGN: macro.department_id or macro.assignee_id,
        Step.TAG: macro.tags_on or macro.tags_off,
        Step.WRITE: macro.snippet_id,
        Step.NOTE: macro.note,
    }
    return [step for step, given in there.items() if given]


async def run(
    desk: Desk, complaint_id: UUID, macro: Macro, *, nobody: Nobody, by: Actor, now: datetime
) -> None:
    """Whoever calls rolls everything back when an act is refused."""
    if macro.removed_at is not None:
        raise MacroGone()
    await take_by(desk, complaint_id, by)
    for step in steps_of(macro):
        try:
            await _DO[step](desk, complaint_id, macro, nobody, by, now)
        except DomainError as refusal:
            raise StepRefused(step, refusal) from refusal


async def message_of(macro: Macro, complaint_id: UUID, *, nobody: Nobody, by: Actor) -> str:
    """The snippet filled in for the case."""
    if macro.snippet_id is None:
        return ""
    snippet, case = await one_snippet(macro.snippet_id, by), await _case(complaint_id)
    if snippet.removed_at is not None:
        raise SnippetGone()
    return filled(snippet, case, by=by, nobody=nobody(str(case.language)))


async def _assign(
    desk: Desk, complaint_id: UUID, macro: Macro, nobody: Nobody, by: Actor, now: datetime
) -> None:
    """To a department alone: it is nobody's there yet. To a person alone: the department stays. Who has it already keeps it."""
    del nobody
    row = await _case(complaint_id)
    department = macro.department_id or row.department_id
    if department == row.department_id and macro.assignee_id in (None, row.assignee_id):
        return
    await handling.assign(
        desk, complaint_id, department_id=department, assignee_id=macro.assignee_id, by=by, now=now
    )


async def _tag(
    desk: Desk, complaint_id: UUID, macro: Macro, nobody: Nobody, by: Actor, now: datetime
) -> None:
    del nobody
    off = tags.tidy(str(macro.tags_off))
    await tags.tag(desk, complaint_id, add=str(macro.tags_on), remove=off, by=by, now=now)


async def _write(
    desk: Desk, complaint_id: UUID, macro: Macro, nobody: Nobody, by: Actor, now: datetime
) -> None:
    body = await message_of(macro, complaint_id, nobody=nobody, by=by)
    await correspondence.write_to_complainant(desk, complaint_id, body=body, by=by, now=now)


async def _note(
    desk: Desk, complaint_id: UUID, macro: Macro, nobody: Nobody, by: Actor, now: datetime
) -> None:
    del nobody
    await correspondence.note(desk, complaint_id, body=str(macro.note), by=by, now=now)


_DO: Final[Mapping[Step, Callable[[Desk, UUID, Macro, Nobody, Actor, datetime], Awaitable[None]]]] = {
    Step.ASSIGN: _assign,
    Step.TAG: _tag,
    Step.WRITE: _write,
    Step.NOTE: _note,
}


async def _case(complaint_id: UUID) -> Complaint:
    case = await select_one(Complaint, "WHERE id = $1", complaint_id)
    if case is None:
        raise NotFound()
    return case
