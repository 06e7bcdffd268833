"""Every organisation's histories are sealed once when its day has ended, and the seals leave the database."""

from __future__ import annotations

import asyncio
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from amends.audit.seal_text import from_text
from amends.audit.sealing import Seal
from amends.audit.seals import copies_outside, copy_outside, seal_day, tenants_to_seal
from amends.audit.tables import CaseHead, SealRow
from amends.complaints.deciding import accept
from amends.complaints.desk import Desk
from amends.config import Settings
from amends.database.scope import platform_scope
from amends.evidence.store import ObjectStore, StoreError, open_store
from amends.tenancy.tables import Tenant
from tenants.desks import desk_in_force
from tests.world import Organisation, World
from workers.sealing import Sealing

SHANGHAI = ZoneInfo("Asia/Shanghai")
LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def store(folder: Path) -> ObjectStore:
    return open_store(f"file://{folder}/store")


async def seal(organisation: Organisation, now: datetime) -> Seal | None:
    async with organisation.at_desk() as desk:
        return await seal_day(desk, secret=organisation.settings.secret, now=now)


async def waiting(now: datetime) -> list[object]:
    async with platform_scope():
        return list(await tenants_to_seal(now=now))


async def test_a_day_is_sealed_when_it_has_ended_where_the_organisation_is(world: World) -> None:
    before, after = (
        datetime(2026, 3, 2, 23, 59, tzinfo=SHANGHAI),
        datetime(2026, 3, 3, 0, 0, 1, tzinfo=SHANGHAI),
    )
    assert await waiting(before) == []
    assert await waiting(after) == [world.id]  # in London it is still Monday
    assert set(await waiting(datetime(2026, 3, 3, 0, 1, tzinfo=LONDON))) == {world.id, world.other.id}


async def test_what_has_been_sealed_is_not_waiting(world: World) -> None:
    made = await seal(world, world.at(days=1))
    assert made is not None
    assert (made.number, made.day) == (1, date(2026, 3, 2))
    assert world.id not in await waiting(world.at(days=1, hours=5))
    assert await seal(world, world.at(days=1, hours=5)) is None
    assert world.id in await waiting(world.at(days=2))


async def test_missed_days_are_sealed_together(world: World) -> None:
    await seal(world, world.at(days=1))
    made = await seal(world, world.at(days=5))
    assert made is not None
    assert (made.number, made.day) == (2, date(2026, 3, 6))


async def test_a_seal_covers_the_chains_that_have_grown(world: World) -> None:
    first, second = await world.lodge(), await world.lodge()
    await seal(world, world.at(days=1))
    await world.do(accept, second.complaint_id, by="ines", now=world.at(days=1, hours=1))
    made = await seal(world, world.at(days=2))

    assert made is not None
    async with world.scope():
        (row,) = await SealRow.objects().where(SealRow.number == 2)
        heads = await CaseHead.objects().where(CaseHead.seal_id == row.id)
    grown = {head.chain_id for head in heads}
    assert second.complaint_id in grown
    assert first.complaint_id not in grown


async def test_two_clocks_seal_a_day_once(world: World) -> None:
    made = await asyncio.gather(*(seal(world, world.at(days=1)) for _ in range(4)))
    assert sum(one is not None for one in made) == 1


async def test_administrators_keep_the_seal_in_their_mail(world: World) -> None:
    lodged = await world.lodge()
    made = await seal(world, world.at(days=1))
    (notice,) = await world.notices(event="seal", to="ada")
    (line,) = [line for line in str(notice.body).splitlines() if line.startswith("{")]
    kept, heads = from_text(line)
    assert kept == made
    assert lodged.complaint_id in {head.chain_id for head in heads}


async def test_a_quiet_day_is_sealed_but_nobody_is_written_to(world: World) -> None:
    await seal(world, world.at(days=1))
    before = len(await world.notices(event="seal"))
    made = await seal(world, world.at(days=2))
    assert made is not None
    assert made.heads_count == 0
    assert len(await world.notices(event="seal")) == before


async def test_seals_leave_the_database_and_stay_as_they_were(world: World, store: ObjectStore) -> None:
    made = await seal(world, world.at(days=1))
    assert await copy_outside(store, tenant_id=world.id) == 1
    assert await copy_outside(store, tenant_id=world.id) == 0
    (text,) = await copies_outside(store, tenant_id=world.id)
    assert from_text(text)[0] == made


async def test_several_clocks_copy_a_seal_at_once_and_none_takes_it_for_trouble(
    world: World, store: ObjectStore
) -> None:
    await seal(world, world.at(days=1))
    await asyncio.gather(*(copy_outside(store, tenant_id=world.id) for _ in range(4)))
    assert len(await copies_outside(store, tenant_id=world.id)) == 1


async def test_the_clock_seals_and_copies(world: World, store: ObjectStore) -> None:
    world.move_to(world.at(days=1))
    await Sealing(world.settings, store).once()
    for organisation in (world, world.other):
        assert len(await copies_outside(store, tenant_id=organisation.id)) == 1


async def test_a_store_that_is_away_gets_its_copies_later(
    world: World, store: ObjectStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: object, **__: object) -> None:
        raise StoreError("away")

    world.move_to(world.at(days=1))
    sealing = Sealing(world.settings, store)
    with monkeypatch.context() as patched:
        patched.setattr(store, "put", away)
        await sealing.once()
    assert await copies_outside(store, tenant_id=world.id) == []

    await sealing.once()
    assert len(await copies_outside(store, tenant_id=world.id)) == 1


async def test_killed_before_the_copy_a_new_clock_makes_it(world: World, store: ObjectStore) -> None:
    await seal(world, world.at(days=1))
    world.move_to(world.at(days=1))
    await Sealing(world.settings, store).once()
    assert len(await copies_outside(store, tenant_id=world.id)) == 1


async def test_one_organisations_trouble_holds_up_no_other(
    world: World, store: ObjectStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(tenant: Tenant, settings: Settings) -> Desk:
        if tenant.id == world.id:
            raise ZeroDivisionError
        return await desk_in_force(tenant, settings)

    monkeypatch.setattr("workers.sealing.desk_in_force", broken)
    world.move_to(world.at(days=1))
    await Sealing(world.settings, store).once()
    assert await copies_outside(store, tenant_id=world.id) == []
    assert len(await copies_outside(store, tenant_id=world.other.id)) == 1
