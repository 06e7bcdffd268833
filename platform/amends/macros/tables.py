from __future__ import annotations

from piccolo.columns import UUID, Integer, Text, Timestamptz

from amends.database.tables import WalledTable


class Macro(WalledTable, tablename="macro"):
    """What of it is empty is no act of it."""

    owner_id = UUID(default=None, null=True)
    """Whose own it is; None: everybody's."""
    name = Text()
    department_id = UUID(default=None, null=True)
    assignee_id = UUID(default=None, null=True)
    tags_on = Text()
    tags_off = Text()
    """Parted by commas."""
    snippet_id = UUID(default=None, null=True)
    """What the complainant is written."""
    note = Text()
    changes = Integer(default=0)
    """Counts what was saved, so that nobody overwrites what they have not seen."""
    changed_at = Timestamptz(default=None)
    changed_by = UUID(default=None)
    removed_at = Timestamptz(default=None, null=True)
