"""A complaint handed over: the sender's side of an envelope, and the receiver's."""

from __future__ import annotations

from piccolo.columns import JSONB, UUID, Text, Timestamptz

from amends.database.tables import WalledTable


class Handover(WalledTable, tablename="handover"):
    """As its sender keeps it; `state` is a `rules.State`."""

    complaint_id = UUID(default=None)
    to_tenant = UUID(default=None)
    party_zh = Text()
    party_en = Text()
    reason = Text()
    includes = JSONB()
    """What goes along (`rules.Includes`): what the complainant was asked about."""
    asked_text = Text()
    """What the complainant was asked, as they read it."""
    state = Text()
    prepared_at = Timestamptz(default=None)
    prepared_by = UUID(default=None, null=True)
    consent_due_at = Timestamptz(default=None)
    consent_at = Timestamptz(default=None, null=True)
    """When they said yes or no."""
    consent_how = Text(default=None, null=True)
    consent_note = Text(default=None, null=True)
    consent_by = UUID(default=None, null=True)
    """Who wrote down what they said; None: themselves, on their page."""
    consent_evidence_id = UUID(default=None, null=True)
    sent_at = Timestamptz(default=None, null=True)
    answer_due_at = Timestamptz(default=None, null=True)
    answered_at = Timestamptz(default=None, null=True)
    answer = Text(default=None, null=True)
    """Why it was not taken."""
    their_number = Text(default=None, null=True)
    withdrawn_at = Timestamptz(default=None, null=True)
    withdrawn_by = UUID(default=None, null=True)
    """None: the complainant."""
    withdrawn_reason = Text(default=None, null=True)


class HandoverIn(WalledTable, tablename="handover_in"):
    """As it arrived; its id is the sender's."""

    from_tenant = UUID(default=None)
    from_zh = Text()
    from_en = Text()
    from_number = Text()
    state = Text()
    content = JSONB()
    """A `rules.Content`; emptied when it is answered."""
    files = JSONB()
    """Copies in the receiver's own store (`evidence.intake.Stored`); the case's evidence once it is taken."""
    arrived_at = Timestamptz(default=None)
    due_at = Timestamptz(default=None)
    complaint_id = UUID(default=None, null=True)
    answered_at = Timestamptz(default=None, null=True)
    answered_by = UUID(default=None, null=True)
    answer = Text(default=None, null=True)
