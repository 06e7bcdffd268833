"""Who is in a group of complainants with one matter, and was."""

from __future__ import annotations

from piccolo.columns import UUID, Text, Timestamptz

from amends.database.tables import WalledTable


class Member(WalledTable, tablename="group_member"):
    """One case's time in a group; of the case that leads, `complaint_id` is `lead_id`."""

    complaint_id = UUID(default=None)
    lead_id = UUID(default=None)
    reason = Text()
    joined_at = Timestamptz(default=None)
    joined_by = UUID(default=None, null=True)
    chosen_at = Timestamptz(default=None, null=True)
    """Its complainant speaks for the group since then."""
    chosen_by = UUID(default=None, null=True)
    relied_at = Timestamptz(default=None, null=True)
    """What was looked into in the leading case counts for it since then."""
    relied_by = UUID(default=None, null=True)
    left_at = Timestamptz(default=None, null=True)
    left_by = UUID(default=None, null=True)
    left_reason = Text(default=None, null=True)
