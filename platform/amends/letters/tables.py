"""A letter on paper, from its draft to the day it was posted."""

from __future__ import annotations

from enum import StrEnum

from piccolo.columns import JSONB, UUID, Date, Integer, Text, Timestamptz

from amends.database.tables import WalledTable


class LetterState(StrEnum):
    DRAFT = "draft"
    ASKED = "asked"
    """Frozen; somebody is to approve it or give it back."""
    APPROVED = "approved"
    """Frozen for good; to be printed and posted."""
    POSTED = "posted"
    CANCELLED = "cancelled"


class Letter(WalledTable, tablename="letter"):
    """`document`: which of the policy's; else `event`: whose notice it says. One of a notice says what that said."""

    complaint_id = UUID(default=None)
    notice_id = UUID(default=None, null=True)
    document = Text(default=None, null=True)
    event = Text(default=None, null=True)
    state = Text()
    language = Text()
    recipient = Text()
    address = Text()
    """As it stands in the envelope's window, without the name."""
    subject = Text()
    """Empty: the document's name, or the notice's subject."""
    blanks = JSONB()
    """What somebody wrote where the case itself says nothing, by placeholder."""
    own_words = Text()
    changes = Integer(default=0)
    """Counts what was saved, so that nobody overwrites what they have not seen."""
    approving_role = Text(default=None, null=True)
    """Who has to approve it, as the policy said when it was asked for; None: nobody."""
    paper = Text(default=None, null=True)
    """What stands on the paper (`amends.letters.paper`), from the moment somebody is to approve or print it."""
    paper_sha256 = Text(default=None, null=True)
    evidence_id = UUID(default=None, null=True)
    """The PDF that was printed."""
    created_at = Timestamptz(default=None)
    created_by = UUID(default=None, null=True)
    """None: the program, for a complainant who asked for letters."""
    changed_by = UUID(default=None, null=True)
    asked_at = Timestamptz(default=None, null=True)
    asked_by = UUID(default=None, null=True)
    approved_at = Timestamptz(default=None, null=True)
    approved_by = UUID(default=None, null=True)
    given_back_at = Timestamptz(default=None, null=True)
    given_back_by = UUID(default=None, null=True)
    given_back_reason = Text(default=None, null=True)
    printed_at = Timestamptz(default=None, null=True)
    posted_on = Date(default=None, null=True)
    posted_at = Timestamptz(default=None, null=True)
    posted_by = UUID(default=None, null=True)
    cancelled_at = Timestamptz(default=None, null=True)
    cancelled_by = UUID(default=None, null=True)
    cancelled_reason = Text(default=None, null=True)
