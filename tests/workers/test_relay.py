"""The relay: rows reach the queue, and wait where they are while the queue is away."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from uuid import UUID

import pytest

from tests.concurrency.waiting import eventually
from tests.world import World
from workers.flight import EACH, Room
from workers.relay import Relay, Row


class Queue:
    """What the relay knows of Redis: whether it is there, and how to put something on it."""

    def __init__(self) -> None:
        self.messages: list[tuple[UUID, UUID]] = []
        self.away = False
        self.asked = 0
        self.has_room = Room(100, {})
        self.lets_in = 100
        """How many rows, before another relay has taken the room."""

    def room(self) -> Room:
        self.asked += 1
        if self.away:
            raise ConnectionError
        return self.has_room

    def admit(self, rows: Sequence[Row]) -> list[Row]:
        return list(rows[: self.lets_in])

    def enqueue(self, tenant_id: UUID, row_id: UUID) -> None:
        self.room()
        self.messages.append((tenant_id, row_id))

    async def asked_often(self) -> bool:
        return self.asked > 5

    async def got_one(self) -> bool:
        return bool(self.messages)

    async def got_five(self) -> bool:
        return len(self.messages) == 5

    def relay(self) -> Relay:
        return Relay(enqueue=self.enqueue, flight=self)


async def test_what_is_owed_is_handed_out_once(world: World) -> None:
    queue = Queue()
    await world.lodge()
    await world.other.lodge()
    owed = len(await world.outbox()) + len(await world.other.outbox())
    relay = queue.relay()
    assert await relay.once() == owed >= 2
    assert await relay.once() == 0
    assert {tenant_id for tenant_id, _ in queue.messages} == {world.id, world.other.id}


async def test_while_the_queue_is_away_no_row_is_hidden(world: World) -> None:
    queue = Queue()
    queue.away = True
    await world.lodge()
    with pytest.raises(ConnectionError):
        await queue.relay().once()
    queue.away = False
    assert await queue.relay().once() == 1  # at once, not a minute later


async def test_what_the_queue_lost_comes_again(world: World) -> None:
    queue = Queue()
    await world.lodge()
    await queue.relay().once()
    queue.messages.clear()
    world.move_to(world.at(minutes=2))
    assert await queue.relay().once() == 1


async def test_trouble_is_said_once_and_survived(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("workers.relay.EVERY", 0.001)
    monkeypatch.setattr("workers.relay.LONGEST_PAUSE", 0.001)
    caplog.set_level(logging.INFO, "workers.relay")
    queue, stop = Queue(), asyncio.Event()
    queue.away = True
    await world.lodge()
    running = asyncio.create_task(queue.relay().run(stop))
    await eventually(queue.asked_often)
    queue.away = False
    await eventually(queue.got_one)
    stop.set()
    await running
    assert caplog.messages == ["relay cannot work, will keep trying", "relay works again"]


async def test_room_is_made_use_of_as_soon_as_there_is_any(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workers.relay.EVERY", 3600.0)
    for each in range(5):
        await world.lodge(email=f"amina.{each}@example.com")
    queue, stop = Queue(), asyncio.Event()
    queue.has_room = Room(100, {world.id: 2})
    relay = queue.relay()
    running = asyncio.create_task(relay.run(stop))

    async def got_five() -> bool:
        relay.landed()  # as the worker says of each message that ends
        return await queue.got_five()

    await eventually(got_five)
    stop.set()
    await running
    assert queue.asked < 20  # and nobody went round in circles


async def test_without_room_nothing_is_handed_out(world: World) -> None:
    await world.lodge()
    queue = Queue()
    for room in (Room(0, {}), Room(100, {world.id: 0})):
        queue.has_room = room
        assert await queue.relay().once() == 0
    queue.has_room = Room(100, {})
    assert await queue.relay().once() == 1  # and nothing was hidden meanwhile


async def test_what_another_relay_was_first_with_is_ready_at_once(world: World) -> None:
    for each in range(3):
        await world.lodge(email=f"amina.{each}@example.com")
    queue = Queue()
    queue.lets_in = 1
    assert [await queue.relay().once() for _ in range(4)] == [1, 1, 1, 0]
    assert len(set(queue.messages)) == 3


async def test_organisations_take_turns(world: World) -> None:
    """Whoever comes new is not behind those who owe much."""
    for _ in range(2 * EACH):
        await world.lodge()
    await world.other.lodge()
    queue = Queue()
    assert await queue.relay().once() == EACH + 1
    assert {tenant_id for tenant_id, _ in queue.messages[:2]} == {world.id, world.other.id}
