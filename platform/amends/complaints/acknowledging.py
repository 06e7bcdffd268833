"""When a complaint counts as acknowledged, beside being shown or read out number and times as it was lodged.

S-CM-04: the mail server, or who else carries notices, took the one that says them. It counts no more when that notice
turns out not to have arrived, unless number and times were shown on the page or read out.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from amends.audit.operations import record
from amends.complaints.case import Case
from amends.complaints.guards import NotYet
from amends.complaints.judging import may_acknowledge
from amends.complaints.lifecycle import Move
from amends.database.scope import fetch_one
from amends.deadlines.happening import turned
from amends.deadlines.operations import promises_of
from amends.deadlines.reopening import reopen
from amends.deadlines.starting import ends_with
from amends.deadlines.tables import Promise
from amends.escalation.raising import raised_by_condition
from amends.people.actor import SYSTEM, Actor, ActorKind
from amends.policy.document import CaseEvent
from amends.policy.events import Event

MAIL = "mail"
"""How, where a notice alone told them: a word of the program's, as "page" is."""
_TELLS = frozenset({Event.LODGED, Event.ACKNOWLEDGED})
"""They say number and times."""


class By(StrEnum):
    """By what a complainant came to know number and times."""

    PAGE = "page"
    """Shown as it was lodged."""
    PERSON = "person"
    """Read out, handed over, said on the telephone."""
    NOTICE = "notice"
    """Only by a notice."""


def counts(event: str, *, owed: bool) -> bool:
    """Whether taking such a notice acknowledges the complaint; `owed`: nothing else has yet."""
    return owed and event in _TELLS


def counts_no_more(event: str, *, by: By | None, told_otherwise: bool) -> bool:
    """Whether the acknowledgement falls with such a notice; `told_otherwise`: another one says the same."""
    return event in _TELLS and by is By.NOTICE and not told_otherwise


async def notice_taken(case: Case, event: str, *, now: datetime) -> bool:
    """The case is locked; whether it is acknowledged by this."""
    if event not in _TELLS or not counts(event, owed=await _owed(case)):
        return False
    return await told_number_and_times(case, by=SYSTEM, how=MAIL, now=now)


async def told_number_and_times(case: Case, *, by: Actor, how: str, now: datetime) -> bool:
    """False when that is known already, or the organisation asks for something else before it counts."""
    if not await _owed(case):
        return False
    if Move.ACKNOWLEDGE in case.moves():
        try:
            await case.move(Move.ACKNOWLEDGE, by=by, now=now, personal={"how": how})
        except NotYet:
            return False
        await raised_by_condition(case, now=now)
        return True
    # The case has gone on, and its promise was open once more: what began with the first time begins no second time.
    await record(act=Move.ACKNOWLEDGE, by=by, now=now, complaint_id=case.id, personal={"how": how})
    rows = await promises_of(case.id)
    kept = [row for row in _promises(case, rows) if row.ended_at is None]
    await turned(case, rows, kept, at=now, why=[CaseEvent.ACKNOWLEDGED], by=by)
    return True


async def notice_came_back(case: Case, event: str, *, notice_id: UUID, now: datetime) -> bool:
    """What was kept only by it is open again, due when it was due; whether anything is."""
    otherwise = await _told_otherwise(case.id, notice_id) if event in _TELLS else False
    if not counts_no_more(event, by=await _known_by(case.id), told_otherwise=otherwise):
        return False
    rows = await promises_of(case.id)
    kept = [row for row in _promises(case, rows) if row.ended_at is not None and not row.cancelled]
    if not kept or case.ended:
        return False
    await record(
        act="acknowledgement-void",
        by=SYSTEM,
        now=now,
        complaint_id=case.id,
        detail={
            "notice": notice_id,
            "promises": [{"clock": row.kind, "due_at": row.due_at} for row in kept],
        },
    )
    await reopen(case, kept, rows, now=now)
    return True


async def _owed(case: Case) -> bool:
    return may_acknowledge(
        case.desk.policy, await promises_of(case.id), moves_on=Move.ACKNOWLEDGE in case.moves()
    )


def _promises(case: Case, rows: Sequence[Promise]) -> list[Promise]:
    """Those that end with it."""
    return [row for row in rows if ends_with(case.desk.policy, str(row.kind)) is CaseEvent.ACKNOWLEDGED]


async def _told_otherwise(complaint_id: UUID, notice_id: UUID) -> bool:
    row = await fetch_one(
        """SELECT EXISTS (SELECT FROM notice WHERE complaint_id = $1 AND person_id IS NULL AND id <> $2
            AND event = ANY($3::text[]) AND channel <> 'page' AND sent_at IS NOT NULL AND failed_at IS NULL) AS told""",
        complaint_id,
        notice_id,
        sorted(_TELLS),
    )
    return row is not None and bool(row["told"])


async def _known_by(complaint_id: UUID) -> By | None:
    """As the history says; None: nothing has acknowledged it. Once a person has said it, it stays known."""
    row = await fetch_one(
        """SELECT array_agg(actor_kind) AS kinds FROM history_entry
        WHERE chain_id = $1 AND act = 'acknowledge'""",
        complaint_id,
    )
    kinds = set(row["kinds"] or ()) if row is not None else set()
    if ActorKind.COMPLAINANT in kinds:
        return By.PAGE
    if ActorKind.PERSON in kinds:
        return By.PERSON
    return By.NOTICE if kinds else None
