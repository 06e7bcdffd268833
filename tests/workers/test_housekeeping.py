"""What nobody needs any more is removed; what hangs on a case never is."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from pathlib import Path

import pytest

from amends import clock
from amends.database.scope import platform_scope
from amends.evidence.intake import SWEEP_AGE
from amends.evidence.store import ObjectStore, new_name, open_store
from amends.people.rates import LODGING, SIGN_IN, count_try
from amends.people.sessions import start_session
from amends.people.tables import Rate, Session
from amends.tenancy.tables import PlatformRate
from tests.workers.driving import work
from tests.world import MONDAY, World
from workers.housekeeping import Housekeeping


@pytest.fixture
def store(folder: Path) -> ObjectStore:
    return open_store(f"file://{folder}/store")


async def test_old_rates_and_sessions_go(world: World, store: ObjectStore) -> None:
    bram = world.people["bram"].id
    assert bram is not None
    async with world.scope():
        await start_session(person_id=bram, now=MONDAY)
    await count_try(LODGING, "somebody", tenant_id=world.id, now=MONDAY)
    await count_try(SIGN_IN, "somebody", tenant_id=None, now=MONDAY)

    for days, left in ((0, 1), (32, 0)):
        world.move_to(world.at(days=days))
        await Housekeeping(store).once()
        async with world.scope():
            assert await Session.count() == left
            assert await Rate.count() == left
        async with platform_scope():
            assert await PlatformRate.count() == left


async def test_what_is_owed_stays_until_it_is_settled(world: World, store: ObjectStore) -> None:
    await world.lodge()
    world.move_to(world.at(days=400))
    await Housekeeping(store).once()
    assert len(await world.outbox()) == 1
    assert len(await world.complaints()) == 1


async def test_objects_nobody_points_at_go_and_seals_stay(world: World, store: ObjectStore) -> None:
    orphan, seal = new_name(world.id), f"seals-{world.id}/00000001"
    for name in (orphan, seal):
        await store.put(name, b"data", sha256=hashlib.sha256(b"data").hexdigest())
    clock.use_offset_file(None)
    written = clock.now()
    for later, left in ((timedelta(), {orphan}), (SWEEP_AGE + timedelta(minutes=1), set())):
        world.move_to(written + later)
        await Housekeeping(store).once()
        assert {entry.name async for entry in store.list(str(world.id))} == left
    assert [entry.name async for entry in store.list(f"seals-{world.id}")] == [seal]


async def test_one_organisations_trouble_stops_no_other(
    world: World, store: ObjectStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    tidied = []

    async def tidy(*, now: object) -> None:
        tidied.append(now)
        if len(tidied) == 1:
            raise ZeroDivisionError

    monkeypatch.setattr("workers.housekeeping.tidy_tenant", tidy)
    await Housekeeping(store).once()
    assert len(tidied) == 2
    assert await work(world.settings) == 0
