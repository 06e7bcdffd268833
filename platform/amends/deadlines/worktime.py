"""A year's working time as sums over its periods, so that any amount of it is found by bisection.

All moments are in UTC: their differences are exact, and comparing them asks no time zone.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

_NOTHING = timedelta()


@dataclass(frozen=True, slots=True)
class WorkTime:
    begun: datetime
    over: datetime
    """The year's own beginning and end, where the work is done."""
    begins: Sequence[datetime]
    origins: Sequence[datetime]
    """Of each period: when it would have begun, had the work of the year before it been done in one go with it."""
    after: Sequence[timedelta]
    """Worked in the year when each period is over."""
    total: timedelta

    def until(self, moment: datetime) -> timedelta:
        """How much of the year's work is over."""
        place = bisect_right(self.begins, moment) - 1
        if place < 0:
            return _NOTHING
        worked, most = moment - self.origins[place], self.after[place]
        return worked if worked < most else most

    def moment(self, worked: timedelta) -> datetime:
        """When that much is over, more than nothing and at most all of it."""
        return self.origins[bisect_left(self.after, worked)] + worked


def work_time(begun: datetime, over: datetime, periods: Iterable[tuple[datetime, datetime]]) -> WorkTime:
    """Periods in order. Where the clocks change within one, or turn two round, it is as long as it really lasts."""
    begins, origins, after = [], [], []
    total, ended = _NOTHING, begun
    for opens, closes in periods:
        begin = max(opens, ended)
        ended = max(closes, begin)
        begins.append(begin)
        origins.append(begin - total)
        total += ended - begin
        after.append(total)
    return WorkTime(begun, over, begins, origins, after, total)
