"""Corrective actions: so that it does not come to the same complaint again, and whether that worked."""

from __future__ import annotations

from enum import StrEnum

from piccolo.columns import JSONB, UUID, Integer, Text, Timestamptz

from amends.database.tables import WalledTable


class ActionKind(StrEnum):
    CORRECTIVE = "corrective"
    PREVENTIVE = "preventive"
    PROCESS = "process"
    """A process is changed."""


class ActionState(StrEnum):
    OPEN = "open"
    DONE = "done"
    """Whether it works is still to be seen."""
    EFFECTIVE = "effective"
    CANCELLED = "cancelled"


class CorrectiveAction(WalledTable, tablename="corrective_action"):
    """`origin_id`: the case it was opened from; others are linked. Found without effect, it is open again in its next round."""

    number = Text()
    origin_id = UUID(default=None)
    kind = Text()
    title = Text()
    measures = Text()
    owner_id = UUID(default=None, null=True)
    """None: whoever it was has left, or may not see to it any more; it is their department's."""
    checker_id = UUID(default=None, null=True)
    """None: whoever supervises."""
    due_at = Timestamptz(default=None)
    check_due_at = Timestamptz(default=None)
    round = Integer()
    plans = Integer()
    """How often it was planned, the first time included."""
    state = Text()
    opened_at = Timestamptz(default=None)
    opened_by = UUID(default=None, null=True)
    done_at = Timestamptz(default=None, null=True)
    done_by = UUID(default=None, null=True)
    checked_at = Timestamptz(default=None, null=True)
    checked_by = UUID(default=None, null=True)


class CorrectiveCase(WalledTable, tablename="corrective_case"):
    action_id = UUID(default=None)
    complaint_id = UUID(default=None)
    linked_at = Timestamptz(default=None)
    linked_by = UUID(default=None, null=True)


class CorrectiveEntry(WalledTable, tablename="corrective_entry"):
    """Added to, never changed: the application may not."""

    action_id = UUID(default=None)
    place = Integer()
    act = Text()
    at = Timestamptz(default=None)
    by_id = UUID(default=None, null=True)
    note = Text()
    process_change = Text()
    detail = JSONB()
