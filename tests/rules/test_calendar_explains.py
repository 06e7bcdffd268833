"""Every deadline says how it came about, day by day."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amends.deadlines.calendar import Calendar, calendar_of, calendar_without_holidays
from amends.deadlines.due import IN_TIME, due
from amends.deadlines.explain import EndRule, Explanation, MadeUp, Skipped, SkipReason, explain
from amends.deadlines.period import Period, Unit, parse_period
from amends.deadlines.resolved import PublicDays, resolved
from amends.policy.parts.base import Text
from amends.policy.parts.calendar import CalendarPart, FirstDay

office = calendar_without_holidays(CalendarPart(), "Asia/Shanghai")

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


ONCE = (Unit.SAME_DAY, Unit.NEXT_DAY, Unit.NEXT_WORKING_DAY)


@settings(deadline=None)
@given(
    st.datetimes(datetime(2000, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.builds(Period, st.integers(1, 120), st.sampled_from(list(Unit))),
    st.frozensets(st.integers(1, 7), min_size=1),
    st.sampled_from(["Europe/Amsterdam", "America/New_York", "Asia/Shanghai", "Australia/Lord_Howe"]),
    st.sampled_from(FirstDay),
)
def test_an_explanation_accounts_for_every_day(
    start: datetime, period: Period, days: frozenset[int], zone: str, first_day: FirstDay
) -> None:
    week = [((540, 1080),) if day in days else () for day in range(1, 8)]
    calendar = Calendar(ZoneInfo(zone), week, first_day=first_day)
    why = explain(start, period, calendar)
    assert why.due == due(start, period, calendar)
    plain = why.as_plain()
    assert json.loads(json.dumps(plain)) == plain
    if period.unit in IN_TIME:
        return
    told = sorted([*why.counted, *(skip.day for skip in why.skipped)])
    first = start.astimezone(calendar.zone).date()
    if period.unit in (Unit.WEEKS, Unit.MONTHS, Unit.YEARS):
        assert (why.moved_from is not None) == any(skip.day != first for skip in why.skipped)
        return
    assert told == [first + timedelta(days=n) for n in range(len(told))]
    assert why.counted[-1] == told[-1]
    assert calendar.works_on(told[-1])
    if period.unit is not Unit.WORKING_HOURS:
        assert len(why.counted) == (1 if period.unit in ONCE else period.amount)
    if period.unit is Unit.CALENDAR_DAYS:
        amount = period.amount - (first_day is FirstDay.SAME)
        assert (why.moved_from is not None) == (not calendar.works_on(first + timedelta(days=amount)))


# --- Holidays ---------------------------------------------------------------------------------------------------------

NATIONAL = Text(zh="国庆节", en="National Day")
STOCK = Text(zh="盘点", en="Stocktaking")
WEEK = [date(2026, 10, day) for day in range(1, 8)]
china = calendar_of(
    resolved(
        CalendarPart(holidays="CN", closures={"2026-10-09": STOCK}),
        "Asia/Shanghai",
        PublicDays(
            covered=(2026,),
            free=dict.fromkeys(WEEK, NATIONAL),
            worked={date(2026, 9, 20): NATIONAL, date(2026, 10, 10): NATIONAL},
        ),
    )
)


def told(start: str, period: str) -> Explanation:
    return explain(datetime.fromisoformat(start).replace(tzinfo=china.zone), parse_period(period), china)


def test_holidays_and_closures_are_named_and_made_up_days_told() -> None:
    why = told("2026-09-30 10:00", "3 wd")
    assert why.counted == (date(2026, 10, 8), date(2026, 10, 10), date(2026, 10, 12))
    assert why.skipped == (
        Skipped(date(2026, 9, 30), EVENT),
        *(Skipped(day, SkipReason.PUBLIC_HOLIDAY, NATIONAL) for day in WEEK),
        Skipped(date(2026, 10, 9), SkipReason.CLOSED, STOCK),
        Skipped(date(2026, 10, 11), RESTS),
    )
    assert why.made_up == (MadeUp(date(2026, 10, 10), NATIONAL),)
    assert why.uncovered == ()
    plain = why.as_plain()
    assert plain["skipped"][1] == {  # type: ignore[index]
        "day": "2026-10-01",
        "reason": "public-holiday",
        "name": {"zh": "国庆节", "en": "National Day"},
    }
    assert plain["made_up"] == [{"day": "2026-10-10", "name": {"zh": "国庆节", "en": "National Day"}}]


def test_a_calendar_day_moves_over_a_whole_holiday() -> None:
    why = told("2026-09-25 10:00", "1 w")
    assert why.due == datetime(2026, 10, 8, 16, tzinfo=UTC)
    assert why.moved_from == date(2026, 10, 2)
    assert [skip.day.day for skip in why.skipped] == [25, 2, 3, 4, 5, 6, 7]
    assert why.counted == ()


def test_working_hours_name_the_days_they_pass_over() -> None:
    why = told("2026-09-30 17:00", "2 wh")
    assert (why.ends, why.due) == (EndRule.WORKING_HOURS, datetime(2026, 10, 8, 2, tzinfo=UTC))
    assert why.counted == (date(2026, 9, 30), date(2026, 10, 8))
    assert [skip.reason for skip in why.skipped] == [SkipReason.PUBLIC_HOLIDAY] * 7
    late = told("2026-09-30 18:00", "1 wh")
    assert late.skipped[0] == Skipped(date(2026, 9, 30), SkipReason.AFTER_CLOSING)
    assert late.counted == (date(2026, 10, 8),)


@pytest.mark.parametrize(
    ("start", "period", "years"),
    [
        ("2026-12-30 10:00", "1 wd", ()),
        ("2026-12-31 10:00", "1 wd", (2027,)),
        ("2026-12-31 10:00", "24 h", ()),
        ("2026-12-31 17:30", "1 wh", (2027,)),
        ("2026-12-01 10:00", "30 d", ()),
        ("2026-12-01 10:00", "31 d", (2027,)),
        ("2026-03-01 10:00", "2 y", (2028,)),
        ("2026-12-31 19:00", "same day", (2027,)),
    ],
)
def test_a_year_nobody_has_published_is_said_so(start: str, period: str, years: tuple[int, ...]) -> None:
    why = told(start, period)
    assert why.uncovered == years
    assert why.as_plain().get("uncovered", []) == list(years)


def test_an_organisation_without_public_holidays_misses_none() -> None:
    assert explained("2030-12-31 10:00", "5 wd").uncovered == ()
