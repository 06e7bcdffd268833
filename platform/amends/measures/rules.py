"""Days, weeks and months of an organisation, shares, and counts by category put together along the tree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

ONE_DAY = timedelta(days=1)


class Step(StrEnum):
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Days:
    """Whole days; `until` is the first one after them."""

    since: date
    until: date

    def moments(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        return midnight(self.since, zone), midnight(self.until, zone)


def midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone)


def last_days(today: date, count: int) -> Days:
    """With today."""
    return Days(today - (count - 1) * ONE_DAY, today + ONE_DAY)


def periods(step: Step, today: date, count: int) -> list[Days]:
    """So many weeks or months one after the other, the present one last; weeks begin on Monday."""
    starts = [_start(step, today)]
    while len(starts) < count:
        starts.insert(0, _start(step, starts[0] - ONE_DAY))
    ends = [*starts[1:], _after(step, starts[-1])]
    return [Days(since, until) for since, until in zip(starts, ends, strict=True)]


def share(part: int, whole: int) -> float | None:
    """In per cent; None of nothing: nobody was late who had nothing to do."""
    return 100 * part / whole if whole else None


def put_together(
    counts: Mapping[tuple[date, str], int], under: Callable[[str], str]
) -> Counter[tuple[date, str]]:
    """By the category that `under` says; nothing is counted twice and nothing is lost."""
    found = Counter[tuple[date, str]]()
    for (day, category), count in counts.items():
        found[day, under(category)] += count
    return found


def total(
    counts: Mapping[tuple[date, str], int], *, of: str | None = None, on: Iterable[date] | None = None
) -> int:
    days = None if on is None else frozenset(on)
    return sum(
        count
        for (day, category), count in counts.items()
        if of in (None, category) and (days is None or day in days)
    )


def _start(step: Step, day: date) -> date:
    return day - day.weekday() * ONE_DAY if step is Step.WEEK else day.replace(day=1)


def _after(step: Step, start: date) -> date:
    return start + 7 * ONE_DAY if step is Step.WEEK else (start + 32 * ONE_DAY).replace(day=1)
