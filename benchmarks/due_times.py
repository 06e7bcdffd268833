"""Due times in working hours, over lunch breaks, weekends and holidays, against one bisection of plain numbers."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from random import Random
from time import perf_counter, process_time
from zoneinfo import ZoneInfo

from psutil import Process

from amends.deadlines.calendar import Calendar, Free, Off
from amends.deadlines.due import due
from amends.deadlines.period import Period, Unit
from benchmarks.measuring import Run
from benchmarks.recording import Recording
from benchmarks.world import Bench

_BATCH, _BATCHES = 20_000, 10
"""Of each run."""
_WANTED = 200_000
"""A second, of one core."""
_BEGUN = datetime(2026, 1, 1, tzinfo=UTC)
_HOLIDAYS = [date(2026, 1, 1), *(date(2026, 2, day) for day in range(15, 24)), date(2026, 5, 1)]
_LONGEST = 80


class DueTimes:
    """The floor knows one year's sums only: no zone, no other year, no start before opening or at closing."""

    name, goal, unit = "calendar", 0.4, "due times"

    def __init__(self, _bench: Bench) -> None:
        self.recorded = Recording()
        self._calendar = Calendar(
            ZoneInfo("Asia/Shanghai"),
            [((540, 720), (810, 1050))] * 5 + [((540, 720),), ()],
            free=dict.fromkeys(_HOLIDAYS, Off(Free.HOLIDAY)),
        )
        draw = Random(7)
        seconds = [draw.randrange(330 * 86_400) for _ in range(_BATCH)]
        amounts = [draw.randrange(1, _LONGEST) for _ in range(_BATCH)]
        self._wanted = {
            unit: [
                (_BEGUN + timedelta(seconds=begun), Period(amount, unit))
                for begun, amount in zip(seconds, amounts, strict=True)
            ]
            for unit in (Unit.WORKING_HOURS, Unit.WORKING_DAYS)
        }
        self._numbers = list(zip(seconds, (amount * 3600 for amount in amounts), strict=True))
        self._opens, self._sums = [0], [0]
        self._fastest = 0.0

    @property
    def budget(self) -> str:
        reached = "kept" if self._fastest >= _WANTED else "MISSED"
        days = self._run(lambda: self._due(Unit.WORKING_DAYS))
        return (
            f"≥ {_WANTED:,} a second of one core's time: {reached}, {self._fastest:,.0f} in the fastest run "
            f"(working days: {days.done / days.processor:,.0f})"
        )

    async def prepare(self) -> None:
        """The numbers the floor bisects: when each working period of the year begins, and what was worked by its end."""
        for number in range(365):
            day = date(2026, 1, 1) + timedelta(days=number)
            for opens, closes in self._calendar.periods_on(day):
                begins = (self._calendar.at(day, opens) - _BEGUN) // timedelta(seconds=1)
                self._opens.append(begins)
                self._sums.append(self._sums[-1] + (closes - opens) * 60)
        for (start, period), (begun, worked) in zip(
            self._wanted[Unit.WORKING_HOURS], self._numbers, strict=True
        ):
            if due(start, period, self._calendar) != self._by_numbers(begun, worked):
                raise ValueError(f"the two sides differ from {start} on: {period}")

    async def ours(self, web: Process) -> Run:
        del web
        run = self._run(lambda: self._due(Unit.WORKING_HOURS))
        self._fastest = max(self._fastest, run.done / run.processor)
        return run

    async def floor(self) -> Run:
        return self._run(self._bisect)

    def _due(self, unit: Unit) -> None:
        calendar = self._calendar
        for start, period in self._wanted[unit]:
            due(start, period, calendar)

    def _bisect(self) -> None:
        for begun, worked in self._numbers:
            self._by_numbers(begun, worked)

    def _by_numbers(self, begun: int, worked: int) -> datetime:
        opens, sums = self._opens, self._sums
        place = bisect_right(opens, begun) - 1
        done = sums[place - 1] + begun - opens[place] if place else 0
        wanted = (done if done < sums[place] else sums[place]) + worked
        end = bisect_left(sums, wanted)
        return _BEGUN + timedelta(seconds=opens[end] + wanted - sums[end - 1])

    def _run(self, batch: Callable[[], None]) -> Run:
        times, spent = [], 0.0
        for _ in range(_BATCHES):
            begun, before = perf_counter(), process_time()
            batch()
            times.append((perf_counter() - begun) / _BATCH)
            spent += process_time() - before
        return Run(times, sum(times) * _BATCH, _BATCHES * _BATCH, spent)
