"""What an outside body passed on, or took up."""

from __future__ import annotations

from piccolo.columns import UUID, Integer, Text, Timestamptz

from amends.database.tables import WalledTable


class BodyMatter(WalledTable, tablename="body_matter"):
    """A case may have several: each body gives it a number of its own."""

    complaint_id = UUID(default=None)
    office = Text()
    number = Text()
    """There; "": not known (yet)."""
    answer_by = Timestamptz(default=None, null=True)
    """None: it names no time."""
    written_at = Timestamptz(default=None)
    written_by = UUID(default=None, null=True)
    turns = Integer(default=0)
    """Rises with every other date: each has a task of its own."""
    answered_at = Timestamptz(default=None, null=True)
    answered_by = UUID(default=None, null=True)
    answer = Text(default=None, null=True)
    """What it was answered, and by what way."""
