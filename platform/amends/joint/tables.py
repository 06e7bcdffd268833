"""Which departments were asked about a case that another one owns."""

from __future__ import annotations

from piccolo.columns import UUID, Text, Timestamptz

from amends.database.tables import WalledTable


class AskedDepartment(WalledTable, tablename="case_department"):
    complaint_id = UUID(default=None)
    department_id = UUID(default=None)
    question = Text()
    due_at = Timestamptz(default=None)
    asked_at = Timestamptz(default=None)
    asked_by = UUID(default=None, null=True)
    answer = Text(default=None, null=True)
    answered_at = Timestamptz(default=None, null=True)
    answered_by = UUID(default=None, null=True)
    ended_at = Timestamptz(default=None, null=True)
    """No answer is wanted any more."""
    ended_by = UUID(default=None, null=True)
    ended_reason = Text(default=None, null=True)

    @property
    def is_open(self) -> bool:
        return self.answered_at is None and self.ended_at is None
