"""What follows from what somebody says when a complaint is lodged: its level, its department, the first promises.

Pure: all of it is settled before anything is written.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from amends.complaints.desk import Desk
from amends.complaints.facts import lodging_facts
from amends.complaints.intake import Lodgement
from amends.complaints.routing import Routed, routed
from amends.complaints.tables import Complaint
from amends.deadlines.operations import Drawn, draw
from amends.deadlines.starting import clocks_of, ends_with, made_needless, promised, started_by
from amends.deadlines.tables import Promise
from amends.policy.conditions import Facts
from amends.policy.document import CaseEvent, Policy
from amends.policy.grading import Graded, graded

_AT_RECEIPT = (CaseEvent.RECEIVED, CaseEvent.AWARE)


@dataclass(frozen=True, slots=True)
class Judged:
    grade: Graded
    way: Routed
    facts: Facts
    """All that is known of it, level and department included."""


def judged(policy: Policy, wanted: Lodgement) -> Judged:
    """How urgent it is first: where it goes may depend on that."""
    known = lodging_facts(policy, wanted)
    grade = graded(policy, wanted.category, known)
    known = {**known, "case.level": grade.level}
    way = routed(policy, wanted.category, known)
    return Judged(grade, way, {**known, "case.department": way.department})


def first_promises(desk: Desk, row: Complaint, facts: Facts, *, kept_at: datetime | None) -> Drawn:
    """Those that begin with the receipt; `kept_at`: the complainant was told at once, which ends some and starts others."""
    policy, complaint_id = desk.policy, _id(row)
    clocks = clocks_of(policy, str(row.category), str(row.level), str(row.kind))
    begun = started_by(policy, clocks, _AT_RECEIPT)
    first = promised(policy, begun, at=row.received_at, calendar=desk.calendar, facts=facts)
    if kept_at is None:
        return draw(complaint_id, first)
    told = (CaseEvent.ACKNOWLEDGED,)
    first = [promise for promise in first if not made_needless(policy, promise.kind, told)]
    then = started_by(policy, clocks, told, running=[promise.kind for promise in first])
    later = promised(policy, then, at=kept_at, calendar=desk.calendar, facts=facts)
    kept = [promise.kind for promise in first if ends_with(policy, promise.kind) in told]
    return draw(complaint_id, [*first, *later], met=kept, at=kept_at)


def may_acknowledge(policy: Policy, promises: Iterable[Promise], *, moves_on: bool) -> bool:
    """Once: while a promise to do so runs; where none was made, as long as the case still waits for it."""
    made = [row for row in promises if ends_with(policy, str(row.kind)) is CaseEvent.ACKNOWLEDGED]
    return any(row.ended_at is None for row in made) if made else moves_on


def _id(row: Complaint) -> UUID:
    complaint_id: UUID = row.id
    return complaint_id
