"""Opening hours: read as people write them, said as people read them, and whether it is open now. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from amends.errors import Invalid
from amends.organisation.values import CLOSED, CLOSED_WEEK, MINUTES_A_DAY, Day, OtherDay, Period, Week

MOST_PERIODS = 4
_AHEAD = 15
"""Days looked at: whoever opens in none of them says nothing of when."""
_CLOCK = r"(\d{1,2})(?:[:.h点时](\d{2})?)?分?"
_PERIOD = re.compile(rf"{_CLOCK}\s*(?:-|–|—|~|至|到|to)\s*{_CLOCK}")
_NOT_TIMES = "Please give times such as 9:00–12:00, 13:30–17:30."


@dataclass(frozen=True, slots=True)
class OpenState:
    """`until`: closes then, None where it never does; `opens`: of what is closed, None where that is not known."""

    is_open: bool
    until: datetime | None = None
    opens: datetime | None = None


def read_day(text: str) -> Day:
    """Periods as they were typed, in order; Invalid (of the field "") for what is none."""
    periods = []
    even = unicodedata.normalize(
        "NFKC", text
    ).lower()  # wide signs of Chinese keyboards become the narrow ones
    for part in re.split(r"[,、;/\n]+", even):
        if not part.strip():
            continue
        found = _PERIOD.fullmatch(part.strip())
        if found is None:
            raise Invalid({"": _NOT_TIMES})
        opens, closes = _minute(found[1], found[2]), _minute(found[3], found[4])
        if not opens < closes <= MINUTES_A_DAY:
            raise Invalid({"": "A period begins before it ends; the latest end is 24:00."})
        periods.append(Period(opens, closes))
    periods.sort()
    if any(first.closes > second.opens for first, second in pairwise(periods)):
        raise Invalid({"": "These times overlap."})
    if len(periods) > MOST_PERIODS:
        raise Invalid({"": "Please give no more than four periods a day."})
    return tuple(periods)


def day_words(day: Day) -> str:
    """As `read_day` takes it back: 9:00–12:00, 13:30–17:30."""
    return ", ".join(f"{clock_words(period.opens)}–{clock_words(period.closes)}" for period in day)


def clock_words(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02}"


def runs(week: Week) -> Iterator[tuple[int, int, Day]]:
    """Weekdays in a row with the same hours: first, last, hours."""
    first = 0
    for weekday in range(1, 8):
        if weekday == 7 or week[weekday] != week[first]:
            yield first, weekday - 1, week[first]
            first = weekday


def coming(days: Iterable[OtherDay], *, today: date, within: timedelta) -> list[OtherDay]:
    """Those near enough to be told."""
    return sorted((day for day in days if today <= day.day <= today + within), key=lambda day: day.day)


def hours_on(day: date, week: Week, days: Sequence[OtherDay]) -> Day:
    return next((other.periods for other in days if other.day == day), week[day.weekday()])


def state_at(now: datetime, *, week: Week, days: Sequence[OtherDay] = (), zone: ZoneInfo) -> OpenState | None:
    """None where no hours are given at all."""
    if week == CLOSED_WEEK and all(day.periods == CLOSED for day in days):
        return None
    spans = list(_spans(now, week, days, zone))
    for opens, closes in spans:
        if opens <= now < closes:
            endless = closes >= spans[-1][1] and closes - now > timedelta(days=_AHEAD - 3)
            return OpenState(True, until=None if endless else closes)
    return OpenState(False, opens=next((opens for opens, _ in spans if opens > now), None))


def _spans(
    now: datetime, week: Week, days: Sequence[OtherDay], zone: ZoneInfo
) -> Iterator[tuple[datetime, datetime]]:
    """From yesterday on; what goes on over midnight is one span."""
    today = now.astimezone(zone).date()
    held: tuple[datetime, datetime] | None = None
    for ahead in range(-1, _AHEAD):
        day = today + timedelta(days=ahead)
        for period in hours_on(day, week, days):
            opens, closes = _moment(day, period.opens, zone), _moment(day, period.closes, zone)
            if held is not None and held[1] >= opens:
                held = (held[0], closes)
                continue
            if held is not None:
                yield held
            held = (opens, closes)
    if held is not None:
        yield held


def _moment(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """By the wall's clock, whatever the season did to it."""
    day, minute = (day + timedelta(days=1), 0) if minute == MINUTES_A_DAY else (day, minute)
    return datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=zone)


def _minute(hours: str, minutes: str | None) -> int:
    found = int(hours) * 60 + int(minutes or 0)
    if int(minutes or 0) > 59 or found > MINUTES_A_DAY:
        raise Invalid({"": _NOT_TIMES})
    return found
