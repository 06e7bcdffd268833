"""Who spoke for a complainant, on what authority, from when to when."""

from __future__ import annotations

from piccolo.columns import UUID, Text, Timestamptz

from amends.database.tables import WalledTable


class Representation(WalledTable, tablename="representation"):
    """Refused is ended without having been accepted."""

    complaint_id = UUID(default=None)
    name = Text()
    relation = Text()
    """To the complainant."""
    authority = Text()
    """What gives it to them, in their own words."""
    email = Text()
    phone = Text()
    postal_address = Text()
    evidence_id = UUID(default=None, null=True)
    """The file of the case that shows it."""
    until = Timestamptz(default=None, null=True)
    offered_at = Timestamptz(default=None)
    offered_by = UUID(default=None, null=True)
    asked_at = Timestamptz(default=None, null=True)
    """When they were last asked for proof."""
    accepted_at = Timestamptz(default=None, null=True)
    accepted_by = UUID(default=None, null=True)
    accepted_note = Text(default=None, null=True)
    ended_at = Timestamptz(default=None, null=True)
    ended_by = UUID(default=None, null=True)
    ended_reason = Text(default=None, null=True)
