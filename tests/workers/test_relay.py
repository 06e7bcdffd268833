"""The relay: rows reach the queue, and wait where they are while the queue is away."""

from __future__ import annotations

import asyncio
import logging
from uuid import UUID

import pytest

from tests.concurrency.waiting import eventually
from tests.world import World
from workers.relay import Relay


class Queue:
    """What the relay knows of Redis: whether it is there, and how to put something on it."""

    def __init__(self) -> None:
        self.messages: list[tuple[UUID, UUID]] = []
        self.away = False
        self.asked = 0

    def reachable(self) -> None:
        self.asked += 1
        if self.away:
            raise ConnectionError

    def enqueue(self, tenant_id: UUID, row_id: UUID) -> None:
        self.reachable()
        self.messages.append((tenant_id, row_id))

    async def asked_often(self) -> bool:
        return self.asked > 5

    async def got_one(self) -> bool:
        return bool(self.messages)

    async def got_five(self) -> bool:
        return len(self.messages) == 5

    def relay(self) -> Relay:
        return Relay(enqueue=self.enqueue, reachable=self.reachable)


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
    world.move_to(world.at(seconds=61))
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


async def test_a_full_hand_is_followed_by_the_next_at_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workers.relay.EVERY", 3600.0)
    monkeypatch.setattr("workers.relay.MOST", 2)
    for _ in range(5):
        await world.lodge()
    queue, stop = Queue(), asyncio.Event()
    running = asyncio.create_task(queue.relay().run(stop))
    await eventually(queue.got_five)
    stop.set()
    await running
