"""What must leave the building: written in the transaction of its cause."""

from __future__ import annotations

from piccolo.columns import JSONB, Integer, Text, Timestamptz

from amends.database.tables import PlatformTable, WalledTable


class Outbox(WalledTable, tablename="outbox"):
    """A row waits until settled or dead; a trigger keeps `outbox_index` the same."""

    name = Text()
    payload = JSONB()
    """Ids only."""
    dedup_key = Text()
    created_at = Timestamptz(default=None)
    not_before = Timestamptz(default=None)
    attempts = Integer(default=0)
    claimed_until = Timestamptz(default=None, null=True)
    settled_at = Timestamptz(default=None, null=True)
    dead_at = Timestamptz(default=None, null=True)
    failure = Text(default=None, null=True)
    trace = Text(default=None, null=True)
    """The request that owes it, where traces are recorded; the database fills it in."""
    reason = Text(default=None, null=True)
    """A `Reason`, once the row is dead."""
    tried_before = Integer(default=None, null=True)
    """Tries before somebody had it tried again."""
    retries = Integer(default=None, null=True)
    """How often somebody did."""
    set_aside_at = Timestamptz(default=None, null=True)
    """Dead, and somebody decided to leave it at that."""


class OutgoingHold(PlatformTable, tablename="outgoing_hold"):
    """While there is a row, nothing of any organisation leaves the building (`amends.outbox.hold`)."""

    since = Timestamptz(default=None)
    reason = Text()
