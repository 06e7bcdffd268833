"""Whose an address is: a case's, a letter's, or an organisation's own; everybody else's is refused at the door.

An organisation is written to at `<short name>@<AMENDS_MAIL_IN_DOMAIN>` (also `<short name>+anything@…`), where its own
mailbox may forward to, and at the sender it has proved to be its own (`amends.tenancy.mail`).
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from amends.config import Settings
from amends.database.scope import fetch
from amends.notices.reply_address import read


@dataclass(frozen=True, slots=True)
class Destination:
    """Neither a case nor a notice: the organisation itself."""

    tenant_id: UUID
    complaint_id: UUID | None = None
    notice_id: UUID | None = None


async def destination(address: str, settings: Settings) -> Destination | None:
    """None: nobody's here. Needs the platform scope."""
    found = read(address, secrets=settings.secrets, domain=settings.mail_in_domain)
    if found is not None:
        low = UUID(bytes=found.tenant + bytes(8))
        high = UUID(bytes=found.tenant + b"\xff" * 8)
        rows = await fetch("SELECT id FROM tenant WHERE id BETWEEN $1 AND $2", low, high)
        # Two of the same beginning cannot be told apart; 64 random bits make that nobody's worry.
        return Destination(rows[0]["id"], found.complaint_id, found.notice_id) if len(rows) == 1 else None
    local, _, host = address.strip().lower().rpartition("@")
    if settings.mail_in_domain and host == settings.mail_in_domain:
        rows = await fetch("SELECT id FROM tenant WHERE slug = $1", local.partition("+")[0])
    else:
        rows = await fetch(
            "SELECT id FROM tenant WHERE lower(mail_from) = $1 AND mail_proved_at IS NOT NULL",
            f"{local}@{host}",
        )
    return Destination(rows[0]["id"]) if len(rows) == 1 else None
