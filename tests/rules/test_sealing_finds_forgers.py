"""Somebody with every right on the database rewrites history; the seals kept outside tell what was done."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from amends.audit.chain import Entry, link, verify_chain
from amends.audit.seal_text import from_text, to_text
from amends.audit.sealing import (
    Flaw,
    Head,
    Problem,
    Seal,
    check_heads,
    compare_with_outside,
    make_seal,
    seal_key,
    verify_seals,
)

HERE = UUID(int=100)
KEY = seal_key("kept outside the database", HERE)
AMINAS_CASE, OTHER_CASE = UUID(int=1), UUID(int=2)
BRAM = UUID(int=11)
MIDNIGHT = datetime(2026, 3, 1, tzinfo=UTC)

Chains = dict[UUID, list[Entry]]


def act(chain: list[Entry], chain_id: UUID, act: str, day: int) -> None:
    chain.append(
        link(
            chain[-1] if chain else None,
            chain_id=chain_id,
            at=MIDNIGHT + timedelta(days=day),
            actor_kind="person",
            actor_id=BRAM,
            act=act,
            detail={"day": day},
        )
    )


def three_days(first_act: str = "lodged") -> Chains:
    chains: Chains = {AMINAS_CASE: [], OTHER_CASE: []}
    for day, name in enumerate((first_act, "accepted", "resolved")):
        act(chains[AMINAS_CASE], AMINAS_CASE, name, day)
    act(chains[OTHER_CASE], OTHER_CASE, "lodged", 0)
    return chains


def heads_on(chains: Chains, day: int) -> list[Head]:
    end = MIDNIGHT + timedelta(days=day + 1)
    last = [[entry for entry in chain if entry.at < end][-1] for chain in chains.values()]
    return [Head(entry.chain_id, entry.seq, entry.hash) for entry in last]


def seals_over(chains: Chains, key: bytes = KEY) -> list[Seal]:
    seals: list[Seal] = []
    for day in range(3):
        seals.append(
            make_seal(
                key,
                previous=seals[-1] if seals else None,
                tenant_id=HERE,
                day=date(2026, 3, 1 + day),
                sealed_at=MIDNIGHT + timedelta(days=day, hours=23),
                heads=heads_on(chains, day),
            )
        )
    return seals


def hashes(chains: Chains) -> dict[UUID, dict[int, bytes]]:
    return {chain_id: {entry.seq: entry.hash for entry in chain} for chain_id, chain in chains.items()}


HONEST = three_days()
INSIDE = seals_over(HONEST)
OUTSIDE = [to_text(seal, heads_on(HONEST, day)) for day, seal in enumerate(INSIDE)]


def outside_says(chains: Chains, inside: list[Seal]) -> list[Problem]:
    kept = [from_text(text) for text in OUTSIDE]
    found = verify_seals(KEY, inside) + compare_with_outside(inside, [seal for seal, _ in kept])
    for seal, heads in kept:
        found += check_heads(seal, heads, hashes(chains))
    return found


def test_honest_books_have_nothing_to_hide() -> None:
    assert outside_says(HONEST, INSIDE) == []
    for day, seal in enumerate(INSIDE):
        assert check_heads(seal, heads_on(HONEST, day), hashes(HONEST)) == []


def test_a_chain_rewritten_whole_together_with_its_heads_is_named() -> None:
    forged = three_days("refused")
    assert all(verify_chain(chain) is None for chain in forged.values())
    within = [
        flaw
        for day, seal in enumerate(INSIDE)
        for flaw in check_heads(seal, heads_on(forged, day), hashes(forged))
    ]
    assert within == [Problem(Flaw.HEADS_ALTERED, number) for number in (1, 2, 3)]  # no name from within
    assert outside_says(forged, INSIDE) == [
        Problem(Flaw.CASE_REWRITTEN, number, AMINAS_CASE) for number in (1, 2, 3)
    ]


def test_seals_forged_anew_without_the_key_are_named_with_the_case() -> None:
    forged = three_days("refused")
    found = outside_says(forged, seals_over(forged, key=b"guessed"))
    assert found[:3] == [Problem(Flaw.FORGED, number) for number in (1, 2, 3)]
    assert Problem(Flaw.CASE_REWRITTEN, 1, AMINAS_CASE) in found


def test_even_with_the_stolen_key_the_outside_copies_tell() -> None:
    forged = three_days("refused")
    inside = seals_over(forged)
    assert verify_seals(KEY, inside) == []
    assert outside_says(forged, inside) == [
        *(Problem(Flaw.ALTERED, number) for number in (1, 2, 3)),
        *(Problem(Flaw.CASE_REWRITTEN, number, AMINAS_CASE) for number in (1, 2, 3)),
    ]


def test_the_last_sealed_day_dropped_with_its_acts_is_named() -> None:
    forged = {
        chain_id: [entry for entry in chain if entry.at < MIDNIGHT + timedelta(days=2)]
        for chain_id, chain in HONEST.items()
    }
    inside = INSIDE[:2]
    assert verify_seals(KEY, inside) == []
    assert all(verify_chain(chain) is None for chain in forged.values())
    assert outside_says(forged, inside) == [
        Problem(Flaw.DROPPED, 3),
        Problem(Flaw.CASE_MISSING, 3, AMINAS_CASE),
    ]


def test_a_case_gone_altogether_is_named() -> None:
    left = {AMINAS_CASE: HONEST[AMINAS_CASE]}
    assert outside_says(left, INSIDE) == [
        Problem(Flaw.CASE_MISSING, number, OTHER_CASE) for number in (1, 2, 3)
    ]
