"""What is given to put a complaint right."""

from __future__ import annotations

from piccolo.columns import JSONB, UUID, Integer, Numeric, Text, Timestamptz

from amends.database.tables import WalledTable
from amends.remedies.rules import State


class Remedy(WalledTable, tablename="remedy"):
    """What its ledger comes to (`remedies.ledger`)."""

    complaint_id = UUID(default=None)
    code = Text()
    description = Text()
    amount = Numeric(digits=(14, 2), default=None, null=True)
    currency = Text()
    offered_at = Timestamptz(default=None)
    offered_by = UUID(default=None)
    carried_out_at = Timestamptz(default=None, null=True)
    """When that was, not when it was written down."""
    state = Text(default=None, null=True)
    """None: from before there were ledgers."""
    owner_id = UUID(default=None, null=True)
    """Who sees to it; None: whoever has the case."""
    due_at = Timestamptz(default=None, null=True)

    @property
    def standing(self) -> State:
        if self.state:
            return State(self.state)
        return State.CARRIED_OUT if self.carried_out_at is not None else State.GRANTED


class RemedyEntry(WalledTable, tablename="remedy_entry"):
    """One line of a remedy's ledger; written once."""

    complaint_id = UUID(default=None)
    remedy_id = UUID(default=None)
    place = Integer()
    kind = Text()
    at = Timestamptz(default=None)
    """When it happened."""
    recorded_at = Timestamptz(default=None)
    actor_kind = Text()
    actor_id = UUID(default=None, null=True)
    words = Text()
    """In people's own words, or none."""
    detail = JSONB()
