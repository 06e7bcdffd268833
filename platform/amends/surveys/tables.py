"""What somebody is asked whose case was closed, and what they said."""

from __future__ import annotations

from piccolo.columns import JSONB, UUID, Boolean, Integer, Text, Timestamptz

from amends.database.tables import WalledTable


class Survey(WalledTable, tablename="survey"):
    """One a closing: a case that was reopened is asked about again."""

    complaint_id = UUID(default=None)
    closed_at = Timestamptz(default=None)
    way = Text()
    highest = Integer()
    """Answers run from 1 to this, as the policy of the case said."""
    invite_at = Timestamptz(default=None)
    invited_at = Timestamptz(default=None, null=True)
    remind_at = Timestamptz(default=None, null=True)
    reminded_at = Timestamptz(default=None, null=True)
    opened_at = Timestamptz(default=None, null=True)
    answered_at = Timestamptz(default=None, null=True)
    changed_at = Timestamptz(default=None, null=True)
    asked_by = UUID(default=None, null=True)
    """Who asked by telephone; None: they answered for themselves."""
    scores = JSONB(default=None, null=True)
    """By dimension; what was left out is not there."""
    comment = Text(default=None, null=True)
    call_back = Boolean(default=False)
    unreached = Integer(default=0)
    """How often they were telephoned in vain."""
    refused_at = Timestamptz(default=None, null=True)
    ended_at = Timestamptz(default=None, null=True)
    """The case was reopened before they answered."""
    visit_due_at = Timestamptz(default=None, null=True)
    """A return visit is owed by then."""
    visited_at = Timestamptz(default=None, null=True)
    visited_by = UUID(default=None, null=True)
    visit_result = Text(default=None, null=True)
    visit_words = Text(default=None, null=True)
