"""Why something that must leave could not: a code for lists and counts. What a server said is never part of it."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    RECIPIENT_REFUSED = "recipient-refused"
    MAIL_REFUSED = "mail-refused"
    BAD_ADDRESS = "bad-address"
    NOT_LET_IN = "not-let-in"
    NO_ANSWER = "no-answer"
    UNREACHABLE = "unreachable"
    OUR_ERROR = "our-error"
    OTHER = "other"
