"""Who is asked and how, what is due when, and what may be shown of the answers. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from amends.deadlines.calendar import Calendar
from amends.deadlines.due import IN_TIME, due
from amends.deadlines.period import Period, Unit
from amends.policy.conditions import Facts, holds
from amends.policy.parts.afterwards import Survey as Part

OPEN_FOR: Final = timedelta(days=30)
"""How long after it left a letter's link opens something."""
CHANGED_WITHIN: Final = timedelta(days=7)
_OPENING: Final = timedelta(minutes=1)
CALL_WITHIN: Final = Period(2, Unit.WORKING_DAYS)
"""For a telephone interview, where the policy knows no return visits whose time would count."""


class Way(StrEnum):
    LETTER = "letter"
    TELEPHONE = "telephone"


class Stand(StrEnum):
    OWED = "owed"
    """Its time has not come."""
    INVITED = "invited"
    REMINDED = "reminded"
    ANSWERED = "answered"
    REFUSED = "refused"
    ENDED = "ended"
    """The case was reopened."""
    OVER = "over"
    """They did not answer as long as they could."""


class Step(StrEnum):
    INVITE = "invite"
    REMIND = "remind"


class Result(StrEnum):
    """Of a return visit."""

    SATISFIED = "satisfied"
    FURTHER = "further"
    """They want to go further: the case may be reopened, or an appeal follow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moments:
    invite_at: datetime
    invited_at: datetime | None = None
    remind_at: datetime | None = None
    reminded_at: datetime | None = None
    answered_at: datetime | None = None
    refused_at: datetime | None = None
    ended_at: datetime | None = None
    by_telephone: bool = False


def way(part: Part, facts: Facts, *, email: str, phone: str) -> Way | None:
    """None: there is no way to ask. Nobody is read a link out, and nobody without a telephone is called."""
    if not part.dimensions or not (email or phone):
        return None
    wants_a_call = part.interview_when is not None and holds(part.interview_when, facts)
    return Way.TELEPHONE if phone and (wants_a_call or not email) else Way.LETTER


def leaves(start: datetime, period: Period | None, calendar: Calendar) -> datetime:
    """A period of days ends at midnight, when nobody is written to: such a letter leaves as the next working time begins."""
    if period is None:
        return start
    until = due(start, period, calendar)
    return until if period.unit in IN_TIME else calendar.after_work(until, _OPENING)


def stand(survey: Moments, now: datetime) -> Stand:
    """Derived each time it is asked."""
    if survey.answered_at is not None:
        return Stand.ANSWERED
    if survey.refused_at is not None:
        return Stand.REFUSED
    if survey.ended_at is not None:
        return Stand.ENDED
    if survey.invited_at is None:
        return Stand.OWED
    if not survey.by_telephone and now > survey.invited_at + OPEN_FOR:
        return Stand.OVER
    return Stand.REMINDED if survey.reminded_at is not None else Stand.INVITED


def step(survey: Moments, now: datetime) -> Step | None:
    """What is due now. Whoever answered, refused or has their case again is left in peace."""
    if stand(survey, now) not in (Stand.OWED, Stand.INVITED):
        return None
    if survey.invited_at is None:
        return Step.INVITE if now >= survey.invite_at else None
    return Step.REMIND if survey.remind_at is not None and now >= survey.remind_at else None


def look_at(survey: Moments, now: datetime) -> datetime | None:
    """When something is due next; None: never again."""
    at = {Stand.OWED: survey.invite_at, Stand.INVITED: survey.remind_at}.get(stand(survey, now))
    return at if at is not None and at > now else None


def may_answer(survey: Moments, now: datetime) -> bool:
    """Also on the page of one's own case, before the letter leaves; an answer may be changed for a while."""
    if survey.answered_at is not None:
        return now <= survey.answered_at + CHANGED_WITHIN
    return stand(survey, now) in (Stand.OWED, Stand.INVITED, Stand.REMINDED)


def asks_for_visit(part: Part, scores: Mapping[str, int], *, call_back: bool) -> bool:
    low = any(score <= part.low_score for score in scores.values())
    return part.visit_within is not None and (low or call_back)


def average(scores: Collection[int]) -> float:
    return round(sum(scores) / len(scores), 1)


def shown(counts: Mapping[str, int], least: int) -> frozenset[str]:
    """The groups whose results may be shown beside the whole: each of `least` answers or more, and what is left out as
    many, too, since it could be worked out by subtraction."""
    found = sorted((code for code, count in counts.items() if count >= least), key=lambda code: counts[code])
    left = sum(count for count in counts.values() if count < least)
    while found and 0 < left < least:
        left += counts[found.pop(0)]
    return frozenset(found)
