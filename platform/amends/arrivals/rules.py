"""What may arrive, and how it ends: each in exactly one of these. Pure."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    MAIL = "mail"
    CALL = "call"
    """Missed, or taken by somebody who could not write it down."""
    VOICEMAIL = "voicemail"
    SOCIAL = "social"
    """A post or message of a social medium."""
    MESSAGE = "message"
    """A text message, or one of a messenger."""
    BOX = "box"
    """A note dropped in a box."""
    LETTER = "letter"
    """Of somebody else, such as a consumer association."""
    REPORT = "report"
    """Heard of by somebody who works here."""


BY_HAND = (
    Kind.CALL,
    Kind.VOICEMAIL,
    Kind.LETTER,
    Kind.BOX,
    Kind.REPORT,
    Kind.SOCIAL,
    Kind.MESSAGE,
    Kind.MAIL,
)
"""What staff write down, in the order of the form."""


class Standing(StrEnum):
    WAITING = "waiting"
    HELD = "held"
    """Somebody, or a rule, has said why it waits; it is looked at again when its time is over."""
    COMPLAINT = "complaint"
    MESSAGE = "message"
    """Of a case that is there."""
    DISMISSED = "dismissed"
    """No complaint, and why."""


OPEN = (Standing.WAITING, Standing.HELD)


def is_late(standing: Standing, due_at: datetime, now: datetime) -> bool:
    return standing in OPEN and now > due_at
