"""Periods stand side by side, shares are shares, and putting counts together loses none."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from amends.measures.rules import Step, last_days, periods, put_together, share, total

DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))
COUNTS = st.dictionaries(st.tuples(DAYS, st.text("abc", min_size=1, max_size=2)), st.integers(0, 50))


@given(st.sampled_from(Step), DAYS, st.integers(1, 30))
def test_periods_follow_each_other_up_to_today(step: Step, today: date, count: int) -> None:
    found = periods(step, today, count)
    assert len(found) == count
    assert all(one.until == next_one.since for one, next_one in pairwise(found))
    assert found[-1].since <= today < found[-1].until
    for each in found:
        if step is Step.WEEK:
            assert (each.since.weekday(), each.until - each.since) == (0, timedelta(days=7))
        else:
            assert each.since.day == each.until.day == 1
            assert each.since.month != each.until.month


def test_a_day_of_an_organisation_may_have_twenty_three_hours() -> None:
    since, until = last_days(date(2026, 3, 29), 1).moments(ZoneInfo("Europe/Berlin"))
    assert until.timestamp() - since.timestamp() == 23 * 3600


@given(COUNTS)
def test_put_together_nothing_is_lost_and_nothing_counted_twice(counts: dict[tuple[date, str], int]) -> None:
    above = put_together(counts, lambda code: code[0])
    assert total(above) == sum(counts.values()) == total(Counter(counts))
    assert sum(total(above, of=code) for code in "abc") == total(above)
    days = {day for day, _ in counts}
    assert sum(total(above, on=[day]) for day in days) == total(above)


@given(st.integers(0, 99), st.integers(0, 99))
def test_a_share_lies_between_nothing_and_all(part: int, rest: int) -> None:
    found = share(part, part + rest)
    assert found is None if part + rest == 0 else found is not None and 0 <= found <= 100
