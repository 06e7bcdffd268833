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
    MESSAGE_REFUSED = "message-refused"
    """By a gateway: an SMS service, a robot, a browser's push service."""
    BAD_NUMBER = "bad-number"
    NO_GATEWAY = "no-gateway"
    GATEWAY_TROUBLE = "gateway-trouble"
    """It cannot be reached, does not let us in or is not understood: somebody will mend that."""
    NO_SCANNER = "no-scanner"
    """Nobody looks at files: the scanner is away, or the store they lie in."""
    OUR_ERROR = "our-error"
    OTHER = "other"
