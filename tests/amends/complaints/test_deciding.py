"""Accepted, refused or forwarded: the complainant is always told, and why."""

from __future__ import annotations

import json

import pytest

from amends.complaints.closing import reopen
from amends.complaints.deciding import accept, forward, refuse
from amends.complaints.lifecycle import MoveRefused
from amends.errors import Forbidden, Invalid
from tests.amends.complaints.cases import accepted, state
from tests.world import World


async def test_accepting_tells_until_when(world: World) -> None:
    case = await accepted(world, language="en")
    assert await state(world, case) == "ACCEPTED"
    (notice,) = await world.notices(event="accepted")
    assert "11 March 2026, 24:00" in str(notice.body)  # seven working days after Monday


async def test_a_refusal_tells_why_and_where_else_to_turn(world: World) -> None:
    case = (await world.lodge(language="en")).complaint_id
    await world.do(refuse, case, by="ines", reason="not_about_us", explanation="The bridge is the city's.")

    assert await state(world, case) == "REFUSED"
    (notice,) = await world.notices(event="refused")
    assert "The bridge is the city's." in str(notice.body)
    assert "12315" in str(notice.body)
    assert all(promise.ended_at is not None for promise in (await world.promises(case)).values())
    assert (await world.complaint(case)).next_due is None


async def test_no_refusal_without_reason_and_explanation(world: World) -> None:
    case = (await world.lodge()).complaint_id
    with pytest.raises(Invalid) as wrong:
        await world.do(refuse, case, by="ines", reason="because", explanation=" ")
    assert wrong.value.fields.keys() == {"reason", "explanation"}
    assert await state(world, case) == "REVIEW"


async def test_forwarding_names_to_whom(world: World) -> None:
    case = (await world.lodge(language="en")).complaint_id
    await world.do(
        forward, case, by="ines", party="City office", contact="12345", reason="The bridge is theirs"
    )
    assert await state(world, case) == "FORWARDED"
    (notice,) = await world.notices(event="forwarded")
    assert all(word in str(notice.body) for word in ("City office", "12345", "The bridge is theirs"))


async def test_forwarded_again_after_it_was_taken_up_again_the_complainant_hears_of_both(
    world: World,
) -> None:
    case = (await world.lodge()).complaint_id
    for party, later in (("City office", 1), ("Water board", 3)):
        now = world.at(hours=later)
        await world.do(forward, case, by="ines", now=now, party=party, contact="12345", reason="It is theirs")
        if later == 1:
            await world.do(reopen, case, by="chen", now=world.at(hours=2), reason="They sent it back")
    notices = {str(row.id) for row in await world.notices(event="forwarded")}
    owed = {json.loads(row.payload)["notice_id"] for row in await world.outbox()}
    assert len(notices) == len(notices & owed) == 2


async def test_only_those_who_admit_decide(world: World) -> None:
    case = (await world.lodge()).complaint_id
    for name in ("bram", "otto", "ada"):
        with pytest.raises(Forbidden):
            await world.do(accept, case, by=name)
    assert await state(world, case) == "REVIEW"


async def test_deciding_twice_is_refused(world: World) -> None:
    case = await accepted(world)
    with pytest.raises(MoveRefused):
        await world.do(accept, case, by="chen")
    assert len(await world.notices(event="accepted")) == 1
