"""Promises the slow, obvious way: day by day and minute by minute, everything reckoned again from the first day whenever
somebody asks. Shares nothing with the engine but the calendar's answer whether a day is worked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

Pauses = Sequence[tuple[datetime, datetime]]
_MINUTE, _DAY = timedelta(minutes=1), timedelta(days=1)


@dataclass(frozen=True)
class Rule:
    """What a policy says of one clock; the period is the level's."""

    starts: str
    ends: str
    needless: frozenset[str] = frozenset()
    repeats: bool = False
    outlives: bool = False


@dataclass(frozen=True)
class Days:
    zone: ZoneInfo
    works_on: Callable[[date], bool]

    def due(self, start: datetime, period: str, pauses: Pauses) -> datetime:
        amount, unit = period.split()
        if unit == "h":
            return self._hours(start, int(amount), pauses)
        day, left = start.astimezone(self.zone).date(), int(amount)
        while left:
            day += _DAY
            left -= self._counts(day, unit, pauses)
        while not self.works_on(day) or self._stood_still(day, pauses):
            day += _DAY
        return self._end(day)

    def later(self, due_at: datetime, working_days: int) -> datetime:
        day = (due_at - _MINUTE).astimezone(self.zone).date()
        while working_days:
            day += _DAY
            working_days -= self.works_on(day)
        return self._end(day)

    def worked_days_ended(self, since: datetime, until: datetime) -> int:
        day, found = since.astimezone(self.zone).date() - _DAY, 0
        while self._end(day) <= until:
            found += self.works_on(day) and self._end(day) > since
            day += _DAY
        return found

    def _hours(self, start: datetime, hours: int, pauses: Pauses) -> datetime:
        at, left = start, hours * 60
        while left:
            left -= not any(since <= at < until for since, until in pauses)
            at += _MINUTE
        return at

    def _counts(self, day: date, unit: str, pauses: Pauses) -> bool:
        return (unit == "d" or self.works_on(day)) and not self._stood_still(day, pauses)

    def _stood_still(self, day: date, pauses: Pauses) -> bool:
        return any(since < self._end(day) <= until for since, until in pauses)

    def _end(self, day: date) -> datetime:
        return datetime.combine(day + _DAY, time(), tzinfo=self.zone).astimezone(UTC)


@dataclass
class ObviousPromise:
    code: str
    start: datetime
    period: str
    days: Days
    pauses: list[tuple[datetime, datetime]] = field(default_factory=list)
    extended: list[tuple[int, int]] = field(default_factory=list)
    """How many pauses were over by then, and by how many working days."""
    paused: datetime | None = None
    ended: datetime | None = None
    cancelled: bool = False
    regraded: datetime | None = None
    """It was late by this change alone."""

    @property
    def due(self) -> datetime:
        return self.due_with(self.period)

    def due_with(self, period: str) -> datetime:
        before = self.extended[0][0] if self.extended else len(self.pauses)
        due = self.days.due(self.start, period, self.pauses[:before])
        for place, (over, working_days) in enumerate(self.extended):
            due = self.days.later(due, working_days)
            until = self.extended[place + 1][0] if place + 1 < len(self.extended) else len(self.pauses)
            due = self.days.later(
                due, sum(self.days.worked_days_ended(*each) for each in self.pauses[over:until])
            )
        return due

    @property
    def late_by_regrading(self) -> bool:
        return self.regraded is not None and self.due < self.regraded

    def broken(self, now: datetime) -> bool:
        return self.due < (self.paused or self.ended or now)

    def regrade(self, period: str, now: datetime, *, owed_before: bool = True) -> None:
        if self.broken(now) and not self.late_by_regrading and owed_before:
            return
        at, was, late = self.paused or now, self.due, self.late_by_regrading
        self.period = period
        self.regraded = at if self.due < at and (late or was >= at or not owed_before) else None


@dataclass
class ObviousCase:
    rules: Mapping[str, Rule]
    periods: Mapping[str, str]
    """Of its level, by clock."""
    days: Days
    promises: list[ObviousPromise] = field(default_factory=list)
    past: list[tuple[datetime, frozenset[str], frozenset[str], frozenset[str], bool]] = field(
        default_factory=list
    )

    def running(self) -> dict[str, ObviousPromise]:
        return {each.code: each for each in self.promises if each.ended is None}

    def happen(
        self,
        at: datetime,
        *events: str,
        met: Sequence[str] = (),
        anew: Sequence[str] = (),
        over: bool = False,
    ) -> None:
        self.past.append((at, frozenset(events), frozenset(met), frozenset(anew), over))
        again = set(anew)
        for code, each in self.running().items():
            rule = self.rules[code]
            needless = bool(rule.needless & set(events)) or (over and not rule.outlives)
            if rule.ends in events or code in met:
                each.ended = at
                if rule.repeats and not needless:
                    again.add(code)
            elif needless:
                each.ended, each.cancelled = at, True
        begins = set(events) & {"closed"} if over else set(events)
        for code, period in self.periods.items():
            if code not in self.running() and (code in again or self.rules[code].starts in begins):
                self.promises.append(ObviousPromise(code, at, period, self.days))

    def regrade(self, periods: Mapping[str, str], now: datetime) -> None:
        """What runs goes on from its own start; what would run had it been graded so from the first day, begins."""
        before, self.periods = self.periods, dict(periods)
        as_if = ObviousCase(self.rules, periods, self.days)
        for at, events, met, anew, over in self.past:
            as_if.happen(at, *events, met=sorted(met), anew=sorted(anew), over=over)
        for code, each in self.running().items():
            if code in periods:
                each.regrade(periods[code], now)
            elif code in before:
                each.ended, each.cancelled = now, True
        for code, new in as_if.running().items():
            if code not in before:
                self._owed(code, new, now)

    def _owed(self, code: str, new: ObviousPromise, now: datetime) -> None:
        """The same one again where a change before this one had called it off."""
        there = [
            each for each in self.promises if (each.code, each.start) == (code, new.start) and each.cancelled
        ]
        if there:
            ended, there[0].ended, there[0].cancelled = there[0].ended, None, False
            broken = ended is not None and there[0].due < (there[0].paused or ended)
            there[0].regrade(new.period, now, owed_before=broken)
            return
        self.promises.append(new)
        new.regraded = now if new.due < now else None
