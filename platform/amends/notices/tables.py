"""Who is told what: one row per notice, written with the change it tells of."""

from __future__ import annotations

from enum import StrEnum

from piccolo.columns import UUID, Boolean, Integer, Text, Timestamptz

from amends.database.tables import WalledTable


class Channel(StrEnum):
    MAIL = "mail"
    APP = "app"
    """Shown in the portal."""
    SMS = "sms"
    CHAT = "chat"
    """WeChat Work, DingTalk, Feishu or any other robot reached through a gateway."""
    PUSH = "push"
    """To browsers a member of staff registered."""
    LETTER = "letter"
    """Printed and posted: a task."""
    PHONE = "phone"
    """Read out over the telephone: a task."""
    PAGE = "page"
    """No way to reach the complainant was given: it stands on the page they follow their complaint on."""


class NoticeRow(WalledTable, tablename="notice"):
    complaint_id = UUID(default=None, null=True)
    event = Text()
    channel = Text()
    person_id = UUID(default=None, null=True)
    address = Text(default=None, null=True)
    language = Text()
    subject = Text()
    body = Text()
    message_id = Text()
    """The mail's Message-ID, the same for every attempt."""
    created_at = Timestamptz(default=None)
    sent_at = Timestamptz(default=None, null=True)
    failed_at = Timestamptz(default=None, null=True)
    failure = Text(default=None, null=True)
    read_at = Timestamptz(default=None, null=True)
    not_before = Timestamptz(default=None, null=True)
    """The end of the reader's quiet hours, their digest, or the next try; None: at once."""
    digest = Boolean(default=None, null=True)
    """It waits for the reader's digest and does not go by itself."""
    folded_into = UUID(default=None, null=True)
    """The notice that says it instead; this one never leaves."""
    answer = Text(default=None, null=True)
    """What whoever carried it said: codes, never addresses."""
    provider_id = Text(default=None, null=True)
    """What whoever carried it calls it."""
    tries = Integer(default=None, null=True)
    opened_at = Timestamptz(default=None, null=True)
    """First followed by its link, where the policy has that noted."""
    own_words = Text(default=None, null=True)
    """A paragraph somebody wrote for this one."""
    marked = Boolean(default=None, null=True)
    """Its link says which notice it was followed from."""
    outside_id = UUID(default=None, null=True)
    """The request to somebody outside that it tells of; its case is the request's."""
    automatic = Boolean(default=None, null=True)
    """The program's, not a person's own message or decision; None: of before this was kept."""
