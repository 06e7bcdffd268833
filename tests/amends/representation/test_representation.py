"""Somebody speaks for a complainant: letters go to them from when their authority is accepted to when it is over."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest
from msgspec import structs

from amends.complaints.concerned import name_concerned
from amends.complaints.guards import NotYet
from amends.complaints.recovery import send_code_again
from amends.correspondence.operations import write_to_complainant
from amends.database.scope import fetch
from amends.errors import DomainError, Forbidden, Invalid, NotFound
from amends.representation import operations as representation
from amends.representation.operations import Offer, OneAlready, SettledAlready
from tests.amends.complaints.cases import accepted, decide, investigated
from tests.amends.deadlines.governed import usual
from tests.world import MONDAY, World

WU = Offer(name="Wu Fang", relation="Daughter", authority="Signed on 1 March", email="wu@example.com")


async def offered(world: World, case: UUID, given: Offer = WU, *, by: str = "ines") -> UUID:
    return await world.do(representation.offer, case, by=by, given=given, now=world.at(hours=2))


async def taken(world: World, case: UUID, which: UUID) -> None:
    given = {"note": "The original", "evidence_id": None}
    await world.do(
        representation.accept, case, representation_id=which, by="bram", now=world.at(hours=3), **given
    )


async def written_to(world: World, case: UUID, *, days: float = 1) -> tuple[str, str]:
    """Address and text of the next message."""
    await world.do(write_to_complainant, case, by="bram", body="We look into it", now=world.at(days=days))
    letter = (await world.notices(event="message", channel="mail"))[-1]
    return str(letter.address), str(letter.body)


async def test_letters_go_to_them_once_accepted_and_until_it_is_over(world: World) -> None:
    case = await accepted(world)
    which = await offered(world, case, until_wednesday(WU))
    assert (await written_to(world, case, days=0.2))[0] == "amina@example.com"
    await taken(world, case, which)
    address, body = await written_to(world, case)
    assert address == "wu@example.com"
    assert "Wu Fang（代Amina）" in body
    assert (await written_to(world, case, days=5))[0] == "amina@example.com", "the last day is over"
    await world.do(representation.end, case, representation_id=which, by="bram", reason="Revoked")
    assert (await world.complaint(case)).represented is None
    acts = [act for act in await world.acts(case) if act.startswith("representation-")]
    assert acts == ["representation-offered", "representation-accepted", "representation-ended"]
    with pytest.raises(SettledAlready):
        await taken(world, case, which)


def until_wednesday(given: Offer) -> Offer:
    return Offer(
        name=given.name,
        relation=given.relation,
        authority=given.authority,
        email=given.email,
        until=date(2026, 3, 4),
    )


async def test_a_lost_code_goes_to_whoever_asks_for_it(world: World) -> None:
    case = await accepted(world)
    number = str((await world.complaint(case)).number)
    which = await offered(world, case)
    async with world.at_desk() as desk:
        assert not await send_code_again(desk, number=number, email="wu@example.com", now=MONDAY)
    await taken(world, case, which)
    async with world.at_desk() as desk:
        for email in ("wu@example.com", "amina@example.com"):
            assert await send_code_again(desk, number=number, email=email, now=world.at(hours=4))
    sent = await world.notices(event="access_code")
    assert {str(each.address) for each in sent} == {"wu@example.com", "amina@example.com"}


async def test_proof_is_asked_of_them_and_the_task_ends_with_the_answer(world: World) -> None:
    case = await accepted(world)
    which = await offered(world, case)
    async with world.scope():
        [task] = await fetch("SELECT kind, due_at, done_at FROM task WHERE complaint_id = $1", case)
    assert (task["kind"], task["done_at"]) == ("authority", None)
    await world.do(
        representation.ask_for_proof,
        case,
        representation_id=which,
        by="ines",
        items="The signed authorisation",
    )
    [letter] = await world.notices(event="evidence_wanted")
    assert letter.address == "wu@example.com"
    assert "The signed authorisation" in str(letter.body)
    assert "Amina" not in str(letter.body)
    with pytest.raises(OneAlready):
        await offered(world, case)
    with pytest.raises(Invalid):
        await world.do(representation.end, case, representation_id=which, by="bram", reason="")
    await world.do(representation.end, case, representation_id=which, by="bram", reason="Nothing came")
    assert (await world.acts(case))[-2:] == ["representation-refused", "task-done"]
    await offered(world, case)


async def test_nothing_is_told_before_the_authority_is_settled_where_the_policy_says_so(world: World) -> None:
    async with world.at_desk() as desk:
        handling = structs.replace(desk.policy.handling, authority_first=True)
    await usual(world, handling=handling)
    case = await investigated(world)
    which = await offered(world, case)
    with pytest.raises(NotYet):
        await written_to(world, case)
    with pytest.raises(NotYet):
        await decide(world, case, now=world.at(hours=4))
    await taken(world, case, which)
    await decide(world, case, now=world.at(hours=4))
    [decision] = await world.notices(event="decision", channel="mail")
    assert decision.address == "wu@example.com"


async def test_who_may_not_and_what_is_not_theirs(world: World) -> None:
    case = await accepted(world)
    nowhere = Offer(name="Wu", relation="Friend", authority="None")
    with pytest.raises(Invalid):
        await offered(world, case, nowhere)
    foreign = Offer(name="Wu", relation="Friend", authority="Said", phone="138", evidence_id=uuid4())
    with pytest.raises(Invalid):
        await offered(world, case, foreign)
    with pytest.raises(Forbidden):
        await offered(world, case, by="otto")
    which = await offered(world, case)
    with pytest.raises(Forbidden):
        await world.do(
            representation.accept, case, representation_id=which, by="ines", note="Seen", evidence_id=None
        )
    other = await accepted(world)
    with pytest.raises(NotFound):
        await taken(world, other, which)
    garden = await world.other.lodge()
    async with world.other.at_desk() as desk:
        dora = world.other.actor("dora")
        with pytest.raises(NotFound):
            await representation.end(desk, garden.complaint_id, which, reason="No", by=dora, now=MONDAY)
    await world.do(name_concerned, case, by="ines", person_id=world.actor("bram").id)
    with pytest.raises(DomainError) as refused:
        await taken(world, case, which)
    assert refused.value.code == "about-you"
