"""What a policy asks for before a move, beside the engine's own rules."""

from __future__ import annotations

from collections.abc import Iterable

from amends.complaints.tables import Complaint
from amends.deadlines import operations as deadlines
from amends.errors import DomainError
from amends.policy.document import ClockKind, Guard


class NotYet(DomainError):
    code = "not-yet"
    status = 409
    message = "Your organisation asks for something else first."


async def demand(guards: Iterable[Guard], row: Complaint) -> None:
    """NotYet with what is to be done first."""
    for guard in guards:
        if guard is Guard.ASSIGNED and row.assignee_id is None:
            raise NotYet(hint="Assign the complaint to somebody.")
        if guard is Guard.ANSWERED and await _answer_owed(row):
            raise NotYet(hint="Write to the complainant about this case.")


async def _answer_owed(row: Complaint) -> bool:
    promises = await deadlines.promises_of(row.id)
    return any(promise.kind == ClockKind.RESPOND and promise.ended_at is None for promise in promises)
