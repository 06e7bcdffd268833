"""Daily seals: each day's chains are fixed under a key the database never sees."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amends.audit.sealing import (
    Flaw,
    Head,
    Problem,
    Seal,
    check_heads,
    compare_with_outside,
    make_seal,
    root,
    seal_key,
    verify_seal,
    verify_seals,
)

HERE, DORAS = UUID(int=100), UUID(int=200)
KEY = seal_key("a secret of the deployment", HERE)
AMINAS_CASE, BRAMS_CASE = UUID(int=1), UUID(int=2)
HEADS = [Head(AMINAS_CASE, 3, b"a" * 32), Head(BRAMS_CASE, 1, b"b" * 32)]
CHAINS = {AMINAS_CASE: {2: b"x" * 32, 3: b"a" * 32, 4: b"y" * 32}, BRAMS_CASE: {1: b"b" * 32}}


def sealed(days: int, *, key: bytes = KEY, heads: list[Head] = HEADS) -> list[Seal]:
    seals: list[Seal] = []
    for day in range(1, days + 1):
        seals.append(
            make_seal(
                key,
                previous=seals[-1] if seals else None,
                tenant_id=HERE,
                day=date(2026, 3, day),
                sealed_at=datetime(2026, 3, day, 16, tzinfo=UTC),
                heads=heads,
            )
        )
    return seals


def test_seals_follow_each_other() -> None:
    first, second = sealed(2)
    assert (first.number, second.number, second.prev) == (1, 2, first.mac)
    assert verify_seals(KEY, [second, first]) == []
    assert verify_seals(KEY, []) == []


def test_a_key_is_one_tenants_and_one_secrets() -> None:
    [seal] = sealed(1)
    assert verify_seal(KEY, seal)
    assert not verify_seal(seal_key("a secret of the deployment", DORAS), seal)
    assert not verify_seal(seal_key("another secret", HERE), seal)
    with pytest.raises(ValueError, match="need a secret"):
        seal_key("", HERE)


@pytest.mark.parametrize(
    "change",
    [
        lambda seal: replace(seal, tenant_id=DORAS),
        lambda seal: replace(seal, day=date(2026, 2, 1)),
        lambda seal: replace(seal, sealed_at=seal.sealed_at + timedelta(microseconds=1)),
        lambda seal: replace(seal, heads_count=7),
        lambda seal: replace(seal, root=root([])),
        lambda seal: replace(seal, mac=b"m" * 32),
    ],
)
def test_a_changed_seal_is_forged(change: Callable[[Seal], Seal]) -> None:
    seals = sealed(3)
    seals[2] = change(seals[2])
    assert verify_seals(KEY, seals) == [Problem(Flaw.FORGED, 3)]


def test_a_seal_missing_among_the_others_is_named() -> None:
    first, _, third, fourth = sealed(4)
    assert verify_seals(KEY, [first, third, fourth]) == [Problem(Flaw.GAP, 2)]
    assert verify_seals(KEY, sealed(3)[1:]) == [Problem(Flaw.GAP, 1)]


def test_a_seal_of_another_past_does_not_follow() -> None:
    first, _ = sealed(2)
    _, other = sealed(2, heads=HEADS[:1])
    assert verify_seals(KEY, [first, other]) == [Problem(Flaw.WRONG_PREV, 2)]


def test_a_day_is_sealed_once_and_by_its_own_tenant() -> None:
    [seal] = sealed(1)
    for tenant_id, day in ((HERE, seal.day), (DORAS, date(2026, 3, 9))):
        with pytest.raises(ValueError, match="cannot precede"):
            make_seal(KEY, previous=seal, tenant_id=tenant_id, day=day, sealed_at=seal.sealed_at, heads=HEADS)


def test_the_root_takes_one_head_of_a_chain() -> None:
    with pytest.raises(ValueError, match="one head"):
        root([HEADS[0], replace(HEADS[0], seq=4)])


def test_the_outside_copies_name_what_was_dropped_altered_or_added() -> None:
    outside = sealed(3)
    assert compare_with_outside(outside, outside) == []
    assert compare_with_outside(outside[:2], outside) == [Problem(Flaw.DROPPED, 3)]
    assert compare_with_outside(outside, outside[:2]) == [Problem(Flaw.EXTRA, 3)]
    changed = replace(outside[1], heads_count=9)
    assert compare_with_outside([outside[0], changed], outside) == [
        Problem(Flaw.ALTERED, 2),
        Problem(Flaw.DROPPED, 3),
    ]


def test_the_sealed_place_of_a_chain_is_checked_however_far_it_has_grown() -> None:
    [seal] = sealed(1)
    assert check_heads(seal, HEADS, CHAINS) == []
    rewritten = {**CHAINS, AMINAS_CASE: {3: b"z" * 32}}
    assert check_heads(seal, HEADS, rewritten) == [Problem(Flaw.CASE_REWRITTEN, 1, AMINAS_CASE)]
    cut_short = {**CHAINS, AMINAS_CASE: {2: b"x" * 32}}
    assert check_heads(seal, HEADS, cut_short) == [Problem(Flaw.CASE_MISSING, 1, AMINAS_CASE)]
    gone = {AMINAS_CASE: CHAINS[AMINAS_CASE]}
    assert check_heads(seal, HEADS, gone) == [Problem(Flaw.CASE_MISSING, 1, BRAMS_CASE)]


@pytest.mark.parametrize(
    "heads", [HEADS[:1], [*HEADS[:1], replace(HEADS[1], hash=b"z" * 32)], [HEADS[0], HEADS[0]]]
)
def test_heads_that_are_not_the_sealed_ones_are_told(heads: list[Head]) -> None:
    [seal] = sealed(1)
    assert Problem(Flaw.HEADS_ALTERED, 1) in check_heads(seal, heads, CHAINS)


def test_a_problem_reads_as_one_line() -> None:
    assert str(Problem(Flaw.DROPPED, 3)) == "seal 3: dropped"
    assert str(Problem(Flaw.CASE_MISSING, 3, AMINAS_CASE)).endswith(f"case {AMINAS_CASE}")


heads_of_cases = st.lists(
    st.builds(Head, st.uuids(), st.integers(1, 999), st.binary(min_size=32, max_size=32)),
    max_size=8,
    unique_by=lambda head: head.chain_id,
)


@settings(deadline=None)
@given(heads_of_cases)
def test_the_root_does_not_depend_on_order(heads: list[Head]) -> None:
    assert root(reversed(heads)) == root(heads)
    assert root(sorted(heads, key=lambda head: head.hash)) == root(heads)


@settings(deadline=None)
@given(heads_of_cases, heads_of_cases)
def test_other_heads_have_another_root(heads: list[Head], others: list[Head]) -> None:
    same = set(heads) == set(others)
    assert (root(heads) == root(others)) == same


@settings(deadline=None)
@given(st.integers(1, 6), st.sets(st.integers(1, 6)))
def test_whatever_is_dropped_is_named_from_outside(days: int, dropped: set[int]) -> None:
    outside = sealed(days)
    inside = [seal for seal in outside if seal.number not in dropped]
    named = [problem.number for problem in compare_with_outside(inside, outside)]
    assert named == sorted(number for number in dropped if number <= days)
