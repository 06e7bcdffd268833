"""Mail as it came in, before and after it was read."""

from __future__ import annotations

from piccolo.columns import UUID, Bytea, Integer, Text, Timestamptz

from amends.database.tables import WalledTable


class IncomingMail(WalledTable, tablename="incoming_mail"):
    digest = Bytea()
    """SHA-256 of the message as it was sent: delivered again after a lost answer, it is the same."""
    recipient = Text()
    return_path = Text()
    peer = Text()
    """The network address of the server that delivered it."""
    object_name = Text()
    size = Integer()
    received_at = Timestamptz(default=None)
    read_at = Timestamptz(default=None, null=True)
    outcome = Text(default=None, null=True)
    """What came of it (`mailin.routing.Outcome`)."""
    arrival_id = UUID(default=None, null=True)
