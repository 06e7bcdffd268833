"""Who is told what: one row per notice, written with the change it tells of."""

from __future__ import annotations

from enum import StrEnum

from piccolo.columns import UUID, Text, Timestamptz

from amends.database.tables import WalledTable


class Channel(StrEnum):
    MAIL = "mail"
    APP = "app"
    """Shown in the portal."""


class NoticeRow(WalledTable, tablename="notice"):
    complaint_id = UUID(default=None, null=True)
    event = Text()
    channel = Text()
    person_id = UUID(default=None, null=True)
    address = Text(default=None, null=True)
    language = Text()
    subject = Text()
    body = Text()
    message_id = Text()
    """The mail's Message-ID, the same for every attempt."""
    created_at = Timestamptz(default=None)
    sent_at = Timestamptz(default=None, null=True)
    failed_at = Timestamptz(default=None, null=True)
    failure = Text(default=None, null=True)
    read_at = Timestamptz(default=None, null=True)
