"""Where the story plays: an organisation as those who have to do with it know it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from amends.complaints.intake import Lodgement
from amends.policy.document import Policy
from amends.remedies.rules import held, within_own_limit
from amends.remedies.wording import need_for
from tests.concurrency.kills.ledger import Ledger
from tests.world import Organisation, lodgement

AMOUNT = Decimal("12.50")
"""What everybody gives who gives money."""


@dataclass(frozen=True)
class Place:
    """Asked of the database once, before anything is killed: afterwards everybody goes by the pages alone."""

    of: Organisation
    said: Lodgement
    """What somebody who complains has to say."""
    remedies: Mapping[str, bool]
    """Those that whoever handles the case may grant alone, by code: whether money is given."""
    ledger: Ledger = field(default_factory=Ledger)


async def place_of(of: Organisation) -> Place:
    async with of.at_desk() as desk:
        remedies = {
            code: kind.with_amount
            for code, kind in desk.policy.remedies.items()
            if _within_the_limit(desk.policy, code, kind.with_amount)
        }
        return Place(of, lodgement(desk.policy), remedies)


def _within_the_limit(policy: Policy, code: str, with_amount: bool) -> bool:
    need = need_for(policy, code, AMOUNT if with_amount else None)
    return need is None or within_own_limit(need, held((), handles=True))
