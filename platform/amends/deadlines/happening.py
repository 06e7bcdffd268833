"""What happens in a case ends clocks and starts others: one way for all of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from amends.bodies.binding import bind
from amends.bodies.rules import is_bound
from amends.complaints.facts import facts_of
from amends.deadlines.operations import draw, end, promises_of, set_next_due
from amends.deadlines.starting import (
    Clocks,
    NewPromise,
    asked_at_start,
    clocks_of,
    concerns,
    ends_with,
    made_needless,
    outlives,
    promised,
    repeating,
    started_by,
)
from amends.deadlines.tables import Promise
from amends.people.actor import SYSTEM, Actor
from amends.policy.document import CaseEvent, ClockUse

if TYPE_CHECKING:
    from amends.complaints.case import Case


async def happened(
    case: Case,
    *events: CaseEvent,
    at: datetime,
    over: bool = False,
    met: Collection[str] = (),
    anew: Collection[str] = (),
    by: Actor = SYSTEM,
) -> Sequence[Promise]:
    """The promises it kept. `over`: the case has ended with it, and what still runs is called off; `met`: clocks kept
    by it whatever ends them; `anew`: clocks that begin again with it."""
    policy, clocks = case.desk.policy, clocks_of_case(case)
    if not (over or met or anew or concerns(policy, clocks, events)):
        return []
    rows = await promises_of(case.id)
    running = [row for row in rows if row.ended_at is None]
    kept = [row for row in running if row.kind in met or ends_with(policy, str(row.kind)) in events]
    needless = [
        row
        for row in running
        if made_needless(policy, str(row.kind), events) or (over and not outlives(policy, str(row.kind)))
    ]
    # In a case that ends nothing begins but what is owed because it has ended.
    follow = set(events) & {CaseEvent.CLOSED} if over else set(events)
    # What an event makes needless does not begin once more, though the same event kept it.
    going_on = {str(row.kind) for row in kept} - {str(row.kind) for row in needless}
    again = {*anew, *(() if over else repeating(policy, going_on))}
    await turned(case, rows, kept, needless, at=at, events=follow, anew=again, why=events, by=by)
    return kept


async def turned(
    case: Case,
    rows: Sequence[Promise],
    kept: Sequence[Promise],
    needless: Sequence[Promise] = (),
    *,
    at: datetime,
    events: Collection[CaseEvent] = (),
    anew: Collection[str] = (),
    why: Collection[CaseEvent] = (),
    by: Actor = SYSTEM,
) -> None:
    """Of a case's promises, `rows`, some are kept and others called off, and what follows from that begins. `why`: what
    happened, for their ledgers."""
    kept_ids = {row.id for row in kept}
    called_off = [row for row in needless if row.id not in kept_ids]
    await end(kept, called_off, at=at, why=why, by=by)
    running = {str(row.kind) for row in rows if row.ended_at is None}
    begun = started_by(case.desk.policy, clocks_of_case(case), events, anew=anew, running=running)
    drawn = draw(case.id, await promises_begun(case, begun, at=at))
    await drawn.write()
    if kept or called_off or drawn.promises:
        await set_next_due(case.id, [*rows, *drawn.promises])
    if any(is_bound(case.desk.policy, str(row.kind)) for row in drawn.promises):
        await bind(case, by=by, now=at, rows=[*rows, *drawn.promises])


async def promises_begun(case: Case, clocks: Clocks, *, at: datetime) -> list[NewPromise]:
    """What is promised when these clocks start in a case that is written."""
    if not clocks:
        return []
    policy = case.desk.policy
    facts = await facts_of(policy, case.row, asked_at_start(policy, clocks))
    return promised(policy, clocks, at=at, calendar=case.desk.calendar, facts=facts)


def clocks_of_case(case: Case) -> dict[str, ClockUse]:
    row = case.row
    return clocks_of(case.desk.policy, str(row.category), str(row.level), str(row.kind))
