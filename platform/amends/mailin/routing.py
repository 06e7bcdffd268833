"""What becomes of a message, by what is known of it: the first rule that fits. Pure.

Programs answer programs: what says of itself that it is an answer nobody wrote opens no case and reopens none, and
nothing here is ever answered by itself (RFC 3834). What nobody can be sure of is held for somebody to look at; nothing
is thrown away.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

MOST_IN_AN_HOUR: Final = 20
"""Of one sender, or into one case: more is held, whatever two programs have to say to each other."""


class Outcome(StrEnum):
    WAITING = "waiting"
    MESSAGE = "message"
    """Of the complainant's, in their case."""
    HELD = "held"
    SET_ASIDE = "set-aside"
    """No complaint, by what it says of itself; still in the tray among what was put aside, and can be taken up."""


class Why(StrEnum):
    COMES_BACK = "comes-back"
    DELAYED = "delayed"
    OUR_OWN = "our-own"
    AUTOMATIC_ANSWER = "automatic-answer"
    SPAM = "spam"
    BULK = "bulk"
    UNPROVED = "unproved"
    """A check of its sender's domain failed."""
    STRANGER = "stranger"
    ENDED = "ended"
    """The case takes no messages any more."""
    MANY = "many"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of a message when it is looked at."""

    readable: bool = True
    report: bool = False
    """A mail server says what became of a letter."""
    for_ever: bool = False
    """And that it will never arrive."""
    to_letter: bool = False
    """It came to the address of a letter of ours."""
    our_own: bool = False
    automatic_answer: bool = False
    bulk: bool = False
    spam: bool = False
    unproved: bool = False
    of_case: bool = False
    """It says which case it belongs to, by an address or a Message-ID that only our letters have."""
    case_open: bool = False
    known_sender: bool = False
    """It comes from the address the case's complainant gave."""
    sender_lately: int = 0
    case_lately: int = 0


@dataclass(frozen=True, slots=True)
class Route:
    outcome: Outcome
    why: Why | None = None


def route(facts: Facts) -> Route:
    for rule in (_unread, _programs, _doubtful, _of_case):
        if (found := rule(facts)) is not None:
            return found
    if facts.sender_lately >= MOST_IN_AN_HOUR:
        return Route(Outcome.HELD, Why.MANY)
    return Route(Outcome.WAITING)


def _unread(facts: Facts) -> Route | None:
    return None if facts.readable else Route(Outcome.WAITING, Why.UNREAD)


def _programs(facts: Facts) -> Route | None:
    if facts.report:
        return Route(Outcome.SET_ASIDE, Why.COMES_BACK if facts.for_ever else Why.DELAYED)
    if facts.our_own:
        return Route(Outcome.SET_ASIDE, Why.OUR_OWN)
    # Nobody was ever told a letter's own address: only programs write there.
    if facts.automatic_answer or facts.to_letter:
        return Route(Outcome.SET_ASIDE, Why.AUTOMATIC_ANSWER)
    return None


def _doubtful(facts: Facts) -> Route | None:
    """Held, not set aside: a regulator's platform writes automatic mail, and filters are wrong at times."""
    if facts.spam:
        return Route(Outcome.HELD, Why.SPAM)
    if facts.bulk:
        return Route(Outcome.HELD, Why.BULK)
    return Route(Outcome.HELD, Why.UNPROVED) if facts.unproved and facts.of_case else None


def _of_case(facts: Facts) -> Route | None:
    if not facts.of_case:
        return None
    if not facts.known_sender:
        return Route(Outcome.HELD, Why.STRANGER)
    if not facts.case_open:
        return Route(Outcome.WAITING, Why.ENDED)
    if facts.case_lately >= MOST_IN_AN_HOUR:
        return Route(Outcome.HELD, Why.MANY)
    return Route(Outcome.MESSAGE)
