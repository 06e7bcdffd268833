"""A seal kept as text outside the database is read back as it was."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amends.audit.seal_text import Unreadable, from_text, to_text
from amends.audit.sealing import Head, make_seal, seal_key, verify_seal

HERE = UUID(int=100)
KEY = seal_key("a secret of the deployment", HERE)
HEADS = (Head(UUID(int=1), 3, b"a" * 32), Head(UUID(int=2), 1, b"b" * 32))
SEAL = make_seal(
    KEY,
    previous=None,
    tenant_id=HERE,
    day=date(2026, 3, 5),
    sealed_at=datetime(2026, 3, 5, 16, 0, 0, 7, tzinfo=UTC),
    heads=HEADS,
)


def test_it_comes_back_with_its_heads_and_still_verifies() -> None:
    seal, heads = from_text(to_text(SEAL, HEADS))
    assert (seal, heads) == (SEAL, HEADS)
    assert verify_seal(KEY, seal)


def test_the_heads_may_stay_at_home() -> None:
    assert from_text(to_text(SEAL)) == (SEAL, ())


def test_the_same_seal_is_the_same_text() -> None:
    text = to_text(SEAL, HEADS)
    assert to_text(SEAL, reversed(HEADS)) == text
    assert to_text(*from_text(text)) == text
    assert "\n" not in text


@pytest.mark.parametrize(
    "damage",
    [
        {"format": "amends-seal-2"},
        {"number": "one"},
        {"root": "not hexadecimal"},
        {"sealed_at": "2026-03-05T16:00:00"},
        {"day": "yesterday"},
        {"heads": [{"chain_id": "nobody"}]},
        {"more": 1},
    ],
)
def test_a_damaged_text_is_refused(damage: dict[str, object]) -> None:
    with pytest.raises(Unreadable, match="not a seal"):
        from_text(json.dumps({**json.loads(to_text(SEAL, HEADS)), **damage}))


@settings(deadline=None)
@given(st.text())
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        from_text(text)
