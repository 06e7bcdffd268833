from __future__ import annotations

from piccolo.columns import UUID, Integer, Text, Timestamptz

from amends.database.tables import WalledTable


class Snippet(WalledTable, tablename="snippet"):
    owner_id = UUID(default=None, null=True)
    """Whose own it is; None: everybody's."""
    name = Text()
    text_zh = Text()
    text_en = Text()
    """One of the two may be empty: the other one is taken then."""
    changes = Integer(default=0)
    """Counts what was saved, so that nobody overwrites what they have not seen."""
    changed_at = Timestamptz(default=None)
    changed_by = UUID(default=None)
    removed_at = Timestamptz(default=None, null=True)
