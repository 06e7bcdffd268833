"""Promises and the rows that say when to look at them again."""

from __future__ import annotations

from piccolo.columns import JSONB, UUID, Boolean, Integer, Text, Timestamptz

from amends.database.tables import WalledTable


class Promise(WalledTable, tablename="promise"):
    """One clock of one complaint. Lateness is derived (`deadlines.rules`), never stored."""

    complaint_id = UUID(default=None)
    kind = Text()
    started_at = Timestamptz(default=None)
    due_at = Timestamptz(default=None)
    ended_at = Timestamptz(default=None, null=True)
    cancelled = Boolean(default=False)
    explanation = JSONB()


class DueRow(WalledTable, tablename="due_row"):
    """When to ask the rule again; a trigger keeps `due_index` the same."""

    complaint_id = UUID(default=None)
    promise_id = UUID(default=None)
    kind = Text()
    fire_at = Timestamptz(default=None)
    attempts = Integer(default=0)
    fired_at = Timestamptz(default=None, null=True)
