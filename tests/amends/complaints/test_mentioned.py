"""Whom a note calls by name hears of it; never whom the case is about, nor who may not read it."""

from __future__ import annotations

from amends.complaints.concerned import name_concerned
from amends.correspondence.operations import note
from amends.database.scope import execute
from tests.world import World


async def told(world: World, name: str) -> list[str]:
    return [str(row.body) for row in await world.notices(to=name, event="case_news", channel="app")]


async def test_called_in_a_note_and_told_once(world: World) -> None:
    case = (await world.lodge()).complaint_id
    await world.do(note, case, by="bram", body="@Chen and @Chen again: whose is it? @Dora too, @Bram.")
    [body] = await told(world, "chen")
    assert "Bram" in body
    assert "whose is it?" in body
    for name in ("bram", "ines"):
        assert await told(world, name) == []
    assert await world.other.notices(to="dora", event="case_news") == []


async def test_neither_whom_it_is_about_nor_who_may_not_read_it(world: World) -> None:
    case = (await world.lodge()).complaint_id
    await world.do(name_concerned, case, by="ines", person_id=world.actor("chen").id)
    await world.do(note, case, by="bram", body="@Chen and @Ines")
    assert await told(world, "chen") == []
    assert len(await told(world, "ines")) == 1
    async with world.scope():
        await execute("UPDATE complaint SET confidential = true WHERE id = $1", case)
    await world.do(note, case, by="bram", body="@Ines, between us")
    assert len(await told(world, "ines")) == 1
