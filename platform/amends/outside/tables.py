"""What a case asks somebody outside."""

from __future__ import annotations

from piccolo.columns import JSONB, UUID, Boolean, Integer, Text, Timestamptz

from amends.database.tables import WalledTable


class OutsideRequest(WalledTable, tablename="outside_request"):
    complaint_id = UUID(default=None)
    kind = Text()
    """A code of the policy's `outside_parties`."""
    party = Text()
    email = Text()
    language = Text()
    question = Text()
    shares = JSONB()
    """What they may see of the case (`Shares`); nothing else is."""
    silence = Text()
    asked_at = Timestamptz(default=None)
    asked_by = UUID(default=None, null=True)
    due_at = Timestamptz(default=None)
    silent_at = Timestamptz(default=None)
    """From then on their silence has its consequence."""
    key_number = Integer(default=1)
    """Rises with every new link: older ones open nothing any more."""
    opened_at = Timestamptz(default=None, null=True)
    reminded_at = Timestamptz(default=None, null=True)
    silence_noted_at = Timestamptz(default=None, null=True)
    answered_at = Timestamptz(default=None, null=True)
    answered_by = Text(default=None, null=True)
    answer = Text(default=None, null=True)
    declined = Boolean(default=False)
    """They said that they cannot answer it."""
    ended_at = Timestamptz(default=None, null=True)
    """No answer is wanted any more."""
    ended_by = UUID(default=None, null=True)
    ended_reason = Text(default=None, null=True)
