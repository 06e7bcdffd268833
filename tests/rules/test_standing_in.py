"""Who stands in for whom: through any chain, past any loop, and never for nobody while somebody is here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from amends.people.qualifying import Validity, qualified, validity
from amends.people.standing_in import Standing, leaves_an_admin, makes_a_loop, stand_ins

AMINA, BRAM, CHEN, DORA = (UUID(int=number) for number in range(1, 5))
IDS = [UUID(int=number) for number in range(1, 9)]
DEPARTMENTS = [UUID(int=100), UUID(int=101), None]
TODAY = date(2026, 3, 2)


@st.composite
def staffs(draw: st.DrawFn) -> dict[UUID, Standing]:
    """Any staff at all, loops and strangers among the links included."""
    links = st.sampled_from([None, *IDS, UUID(int=99)])
    return {
        each: Standing(
            each,
            here=draw(st.booleans()),
            deputy_id=draw(links),
            supervisor_id=draw(links),
            department_id=draw(st.sampled_from(DEPARTMENTS)),
            handles=draw(st.booleans()),
            administers=draw(st.booleans()),
        )
        for each in IDS
    }


@dataclass(frozen=True)
class Certificate:
    code: str
    issued_on: date
    expires_on: date | None


def staff(*people: Standing) -> dict[UUID, Standing]:
    return {each.id: each for each in people}


@given(staffs(), st.sampled_from(IDS))
def test_only_those_who_are_here_stand_in_and_an_admin_always_does(
    everybody: dict[UUID, Standing], person: UUID
) -> None:
    found = stand_ins(person, everybody)
    assert all(everybody[each].here for each in found)
    if any(each.here and each.administers for each in everybody.values()):
        assert found
    if everybody[person].here:
        assert found == (person,)


@given(staffs(), st.sampled_from(IDS))
def test_the_first_deputy_who_is_here_is_the_one(everybody: dict[UUID, Standing], person: UUID) -> None:
    seen, after = {person}, everybody[person].deputy_id
    while after in everybody and after not in seen and not everybody[after].here:
        seen.add(after)
        after = everybody[after].deputy_id
    if not everybody[person].here and after in everybody and after not in seen:
        assert stand_ins(person, everybody) == (after,)


@given(st.lists(st.tuples(st.sampled_from(IDS), st.sampled_from([None, *IDS])), max_size=40))
def test_links_that_are_refused_where_they_would_loop_never_loop(
    wishes: list[tuple[UUID, UUID | None]],
) -> None:
    links: dict[UUID, UUID | None] = dict.fromkeys(IDS)
    for person, wanted in wishes:
        if not makes_a_loop(person, wanted, links):
            links[person] = wanted
    for start in IDS:
        seen: list[UUID] = []
        after: UUID | None = start
        while after is not None:
            assert after not in seen
            seen.append(after)
            after = links[after]


def test_a_loop_that_is_there_all_the_same_leads_to_the_supervisor() -> None:
    everybody = staff(
        Standing(AMINA, False, deputy_id=BRAM, supervisor_id=CHEN),
        Standing(BRAM, False, deputy_id=AMINA),
        Standing(CHEN, True),
        Standing(DORA, True, administers=True),
    )
    assert stand_ins(AMINA, everybody) == (CHEN,)
    assert stand_ins(BRAM, everybody) == (DORA,)


def test_without_deputy_and_supervisor_the_department_stands_in() -> None:
    engineering = UUID(int=100)
    everybody = staff(
        Standing(AMINA, False, department_id=engineering, handles=True),
        Standing(BRAM, True, department_id=engineering, handles=True),
        Standing(CHEN, True, department_id=engineering),
        Standing(DORA, True, administers=True),
    )
    assert stand_ins(AMINA, everybody) == (BRAM,)


@given(st.sets(st.sampled_from(IDS)), st.sampled_from(IDS))
def test_an_admin_is_left_exactly_where_another_one_is(admins: set[UUID], without: UUID) -> None:
    assert leaves_an_admin(admins, without) is bool(admins - {without})


days = st.dates(date(2025, 1, 1), date(2027, 12, 31))


@given(days, st.none() | days, days)
def test_a_qualification_counts_from_its_first_day_to_its_last(
    issued: date, expires: date | None, on: date
) -> None:
    held = Certificate("gmp", issued, expires)
    counts = issued <= on and (expires is None or on <= expires)
    assert qualified([held], "gmp", on) is counts
    assert not qualified([held], "lift", on)


def test_what_expires_soon_says_so() -> None:
    held = Certificate("lift", TODAY, TODAY + timedelta(days=20))
    assert validity(held, TODAY) is Validity.EXPIRES_SOON
    assert validity(held, TODAY + timedelta(days=21)) is Validity.EXPIRED
    assert validity(held, TODAY - timedelta(days=1)) is Validity.NOT_YET
