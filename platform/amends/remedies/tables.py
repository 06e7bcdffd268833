"""What is given to put a complaint right."""

from __future__ import annotations

from piccolo.columns import UUID, Numeric, Text, Timestamptz

from amends.database.tables import WalledTable


class Remedy(WalledTable, tablename="remedy"):
    complaint_id = UUID(default=None)
    code = Text()
    description = Text()
    amount = Numeric(digits=(14, 2), default=None, null=True)
    currency = Text()
    offered_at = Timestamptz(default=None)
    offered_by = UUID(default=None)
    carried_out_at = Timestamptz(default=None, null=True)
