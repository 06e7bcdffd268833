"""Every deadline says how it came about, day by day."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from amends.deadlines.calendar import (
    Calendar,
    EndRule,
    Explanation,
    Skipped,
    SkipReason,
    calendar_from,
    due,
    explain,
)
from amends.deadlines.period import Period, Unit, parse_period
from amends.policy.document import Hours

office = calendar_from(Hours(), "Asia/Shanghai")

EVENT = SkipReason.DAY_OF_EVENT
RESTS = SkipReason.NOT_A_WORKING_DAY


def explained(start: str, period: str) -> Explanation:
    moment = datetime.fromisoformat(start).replace(tzinfo=ZoneInfo("Asia/Shanghai"))
    return explain(moment, parse_period(period), office)


def march(*days: int) -> tuple[date, ...]:
    return tuple(date(2026, 3, day) for day in days)


def skipped(**days: SkipReason) -> tuple[Skipped, ...]:
    return tuple(Skipped(date(2026, 3, int(name[1:])), reason) for name, reason in days.items())


def test_working_days_name_the_weekend_they_skip() -> None:
    why = explained("2026-03-05 10:00", "3 wd")
    assert why.unit is Unit.WORKING_DAYS
    assert why.ends is EndRule.END_OF_DAY
    assert why.counted == march(6, 9, 10)
    assert why.skipped == skipped(d5=EVENT, d7=RESTS, d8=RESTS)
    assert why.moved_from is None


def test_calendar_days_name_the_day_they_moved_from() -> None:
    why = explained("2026-03-05 10:00", "2 d")
    assert why.counted == march(6, 9)
    assert why.skipped == skipped(d5=EVENT, d7=RESTS, d8=RESTS)
    assert why.moved_from == date(2026, 3, 7)


def test_calendar_days_count_the_weekend_on_the_way() -> None:
    why = explained("2026-03-05 10:00", "4 d")
    assert why.counted == march(6, 7, 8, 9)
    assert why.skipped == skipped(d5=EVENT)
    assert why.moved_from is None


def test_the_same_day_counts_itself() -> None:
    why = explained("2026-03-05 10:00", "same day")
    assert (why.ends, why.counted, why.skipped) == (EndRule.CLOSE_OF_BUSINESS, march(5), ())


def test_after_closing_the_same_day_is_the_next_one_open() -> None:
    why = explained("2026-03-06 20:00", "same day")
    assert why.counted == march(9)
    assert why.skipped == skipped(d6=SkipReason.AFTER_CLOSING, d7=RESTS, d8=RESTS)


def test_the_same_day_on_a_day_of_rest() -> None:
    why = explained("2026-03-07 10:00", "same day")
    assert (why.counted, why.skipped) == (march(9), skipped(d7=RESTS, d8=RESTS))


def test_the_next_working_day() -> None:
    why = explained("2026-03-06 08:00", "next wd")
    assert (why.counted, why.skipped) == (march(9), skipped(d6=EVENT, d7=RESTS, d8=RESTS))


def test_hours_and_at_once_count_no_days() -> None:
    for period, rule in (("24 h", EndRule.RUNNING_HOURS), ("now", EndRule.AT_ONCE)):
        why = explained("2026-03-06 08:00", period)
        assert (why.ends, why.counted, why.skipped, why.moved_from) == (rule, (), (), None)


def test_it_can_be_kept_as_json() -> None:
    assert explained("2026-03-05 10:00", "2 d").as_plain() == {
        "start": "2026-03-05T02:00:00.000000Z",
        "due": "2026-03-09T16:00:00.000000Z",
        "period": "2 d",
        "unit": "d",
        "amount": 2,
        "zone": "Asia/Shanghai",
        "ends": "end-of-day",
        "counted": ["2026-03-06", "2026-03-09"],
        "skipped": [
            {"day": "2026-03-05", "reason": "day-of-the-event"},
            {"day": "2026-03-07", "reason": "not-a-working-day"},
            {"day": "2026-03-08", "reason": "not-a-working-day"},
        ],
        "moved_from": "2026-03-07",
    }


@settings(deadline=None)
@given(
    st.datetimes(datetime(2000, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.builds(Period, st.integers(1, 120), st.sampled_from(list(Unit))),
    st.frozensets(st.integers(1, 7), min_size=1),
    st.sampled_from(["Europe/Amsterdam", "America/New_York", "Asia/Shanghai", "Australia/Lord_Howe"]),
)
def test_an_explanation_accounts_for_every_day(
    start: datetime, period: Period, days: frozenset[int], zone: str
) -> None:
    calendar = Calendar(ZoneInfo(zone), days, time(9), time(18))
    why = explain(start, period, calendar)
    assert why.due == due(start, period, calendar)
    plain = why.as_plain()
    assert json.loads(json.dumps(plain)) == plain
    if period.unit in (Unit.NOW, Unit.HOURS):
        return
    told = sorted([*why.counted, *(skip.day for skip in why.skipped)])
    first = start.astimezone(calendar.zone).date()
    assert told == [first + timedelta(days=n) for n in range(len(told))]
    assert why.counted[-1] == told[-1]
    assert calendar.works_on(told[-1])
    in_days = period.unit in (Unit.WORKING_DAYS, Unit.CALENDAR_DAYS)
    assert len(why.counted) == (period.amount if in_days else 1)
    assert (why.moved_from is not None) == (
        period.unit is Unit.CALENDAR_DAYS and not calendar.works_on(first + timedelta(days=period.amount))
    )
