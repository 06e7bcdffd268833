"""How much of an organisation is under way: bounded, and never for longer than somebody works on it."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
import redis

from tests.world import World
from workers.flight import ALL_SLOW, EACH, KEYS, QUEUED, Flight

HARBOUR, MILLS = uuid4(), uuid4()


@pytest.fixture
def client(world: World) -> Iterator[redis.Redis]:
    client = redis.Redis.from_url(world.settings.redis_url)
    _empty(client)
    yield client
    _empty(client)
    client.close()


@pytest.fixture
def flight(client: redis.Redis) -> Flight:
    return Flight(client, queue=f"{KEYS}:queue")


def rows(of: UUID, count: int) -> list[tuple[UUID, UUID]]:
    return [(of, uuid4()) for _ in range(count)]


def begin(flight: Flight, given: list[tuple[UUID, UUID]]) -> None:
    for of, row in flight.admit(given):
        flight.begun(str(of), str(row))


def land(flight: Flight, given: list[tuple[UUID, UUID]]) -> None:
    for of, row in given:
        flight.landed(str(of), str(row))


def test_an_organisation_gets_its_share_and_no_more(flight: Flight) -> None:
    many = rows(HARBOUR, EACH + 5)
    assert flight.admit([*many, *rows(MILLS, 1)])[:-1] == many[:EACH]
    assert flight.room().of == {HARBOUR: 0, MILLS: EACH - 1}
    assert flight.admit(many[:EACH]) == many[:EACH]  # they have theirs already
    land(flight, many[:3])
    assert flight.room().of[HARBOUR] == 3


def test_what_killed_workers_held_ends_by_itself(flight: Flight, world: World) -> None:
    begin(flight, rows(HARBOUR, EACH))
    world.move_to(world.at(minutes=2))
    assert flight.room().of.get(HARBOUR, EACH) == EACH
    assert flight._client.zcard(f"{KEYS}:begun") == 0


def test_emptied_it_counts_anew(flight: Flight, client: redis.Redis) -> None:
    under_way = rows(HARBOUR, EACH)
    begin(flight, under_way)
    _empty(client)
    client.script_flush()
    assert flight.room().of == {}
    assert len(flight.admit(rows(HARBOUR, 1))) == 1
    land(flight, under_way)  # from before: nothing goes below none
    assert flight.room().of == {HARBOUR: EACH - 1}


def test_who_waits_in_the_queue_is_not_slow(flight: Flight, world: World) -> None:
    flight.admit(rows(HARBOUR, EACH))
    world.move_to(world.at(seconds=30))
    flight.room()
    assert flight.admit(rows(MILLS, EACH)) != []
    assert not flight._client.exists(f"{KEYS}:slow")


def test_one_slow_organisation_keeps_its_share(flight: Flight, world: World) -> None:
    begin(flight, rows(HARBOUR, 2))
    world.move_to(world.at(seconds=20))
    assert flight.room().of == {HARBOUR: EACH - 2}


def test_all_slow_ones_together_leave_half_a_worker_to_the_others(flight: Flight, world: World) -> None:
    slow = [uuid4() for _ in range(20)]
    for one in slow:
        begin(flight, rows(one, 1))
    world.move_to(world.at(seconds=20))
    assert set(flight.room().of.values()) == {0}  # twenty are more than half already
    flight._client.delete(f"{KEYS}:leases")
    asked = [row for one in slow for row in rows(one, EACH)]
    assert len(flight.admit(asked)) == ALL_SLOW
    assert len(flight.admit(rows(MILLS, EACH))) == EACH


def test_who_was_slow_is_forgiven(flight: Flight, world: World) -> None:
    under_way = rows(HARBOUR, 1)
    begin(flight, under_way)
    world.move_to(world.at(seconds=20))
    flight.room()
    land(flight, under_way)
    world.move_to(world.at(minutes=4))
    assert flight.room().of == {}


def test_a_queue_that_nobody_works_off_is_not_filled_further(flight: Flight, client: redis.Redis) -> None:
    assert flight.room().queue == QUEUED
    client.rpush(f"{KEYS}:queue", *range(QUEUED + 3))
    assert flight.room().queue == 0


def _empty(client: redis.Redis) -> None:
    for key in client.scan_iter(f"{KEYS}*"):
        client.delete(key)
