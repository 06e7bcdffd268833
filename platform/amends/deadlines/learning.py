"""What is learnt in the course of a case starts the clocks that waited for it: a report that a reaction turned out to be
serious, a refund because the goods came back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from amends.complaints.answers import answer_facts
from amends.complaints.facts import facts_of
from amends.complaints.lifecycle import State
from amends.deadlines.happening import clocks_of_case
from amends.deadlines.operations import draw, promises_of, set_next_due
from amends.deadlines.starting import Clocks, asked_at_start, promised, starts_with
from amends.policy.conditions import Facts, holds
from amends.policy.document import CaseEvent

if TYPE_CHECKING:
    from amends.complaints.case import Case

_NOT_ADMITTED = frozenset({State.REGISTERED, State.REVIEW})


async def learnt(case: Case, before: Mapping[str, str], *, at: datetime) -> list[str]:
    """Start each clock whose condition holds by the answers there are now and did not by those `before`, if the event
    it counts from is past; its codes. Counted from the day its own field names, else from now: what is owed because of
    something cannot be late before anybody knew it."""
    policy, waiting = case.desk.policy, _waiting(case)
    if not waiting:
        return []
    now = await facts_of(policy, case.row, asked_at_start(policy, waiting))
    then = _as_of(before, now, case)
    due = {code: use for code, use in waiting.items() if holds(use.when, now) and not holds(use.when, then)}
    if not due:
        return []
    rows = await promises_of(case.id)
    ever = {str(row.kind) for row in rows}
    begun = {code: due[code] for code in sorted(due.keys() - ever)}
    drawn = draw(case.id, promised(policy, begun, at=at, calendar=case.desk.calendar, facts=now))
    await drawn.write()
    if drawn.promises:
        await set_next_due(case.id, [*rows, *drawn.promises])
    return [str(row.kind) for row in drawn.promises]


def _waiting(case: Case) -> Clocks:
    """The clocks with a condition whose event has come; of the others it is asked when theirs does."""
    past = {CaseEvent.RECEIVED, CaseEvent.AWARE}
    if case.state is not State.REGISTERED:
        past.add(CaseEvent.ACKNOWLEDGED)
    if case.state not in _NOT_ADMITTED:
        past |= {CaseEvent.ADMITTED, CaseEvent.ACCEPTED}
    return {
        code: use
        for code, use in clocks_of_case(case).items()
        if use.when is not None and starts_with(case.desk.policy, code, use) in past
    }


def _as_of(before: Mapping[str, str], now: Facts, case: Case) -> Facts:
    """The same facts with the answers of before."""
    others = {name: value for name, value in now.items() if name.startswith("case.")}
    return {**others, **answer_facts(case.desk.policy, before)}
