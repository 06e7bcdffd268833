"""Who approves a remedy, what its ledger comes to, and that no order of acts gets past an approval."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from amends.policy.document import Text
from amends.policy.parts.work import Approval
from amends.remedies.rules import (
    OPEN,
    PROMISED,
    Entry,
    EntryKind,
    Need,
    State,
    Why,
    approvals,
    awaited,
    lacking,
    needed,
    possible,
    state_of,
    why_not,
    within_own_limit,
)

AT = datetime(2026, 3, 2, 1, tzinfo=UTC)
PEOPLE = [UUID(int=n) for n in range(1, 7)]
ROLES = ["handler", "department_head", "leader", "finance", "legal"]
NAME = Text(zh="批准", en="Approval")
SOME_ROLES = st.frozensets(st.sampled_from(ROLES), max_size=3)
NEEDS = st.builds(
    Need,
    st.just("any"),
    st.lists(st.sampled_from(ROLES), min_size=1, max_size=3, unique=True).map(tuple),
    st.integers(1, 3),
)
APPROVALS = st.builds(
    Approval,
    name=st.just(NAME),
    rank=st.integers(0, 5),
    band=st.sampled_from(["", "small", "large"]),
    remedies=st.sampled_from([(), ("refund",), ("fraud", "refund"), ("fraud",)]),
    roles=st.just(("leader",)),
)


def proposed(need: Need | None, by: UUID) -> Entry:
    asked = {"code": need.code, "roles": list(need.roles), "persons": need.persons} if need else None
    return Entry(EntryKind.PROPOSED, AT, by, detail={"need": asked} if asked else {})


def approved(by: UUID, roles: frozenset[str]) -> Entry:
    return Entry(EntryKind.APPROVED, AT, by, detail={"roles": sorted(roles)})


@given(st.dictionaries(st.sampled_from("abcdef"), APPROVALS), st.sampled_from(["", "small", "large"]))
def test_what_names_the_remedy_goes_before_what_names_its_band_and_that_before_the_rest(
    there: dict[str, Approval], band: str
) -> None:
    found = needed(there, remedy="fraud", band=band)
    fits = [
        each for each in there.values()
        if each.band in ("", band) and (not each.remedies or "fraud" in each.remedies)
    ]  # fmt: skip
    if found is None:
        assert fits == []
        return
    chosen = there[found.code]
    assert chosen in fits
    assert bool(chosen.remedies) == any(each.remedies for each in fits)
    closest = [each for each in fits if bool(each.remedies) == bool(chosen.remedies)]
    assert bool(chosen.band) == any(each.band for each in closest)
    assert chosen.rank == min(each.rank for each in closest if bool(each.band) == bool(chosen.band))


@given(NEEDS, st.permutations(PEOPLE), st.data())
def test_it_is_approved_exactly_when_enough_people_of_every_role_said_so(
    need: Need, people: list[UUID], data: st.DataObject
) -> None:
    """Asked one after another, each by the rule: whoever may approve brings it nearer, and nobody else counts."""
    author, *others = people
    entries = [proposed(need, author)]
    while state_of(entries) is State.AWAITING and others:
        person, roles = others.pop(), data.draw(SOME_ROLES)
        before = awaited(entries)
        why = why_not(entries, person, roles)
        assert (why is None) == bool(roles & before)
        if why is None:
            entries.append(approved(person, roles))
            assert why_not(entries, person, roles) in (Why.TWICE, Why.ROLE)
        assert why_not(entries, author, frozenset(ROLES)) is Why.OWN
    given_by = approvals(entries)
    covered = frozenset[str]().union(*given_by.values())
    enough = len(given_by) >= need.persons and covered >= frozenset(need.roles)
    assert (state_of(entries) is State.GRANTED) == enough
    assert author not in given_by


@given(NEEDS, SOME_ROLES, SOME_ROLES)
def test_the_same_person_twice_counts_one(need: Need, first: frozenset[str], again: frozenset[str]) -> None:
    once = lacking(need, {PEOPLE[0]: first})
    entries = [proposed(need, PEOPLE[1]), approved(PEOPLE[0], first), approved(PEOPLE[0], first)]
    assert awaited(entries) == once
    assert why_not(entries, PEOPLE[0], first | again) is Why.TWICE


@given(NEEDS, SOME_ROLES)
def test_within_their_own_limit_is_who_could_have_approved_it_alone(
    need: Need, roles: frozenset[str]
) -> None:
    alone = not lacking(need, {PEOPLE[0]: roles}) and len(need.roles) == 1
    assert within_own_limit(need, roles) == alone


@given(NEEDS, st.lists(st.sampled_from(list(EntryKind)), max_size=12), st.data())
def test_nothing_is_promised_or_carried_out_before_it_is_approved(
    need: Need, kinds: list[EntryKind], data: st.DataObject
) -> None:
    """Whatever is tried in whatever order, as far as the rules let it happen."""
    entries = [proposed(need, PEOPLE[0])]
    agreed = 0
    for kind in kinds:
        state = state_of(entries)
        if kind not in possible(state):
            continue
        if kind is EntryKind.APPROVED:
            person, roles = data.draw(st.sampled_from(PEOPLE[1:])), frozenset(ROLES)
            if why_not(entries, person, roles) is None:
                entries.append(approved(person, roles))
        elif kind is EntryKind.CHANGED:
            entries.append(Entry(kind, AT, PEOPLE[0], detail=dict(proposed(need, PEOPLE[0]).detail)))
            agreed = 0
        else:
            entries.append(Entry(kind, AT, PEOPLE[0]))
        agreed = len(approvals(entries))
        after = state_of(entries)
        if after in PROMISED | {State.CARRIED_OUT, State.CONFIRMED}:
            assert agreed >= need.persons
        assert (after in OPEN) == (
            after not in (State.SENT_BACK, State.CARRIED_OUT, State.CONFIRMED, State.WITHDRAWN)
        )
