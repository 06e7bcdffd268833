"""What a replay is told of earlier complaints is what lodging itself found."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from amends.simulation.gathering import ids_since, recorded
from amends.simulation.recorded import REPEATED
from tests.world import MONDAY, World


async def test_when_the_same_was_complained_of_last_by_address_or_number(world: World) -> None:
    lodged: list[dict[str, Any]] = [
        {"email": "Amina@Example.com", "phone": "+86 10 6552 9988"},
        {"email": "amina@example.com", "phone": ""},
        {"email": "AMINA@example.com", "phone": ""},
        {"email": "lin@example.com", "phone": "+86 10 6552 9988"},
        {"email": "nobody.yet@example.com", "phone": ""},
    ]
    for day, given in enumerate(lodged):
        await world.lodge(now=world.at(days=day), **given)
    async with world.at_desk():
        cases = await recorded(await ids_since(MONDAY - timedelta(days=1)), [REPEATED])
    before = [case.last_alike and (case.last_alike - MONDAY).days for case in cases]
    assert before == [None, 0, 1, 0, None], "however it was typed"


async def test_it_is_looked_up_only_where_somebody_would_be_told(world: World) -> None:
    for day in range(2):
        await world.lodge(now=world.at(days=day), email="amina@example.com")
    async with world.at_desk():
        cases = await recorded(await ids_since(MONDAY - timedelta(days=1)), [])
    assert [case.last_alike for case in cases] == [None, None]
