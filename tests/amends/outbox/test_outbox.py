"""What is owed to the outside: published once, handed out until settled or dead, held by one worker at a time."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from amends.database.scope import execute, platform_scope
from amends.errors import NotFound
from amends.notices.dead_letters import dead_letter
from amends.outbox.operations import (
    CLAIM_LASTS,
    HANDED_OUT_AGAIN,
    MOST_ATTEMPTS,
    Claimed,
    claim,
    fail,
    hand_out,
    publish,
    put_off,
    settle,
)
from tests.world import MONDAY, Organisation, World


async def owe(organisation: Organisation, key: str = "letter:1", now: datetime = MONDAY) -> None:
    async with organisation.scope():
        await publish(name="letter", payloads={key: {"id": key}}, now=now)


async def handed_out(now: datetime, most: int = 100) -> list[tuple[UUID, UUID]]:
    async with platform_scope():
        return list(await hand_out(now=now, most=most))


async def claimed(organisation: Organisation, row_id: UUID, now: datetime) -> Claimed | None:
    async with organisation.scope():
        return await claim(row_id=row_id, now=now)


async def tried(organisation: Organisation, row_id: UUID, times: int) -> None:
    async with organisation.scope():
        await execute("UPDATE outbox SET attempts = $2 WHERE id = $1", row_id, times)


async def test_the_same_debt_is_owed_once_in_each_organisation(world: World) -> None:
    for _ in range(3):
        await owe(world)
    await owe(world.other)
    assert len(await world.outbox()) == len(await world.other.outbox()) == 1


async def test_a_row_comes_again_until_it_is_settled(world: World) -> None:
    await owe(world)
    ((tenant_id, row_id),) = await handed_out(MONDAY)
    assert tenant_id == world.id
    assert await handed_out(MONDAY + HANDED_OUT_AGAIN / 2) == []
    assert await handed_out(MONDAY + HANDED_OUT_AGAIN) == [(tenant_id, row_id)]  # the queue lost it

    async with world.scope():
        await settle(row_id=row_id, now=MONDAY)
    assert await handed_out(MONDAY + timedelta(days=1)) == []


async def test_oldest_first_across_organisations(world: World) -> None:
    await owe(world, "second", now=world.at(seconds=2))
    await owe(world.other, "first", now=world.at(seconds=1))
    await owe(world, "third", now=world.at(seconds=3))
    (first,) = await handed_out(world.at(minutes=1), most=1)
    assert first[0] == world.other.id
    assert len(await handed_out(world.at(minutes=1), most=5)) == 2


async def test_two_relays_hand_each_row_out_once(world: World) -> None:
    for serial in range(20):
        await owe(world, f"letter:{serial}")
    relays = await asyncio.gather(*(handed_out(MONDAY, most=10) for _ in range(4)))
    rows = [row for rows in relays for row in rows]
    assert len(rows) == len(set(rows)) == 20


async def test_one_worker_holds_a_row(world: World) -> None:
    await owe(world)
    ((_, row_id),) = await handed_out(MONDAY)
    answers = await asyncio.gather(*(claimed(world, row_id, MONDAY) for _ in range(6)))
    (ours,) = [answer for answer in answers if answer]
    assert (ours.name, ours.payload, ours.attempts) == ("letter", {"id": "letter:1"}, 1)


async def test_a_claim_ends_before_the_row_is_handed_out_again(world: World) -> None:
    await owe(world)
    ((_, row_id),) = await handed_out(MONDAY)
    await claimed(world, row_id, MONDAY)
    assert await claimed(world, row_id, MONDAY + CLAIM_LASTS - timedelta(seconds=1)) is None
    again = await claimed(world, row_id, MONDAY + HANDED_OUT_AGAIN)
    assert again is not None
    assert again.attempts == 2


async def test_another_organisation_cannot_claim(world: World) -> None:
    await owe(world)
    ((_, row_id),) = await handed_out(MONDAY)
    assert await claimed(world.other, row_id, MONDAY) is None


async def test_waiting_grows_with_each_failure(world: World) -> None:
    await owe(world)
    ((_, row_id),) = await handed_out(MONDAY)
    waits = []
    for attempts in range(1, 9):
        await tried(world, row_id, attempts)
        async with world.scope():
            dead = await fail(row_id=row_id, attempts=attempts, failure="no", permanent=False, now=MONDAY)
        assert dead is False
        waits.append(((await world.outbox())[0].not_before - MONDAY).total_seconds())
    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == (5, 3600)


@pytest.mark.parametrize(("attempts", "permanent"), [(MOST_ATTEMPTS, False), (1, True)])
async def test_the_dead_do_not_come_again(world: World, attempts: int, permanent: bool) -> None:
    await owe(world)
    ((_, row_id),) = await handed_out(MONDAY)
    await tried(world, row_id, attempts)
    async with world.scope():
        assert await fail(row_id=row_id, attempts=attempts, failure="no", permanent=permanent, now=MONDAY)
    assert await handed_out(MONDAY + timedelta(days=30)) == []
    assert await claimed(world, row_id, MONDAY + timedelta(days=30)) is None


async def test_whoever_was_too_slow_has_no_say_any_more(world: World) -> None:
    """A worker held up for longer than its claim, and the one that has the row now."""
    await owe(world)
    ((_, row_id),) = await handed_out(MONDAY)
    slow, quick = [await claimed(world, row_id, MONDAY + HANDED_OUT_AGAIN * turn) for turn in (0, 1)]
    assert slow is not None
    assert quick is not None

    async def too_late() -> None:
        async with world.scope():
            for permanent in (False, True):
                gone = await fail(
                    row_id=row_id, attempts=slow.attempts, failure="no", permanent=permanent, now=MONDAY
                )
                assert gone is None

    await too_late()
    assert await claimed(world, row_id, MONDAY + HANDED_OUT_AGAIN) is None  # the quick one's still
    async with world.scope():
        await settle(row_id=row_id, now=MONDAY)
    await too_late()
    (row,) = await world.outbox()
    assert row.failure is None
    assert row.dead_at is None


async def test_what_has_left_is_not_among_the_dead(world: World) -> None:
    """The slow one's mail was taken though the quick one's was refused."""
    await owe(world)
    ((_, row_id),) = await handed_out(MONDAY)
    await tried(world, row_id, 1)
    async with world.scope():
        assert await fail(row_id=row_id, attempts=1, failure="no", permanent=True, now=MONDAY)
    async with platform_scope():
        assert await dead_letter(row_id)
    async with world.scope():
        await settle(row_id=row_id, now=MONDAY)
    async with platform_scope():
        with pytest.raises(NotFound):
            await dead_letter(row_id)


async def test_put_off_is_no_attempt(world: World) -> None:
    await owe(world)
    ((_, row_id),) = await handed_out(MONDAY)
    await claimed(world, row_id, MONDAY)
    async with world.scope():
        await put_off(row_id=row_id, until=world.at(minutes=5))
    assert await claimed(world, row_id, world.at(minutes=4)) is None
    assert (await world.outbox())[0].attempts == 0
    assert await handed_out(world.at(minutes=5)) == [(world.id, row_id)]
