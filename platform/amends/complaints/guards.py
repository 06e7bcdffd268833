"""What an organisation's policy asks for before a move is made, beside the engine's own rules."""

from __future__ import annotations

from amends.complaints.facts import facts_of
from amends.complaints.tables import Complaint
from amends.errors import DomainError
from amends.policy.conditions import holds
from amends.policy.document import Guard, Policy


class NotYet(DomainError):
    code = "not-yet"
    status = 409
    message = "Your organisation asks for something else first."


async def demand(policy: Policy, move: str, row: Complaint) -> None:
    """NotYet with what is to be done first, in the order of the guards' codes."""
    guards = {code: guard for code, guard in policy.guards.items() if guard.move == move}
    if not guards:
        return
    facts = await facts_of(row)
    for _, guard in sorted(guards.items()):
        if holds(guard.when, facts) and not holds(guard.needs, facts):
            raise NotYet(hint=_said(guard))


def _said(guard: Guard) -> str:
    return guard.hint.en
