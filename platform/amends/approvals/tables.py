"""What was proposed and waits for approval, and the approvals: each is written once."""

from __future__ import annotations

from enum import StrEnum

from piccolo.columns import JSONB, UUID, Boolean, Text, Timestamptz

from amends.database.tables import WalledTable


class State(StrEnum):
    ASKED = "asked"
    APPROVED = "approved"
    """And done, in the same moment."""
    SENT_BACK = "sent_back"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    """The case is not as it was: what was read could not be said any more."""


class ApprovalRequest(WalledTable, tablename="approval_request"):
    """`act`: what was to be done, by the code of its form; `given`: what was typed into that."""

    complaint_id = UUID(default=None)
    act = Text()
    event = Text()
    """Whose letter it is."""
    given = JSONB()
    subject = Text()
    body = Text()
    """The letter, as it was to leave."""
    sha256 = Text()
    """Of what is approved (`amends.approvals.gate`)."""
    need = JSONB()
    """Whose approval was asked for (`amends.approvals.rules.Need`): a policy that changes does not change it."""
    state = Text()
    asked_at = Timestamptz(default=None)
    asked_by = UUID(default=None)
    due_at = Timestamptz(default=None)
    ended_at = Timestamptz(default=None, null=True)
    ended_by = UUID(default=None, null=True)
    reason = Text(default=None, null=True)


class ApprovalGiven(WalledTable, tablename="approval_given"):
    """`name`, as they were called then: it is printed beside their signature."""

    request_id = UUID(default=None)
    given_by = UUID(default=None)
    name = Text()
    roles = JSONB()
    meaning = Text()
    signed = Boolean(default=False)
    """With their password, for this one approval."""
    sha256 = Text()
    given_at = Timestamptz(default=None)
