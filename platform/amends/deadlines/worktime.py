"""A year's working time as sums over its periods, so that any amount of it is found by bisection.

Whole microseconds since 1970 throughout: exact, and free of time zones.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_LONG_AGO = -(2**62)


@dataclass(frozen=True, slots=True)
class WorkTime:
    begins: Sequence[int]
    lengths: Sequence[int]
    before: Sequence[int]
    """Worked in the year before each period begins."""
    after: Sequence[int]
    total: int

    def until(self, moment: datetime) -> int:
        """How much of the year's work is over."""
        at = (moment - _EPOCH) // _MICROSECOND
        place = bisect_right(self.begins, at) - 1
        if place < 0:
            return 0
        return self.before[place] + min(at - self.begins[place], self.lengths[place])

    def moment(self, worked: int) -> datetime:
        """When that much is over, more than nothing and at most all of it."""
        place = bisect_left(self.after, worked)
        return _EPOCH + timedelta(microseconds=self.begins[place] + worked - self.before[place])


def work_time(periods: Iterable[tuple[datetime, datetime]]) -> WorkTime:
    """Periods in order. Where the clocks change within one, or turn two round, it is as long as it really lasts."""
    begins, lengths, before, after = [], [], [], []
    total, ended = 0, _LONG_AGO
    for opens, closes in periods:
        begin = max((opens - _EPOCH) // _MICROSECOND, ended)
        ended = max((closes - _EPOCH) // _MICROSECOND, begin)
        begins.append(begin)
        lengths.append(ended - begin)
        before.append(total)
        total += ended - begin
        after.append(total)
    return WorkTime(begins, lengths, before, after, total)
