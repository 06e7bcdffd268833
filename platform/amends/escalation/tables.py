"""Steps that wait, steps nobody could be told of, and cases that have become an incident."""

from __future__ import annotations

from piccolo.columns import JSONB, UUID, Integer, Text, Timestamptz

from amends.database.tables import WalledTable


class Escalation(WalledTable, tablename="escalation"):
    """A step of a case's chain that waits for working hours or for an answer, or may set off only once."""

    complaint_id = UUID(default=None)
    trigger = Text()
    promise_id = UUID(default=None, null=True)
    step = Text()
    """Its code in the policy of the case."""
    rank = Integer()
    raised_at = Timestamptz(default=None)
    fired_at = Timestamptz(default=None, null=True)
    """None: it waits for working hours."""
    told = JSONB()
    """Ids of staff: any of them may answer. Of a step that waits: who heard of it before."""
    answer_by = Timestamptz(default=None, null=True)
    """None: nobody need answer."""
    answered_at = Timestamptz(default=None, null=True)
    answered_by = UUID(default=None, null=True)
    passed_on_at = Timestamptz(default=None, null=True)
    """Nobody answered in time, and the next step was told."""
    look_at = Timestamptz(default=None, null=True)
    """A trigger keeps `due_index` the same."""
    attempts = Integer(default=0)
    failure = Text(default=None, null=True)
    set_aside_at = Timestamptz(default=None, null=True)
    """As of a due row."""


class EscalationGap(WalledTable, tablename="escalation_gap"):
    """Nobody whom the chain names could be told: administrators were, and it stays until one has dealt with it."""

    complaint_id = UUID(default=None)
    trigger = Text()
    step = Text()
    reason = Text()
    """A `reaching.Hindrance`."""
    noted_at = Timestamptz(default=None)
    told = JSONB()
    dealt_at = Timestamptz(default=None, null=True)
    dealt_by = UUID(default=None, null=True)
    dealt_note = Text(default=None, null=True)


class Incident(WalledTable, tablename="incident"):
    """Of a case, once; what is done about it is in the case's history."""

    complaint_id = UUID(default=None)
    owner_id = UUID(default=None, null=True)
    plan = Text()
    declared_at = Timestamptz(default=None)
    ended_at = Timestamptz(default=None, null=True)
