"""Every act is one link of its chain; what people wrote or are stands beside it, to be erased some day."""

from __future__ import annotations

import asyncio

import pytest

from amends.audit.chain import GENESIS
from amends.audit.operations import record
from amends.audit.tables import HistoryValue
from amends.people.actor import SYSTEM
from tests.world import MONDAY, World


async def test_the_chain_holds_no_personal_value(world: World) -> None:
    case = (await world.lodge(narrative="Mr Li shouted at me")).complaint_id
    for entry in await world.history(case):
        for text in (entry.detail, entry.digests):
            assert not any(word in text for word in ("Amina", "amina@example.com", "Mr Li"))
    async with world.scope():
        kept = {str(row.name): row.value for row in await HistoryValue.objects()}
    assert kept["narrative"] == "Mr Li shouted at me"
    assert kept["email"] == "amina@example.com"


async def test_the_same_value_looks_different_each_time(world: World) -> None:
    """Nobody can tell from two digests that the same person complained twice."""
    first, second = [(await world.lodge()).complaint_id for _ in range(2)]
    assert (await world.history(first))[0].digests != (await world.history(second))[0].digests


async def test_links_follow_each_other_though_many_act_at_once(world: World) -> None:
    case = (await world.lodge()).complaint_id

    async def act(serial: int) -> None:
        async with world.scope():
            await record(act="test", by=SYSTEM, now=MONDAY, complaint_id=case, detail={"n": serial})

    await asyncio.gather(*(act(serial) for serial in range(12)))
    entries = await world.history(case)
    assert [entry.seq for entry in entries] == list(range(1, 15))
    assert [entry.prev_hash for entry in entries] == [GENESIS, *(entry.hash for entry in entries[:-1])]


async def test_what_has_no_canonical_form_is_not_recorded(world: World) -> None:
    with pytest.raises(TypeError):
        async with world.scope():
            await record(act="test", by=SYSTEM, now=MONDAY, detail={"amount": 0.1})


async def test_acts_outside_a_case_are_the_organisations_own(world: World) -> None:
    assert await world.acts() == ["onboard", "invite"]
    await world.lodge()
    assert await world.acts() == ["onboard", "invite"]
