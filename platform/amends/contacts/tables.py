"""A contact that waits for its proof."""

from __future__ import annotations

from piccolo.columns import UUID, Integer, Text, Timestamptz

from amends.database.tables import WalledTable


class ContactChange(WalledTable, tablename="contact_change"):
    """One of each way and case."""

    complaint_id = UUID(default=None)
    way = Text()
    contact = Text()
    """"": proved, or thrown away."""
    code_number = Integer(default=1)
    sent = Integer(default=1)
    """So many codes since `begun_at`: there is a limit a day."""
    begun_at = Timestamptz(default=None)
    asked_at = Timestamptz(default=None)
    expires_at = Timestamptz(default=None)
