"""What must leave the building: written in the transaction of its cause."""

from __future__ import annotations

from piccolo.columns import JSONB, Integer, Text, Timestamptz

from amends.database.tables import WalledTable


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
