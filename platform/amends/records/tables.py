"""The references that staff added."""

from __future__ import annotations

from piccolo.columns import UUID, Text, Timestamptz

from amends.database.tables import WalledTable


class RecordReference(WalledTable, tablename="record_reference"):
    complaint_id = UUID(default=None)
    kind = Text()
    """A code of the policy's `records`."""
    number = Text()
    note = Text()
    added_at = Timestamptz(default=None)
    added_by = UUID(default=None)
    removed_at = Timestamptz(default=None, null=True)
    removed_by = UUID(default=None, null=True)
