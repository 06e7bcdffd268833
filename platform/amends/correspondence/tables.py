"""Messages between complainant and organisation, and notes among staff."""

from __future__ import annotations

from enum import StrEnum

from piccolo.columns import UUID, Text, Timestamptz

from amends.database.tables import WalledTable


class MessageKind(StrEnum):
    FROM_COMPLAINANT = "from_complainant"
    TO_COMPLAINANT = "to_complainant"
    NOTE = "note"
    """Among staff; the complainant never sees it."""


class Message(WalledTable, tablename="message"):
    complaint_id = UUID(default=None)
    kind = Text()
    author_id = UUID(default=None, null=True)
    body = Text()
    at = Timestamptz(default=None)
