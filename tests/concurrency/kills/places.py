"""Where the story plays: an organisation as those who have to do with it know it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from amends.complaints.intake import Lodgement
from tests.concurrency.kills.ledger import Ledger
from tests.world import Organisation, lodgement


@dataclass(frozen=True)
class Place:
    """Asked of the database once, before anything is killed: afterwards everybody goes by the pages alone."""

    of: Organisation
    said: Lodgement
    """What somebody who complains has to say."""
    remedies: Mapping[str, bool]
    """By code: whether money is given."""
    ledger: Ledger = field(default_factory=Ledger)


async def place_of(of: Organisation) -> Place:
    async with of.at_desk() as desk:
        remedies = {code: kind.with_amount for code, kind in desk.policy.remedies.items()}
        return Place(of, lodgement(desk.policy), remedies)
