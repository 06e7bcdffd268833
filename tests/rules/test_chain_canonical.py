"""One value, one spelling: what is hashed does not depend on order, zone or where it was stored meanwhile."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amends.audit.chain import GENESIS, canonical, entry_hash, plain


class Mood(StrEnum):
    CALM = "calm"


def test_keys_are_sorted_and_nothing_is_padded() -> None:
    assert canonical({"b": [1, None], "a": {"d": True, "c": "投诉"}}) == (
        '{"a":{"c":"投诉","d":true},"b":[1,null]}'.encode()
    )


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (datetime(2026, 3, 5, 9, 0, tzinfo=UTC), '"2026-03-05T09:00:00.000000Z"'),
        (
            datetime(2026, 3, 5, 17, 0, 0, 5, tzinfo=ZoneInfo("Asia/Shanghai")),
            '"2026-03-05T09:00:00.000005Z"',
        ),
        (date(2026, 3, 5), '"2026-03-05"'),
        (UUID(int=1), '"00000000-0000-0000-0000-000000000001"'),
        (Decimal("12.50"), '"12.50"'),
        (Mood.CALM, '"calm"'),
        ({Mood.CALM: 1}, '{"calm":1}'),
        ((1, 2), "[1,2]"),
        (10**30, "1" + "0" * 30),
    ],
)
def test_each_type_has_its_spelling(value: object, written: str) -> None:
    assert canonical(value) == written.encode()


@pytest.mark.parametrize(
    "value", [1.0, float("nan"), b"raw", {1, 2}, object(), {"deep": [{"er": 0.5}]}, {1: 2}]
)
def test_what_has_no_single_spelling_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical(value)


def test_text_that_is_no_text_and_moments_without_zone_are_refused() -> None:
    with pytest.raises(ValueError, match="surrogates"):
        canonical("\ud800")
    with pytest.raises(ValueError, match="without a time zone"):
        canonical(datetime(2026, 3, 5, 9, 0))  # noqa: DTZ001


def test_the_hash_is_the_one_published() -> None:
    """Chains are kept for years: this value may never change."""
    fields = {"seq": 1, "at": datetime(2026, 3, 5, 9, 0, tzinfo=UTC), "act": "lodged"}
    assert (
        entry_hash(GENESIS, fields).hex()
        == "9abf08e4aed18ba321bfdd140f161edad7344d78b51a541206dd38bb8d2c4b12"
    )


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text()
    | st.decimals(allow_nan=False)
    | st.uuids()
    | st.datetimes(timezones=st.just(UTC)),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@settings(deadline=None)
@given(values)
def test_a_value_stored_as_json_and_read_again_is_spelt_the_same(value: object) -> None:
    stored = json.loads(json.dumps(plain(value)))
    assert canonical(stored) == canonical(value)


@settings(deadline=None)
@given(st.dictionaries(st.text(), values, max_size=6))
def test_the_order_of_keys_does_not_matter(value: dict[str, object]) -> None:
    assert canonical(dict(reversed(value.items()))) == canonical(value)
