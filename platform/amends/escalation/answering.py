"""Whoever was told of an escalation says that they see to it: then the next step is not told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from amends.audit.operations import record
from amends.complaints.case import take_by
from amends.complaints.desk import Desk
from amends.database.rows import select_all
from amends.database.scope import execute
from amends.errors import DomainError
from amends.escalation.tables import Escalation
from amends.people.actor import Actor
from amends.people.rights import Right


class NothingToAnswer(DomainError):
    code = "nothing-to-answer"
    status = 409
    message = "Nothing waits for your answer here."
    hint = "Somebody else may have answered already. Reload the page."


async def escalations_of(complaint_id: UUID) -> list[Escalation]:
    """The newest first."""
    return await select_all(
        Escalation, "WHERE complaint_id = $1 ORDER BY raised_at DESC, rank DESC, id", complaint_id
    )


def told_of(row: Escalation) -> frozenset[UUID]:
    return frozenset(map(UUID, msgspec.json.decode(str(row.told))))


def waiting_for(rows: Sequence[Escalation], person_id: UUID | None) -> list[Escalation]:
    """Those this person may still answer; late, too, for then everybody knows who sees to it."""
    return [
        row
        for row in rows
        if row.answer_by is not None and row.answered_at is None and person_id in told_of(row)
    ]


async def answer(desk: Desk, complaint_id: UUID, *, by: Actor, now: datetime) -> None:
    """One that the clock has passed on meanwhile counts as answered after that."""
    by.demand(Right.READ_CASES)
    case = await take_by(desk, complaint_id, by)
    rows = waiting_for(await escalations_of(case.id), by.id)
    if not rows:
        raise NothingToAnswer()
    await execute(
        """UPDATE escalation SET answered_at = greatest($2, passed_on_at), answered_by = $3, look_at = NULL
        WHERE id = ANY($1::uuid[])""",
        [row.id for row in rows],
        now,
        by.id,
    )
    await record(
        act="escalation-answered",
        by=by,
        now=now,
        complaint_id=case.id,
        detail={"steps": [row.step for row in rows], "in_time": all(now <= row.answer_by for row in rows)},
    )


async def ask_no_more(complaint_id: UUID) -> None:
    """The case has ended in another one: neither what waits for an answer nor what waits to be told does so any longer,
    save what was raised by a promise, which goes on."""
    await execute(
        """UPDATE escalation SET look_at = NULL, answer_by = NULL
        WHERE complaint_id = $1 AND promise_id IS NULL AND answered_at IS NULL""",
        complaint_id,
    )
