"""What was answered of the conditions a complaint is taken up under; the latest answer to each counts."""

from __future__ import annotations

from piccolo.columns import UUID, Boolean, Integer, Text, Timestamptz

from amends.database.tables import WalledTable


class AcceptanceAnswer(WalledTable, tablename="acceptance_answer"):
    complaint_id = UUID(default=None)
    code = Text()
    """Of the condition, in the policy of the case."""
    met = Boolean(default=False)
    note = Text()
    answered_at = Timestamptz(default=None)
    answered_by = UUID(default=None, null=True)
    place = Integer(default=1)
    """Of its case, in the order they were written."""
