"""The case and what hangs on it."""

from __future__ import annotations

from uuid import UUID as ID

import msgspec
from piccolo.columns import JSONB, UUID, Boolean, Integer, Text, Timestamptz

from amends.database.tables import WalledTable


class Complaint(WalledTable, tablename="complaint"):
    number = Text()
    policy_version_id = UUID(default=None)
    calendar_version_id = UUID(default=None, null=True)
    """None: lodged before calendars were published."""
    state = Text()
    kind = Text(default="complaint")
    """What it is to the policy (`amends.policy.kinds`): a complaint, or something beside it."""
    confidential = Boolean(default=False)
    """Read by those alone who handle it or hold the right to, as its kind says (`amends.complaints.confidence`)."""
    category = Text()
    level = Text()
    graded_by = Text(default=None, null=True)
    """The rule that gave the level; None: the category's own."""
    channel = Text()
    language = Text()
    department_id = UUID(default=None)
    assignee_id = UUID(default=None, null=True)
    subject = Text()
    narrative = Text()
    demand = Text()
    answers = JSONB()
    complainant_name = Text(default=None, null=True)
    complainant_email = Text(default=None, null=True)
    complainant_phone = Text(default=None, null=True)
    complainant_address = Text(default=None, null=True)
    complainant_email_key = Text(default=None, null=True)
    complainant_phone_key = Text(default=None, null=True)
    """However the two above were typed (`amends.complaints.known_by`)."""
    reply_by = Text(default=None, null=True)
    """How the complainant wants to be answered; None: by mail where there is an address."""
    complainant_needs = Text(default=None, null=True)
    """What it takes to serve them well."""
    together = JSONB(default=None, null=True)
    """Who complains through them (`complaints.together`); None: they complain alone."""
    access_code_number = Integer(default=1)
    received_at = Timestamptz(default=None)
    lodged_at = Timestamptz(default=None)
    taken_by = UUID(default=None, null=True)
    disputed = Boolean(default=False)
    next_due = Timestamptz(default=None, null=True)
    result = Text(default=None, null=True)
    closing_reason = Text(default=None, null=True)
    closed_at = Timestamptz(default=None, null=True)
    concerned = JSONB(default=None, null=True)
    """Ids of the members of staff whom it is about (`complaints.concerned`); None: nobody's."""
    represented = JSONB(default=None, null=True)
    """Who speaks for the complainant, or offered to, as letters need it (`amends.representation`)."""
    merged_into = UUID(default=None, null=True)
    """The case it is handled in (`complaints.merging`)."""
    merged_from = Text(default=None, null=True)
    """The state it was in before that."""

    @property
    def about(self) -> frozenset[ID]:
        """They neither handle nor decide it, and are never told of it in the course of duty."""
        return frozenset(map(ID, msgspec.json.decode(str(self.concerned)))) if self.concerned else frozenset()


class Allegation(WalledTable, tablename="allegation"):
    """One thing complained of; each gets an outcome of its own."""

    complaint_id = UUID(default=None)
    rank = Integer()
    content = Text()
    outcome = Text(default=None, null=True)
    finding = Text(default=None, null=True)
    decided_at = Timestamptz(default=None, null=True)


class ComplaintMark(WalledTable, tablename="complaint_mark"):
    """An answer that tells one matter from others, in one way of writing (`amends.complaints.likeness`)."""

    complaint_id = UUID(default=None)
    field = Text()
    key = Text(default=None, null=True)
    """None: it was taken back."""


class ComplaintPair(WalledTable, tablename="complaint_pair"):
    """What somebody said of two complaints that look alike (`amends.complaints.pairing`); the smaller id is `one_id`."""

    one_id = UUID(default=None)
    other_id = UUID(default=None)
    standing = Text()
    said_at = Timestamptz(default=None)
    said_by = UUID(default=None, null=True)


class NumberSeries(WalledTable, tablename="number_series"):
    series = Text()
    last = Integer()


class Submission(WalledTable, tablename="submission"):
    """What a form's one-time id led to, so that sending it again leads to the same."""

    form_id = Text()
    purpose = Text()
    result = Text()
    made_at = Timestamptz(default=None)
