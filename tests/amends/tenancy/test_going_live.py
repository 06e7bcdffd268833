"""From a trial to what counts: everything tried is wiped once, nothing that counts ever is."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import asyncpg
import pytest

from amends import clock
from amends.audit.seals import seal_day
from amends.audit.verify import Checked, verify_tenant
from amends.complaints.case import take
from amends.database.scope import execute, fetch_one, platform_scope
from amends.errors import Invalid
from amends.evidence.intake import SWEEP_AGE, Upload, receive
from amends.evidence.store import open_store
from amends.notices.operations import tell
from amends.notices.recipients import Recipient
from amends.outbox.tables import Outbox
from amends.policy.events import Event
from amends.tenancy import trial
from amends.tenancy.operations import NewTenant, tenant_by_id
from amends.tenancy.tables import Tenant
from tests.world import MONDAY, Organisation, World, add_organisation
from workers.housekeeping import Housekeeping

NAME = "Lighthouse"
WANTED = NewTenant("lighthouse", "灯塔", NAME, "service", "Asia/Shanghai", "zh", "400-3000")


@pytest.fixture
async def lighthouse(world: World) -> Organisation:
    """Trying out, with the same people as Harbour."""
    return await add_organisation(world.settings, WANTED, trial=True)


async def go_live(organisation: Organisation, *, name: str = NAME, then: str = "SELECT") -> trial.Tried:
    async with organisation.scope():
        tenant = await tenant_by_id(organisation.id)
        gone = await trial.go_live(tenant, name=name, by=organisation.actor("ada"), now=MONDAY)
        await execute(then)
        return gone


async def live_at(organisation: Organisation) -> object:
    async with platform_scope():
        return (await tenant_by_id(organisation.id)).live_at


async def verified(organisation: Organisation) -> Checked:
    async with organisation.scope():
        return await verify_tenant(secrets=organisation.settings.secrets)


async def test_what_was_tried_is_gone_and_counting_begins(lighthouse: Organisation) -> None:
    store = open_store(lighthouse.settings.store_url)
    stored = await receive(store, tenant_id=lighthouse.id, uploads=[Upload("a.txt", b"Dear Sirs")])
    first = await lighthouse.lodge(evidence=stored)
    second = await lighthouse.lodge()
    gone = await go_live(lighthouse)
    assert (gone.complaints, gone.files) == (2, 1)
    assert gone.letters >= 2
    assert gone.entries >= 4
    assert await lighthouse.complaints() == []
    assert await lighthouse.outbox() == []
    assert [row for row in await lighthouse.notices() if row.complaint_id] == []
    [entry] = await lighthouse.history()
    assert (entry.act, entry.seq, entry.actor_id) == ("go-live", 1, lighthouse.actor("ada").id)
    assert '"complaints":2' in entry.detail.replace(" ", "")
    assert (await lighthouse.lodge()).number == first.number
    assert first.number != second.number
    checked = await verified(lighthouse)
    assert (checked.problems, checked.chains) == ((), 2)


async def test_the_files_of_a_trial_leave_the_store(lighthouse: Organisation, world: World) -> None:
    """Whoever is killed after the wipe: the next sweep finds what no row points at."""
    store = open_store(world.settings.store_url)
    stored = await receive(store, tenant_id=lighthouse.id, uploads=[Upload("a.txt", b"Dear Sirs")])
    await lighthouse.lodge(evidence=stored)
    await go_live(lighthouse)
    world.move_to(clock.now() + SWEEP_AGE + timedelta(days=300))
    await Housekeeping(store).once()
    assert [entry.name async for entry in store.list(str(lighthouse.id))] == []


async def test_invitations_under_way_are_no_part_of_the_trial(lighthouse: Organisation) -> None:
    await lighthouse.lodge()
    async with lighthouse.at_desk() as desk:
        to = Recipient(name="Bo", address="bo@example.com", language="en")
        await tell(desk, Event.INVITATION, to=to, values={}, key="bo", now=MONDAY)
    await go_live(lighthouse)
    [still] = await lighthouse.outbox()
    notices = await lighthouse.notices()
    assert {row.event for row in notices} == {Event.INVITATION}
    assert any(str(row.id) in still.payload for row in notices)


async def test_the_organisation_is_named_by_who_wipes_it(lighthouse: Organisation) -> None:
    await lighthouse.lodge()
    with pytest.raises(Invalid) as wrong:
        await go_live(lighthouse, name="Harbour")
    assert set(wrong.value.fields) == {"typed_name"}
    assert len(await lighthouse.complaints()) == 1


async def test_a_live_organisation_is_never_wiped(world: World) -> None:
    await world.lodge()
    with pytest.raises(trial.AlreadyLive):
        await go_live(world, name="Harbour")
    with pytest.raises(asyncpg.RestrictViolationError):
        async with world.scope():
            await execute("SELECT wipe_trial($1)", MONDAY)
    assert len(await world.complaints()) == 1


@pytest.mark.parametrize("change", ["live_at = NULL", "live_at = live_at + interval '1 day'"])
async def test_live_once_is_live_for_good_for_the_owner_too(world: World, change: str) -> None:
    connection = await asyncpg.connect(world.owner_url)
    try:
        with pytest.raises(asyncpg.RaiseError, match="goes live once"):
            await connection.execute(f"UPDATE tenant SET {change}")
    finally:
        await connection.close()
    with pytest.raises(asyncpg.RaiseError):
        async with platform_scope():
            await Tenant.update({Tenant.live_at: None}).where(Tenant.id == world.id)


async def test_a_seal_tells_of_an_organisation_that_was_live(world: World) -> None:
    """Though somebody with the owner's rights made a trial of it again."""
    await world.lodge()
    async with world.at_desk() as desk:
        await seal_day(desk, secret=world.settings.secret, now=world.at(days=1))
    async with world.as_owner() as owner:
        await owner.execute("ALTER TABLE tenant DISABLE TRIGGER live_stays_live")
        await owner.execute("UPDATE tenant SET live_at = NULL")
        await owner.execute("ALTER TABLE tenant ENABLE TRIGGER live_stays_live")
    with pytest.raises(asyncpg.RestrictViolationError):
        await go_live(world, name="Harbour")
    assert len(await world.complaints()) == 1


async def test_the_owner_deletes_a_trial_s_rows_alone_and_reads_none(
    lighthouse: Organisation, world: World
) -> None:
    await lighthouse.lodge()
    await world.lodge()
    async with world.as_owner() as owner:
        for organisation, deleted in ((world, "DELETE 0"), (lighthouse, "DELETE 1")):
            await owner.execute("SELECT set_config('amends.tenant', $1, true)", str(organisation.id))
            assert await owner.fetchval("SELECT count(*) FROM complaint") == 0
            assert await owner.execute("DELETE FROM number_series") == deleted


async def test_a_wipe_that_breaks_off_took_nothing(lighthouse: Organisation, world: World) -> None:
    """The line is cut after everything was deleted and before the commit."""
    lodged = await lighthouse.lodge()
    with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError, OSError)):
        await go_live(lighthouse, then="SELECT pg_terminate_backend(pg_backend_pid())")
    assert [row.id for row in await lighthouse.complaints()] == [lodged.complaint_id]
    assert await live_at(lighthouse) is None
    assert (await verified(lighthouse)).problems == ()


async def test_an_act_under_way_ends_first_and_a_lodging_after_it_counts(
    lighthouse: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody holds the case and writes once the wipe had to give way: no deadlock, nothing half."""
    lodged = await lighthouse.lodge()
    held, gave_way, wipe = asyncio.Event(), asyncio.Event(), trial._wipe

    async def watched(now: datetime) -> trial.Tried:
        try:
            return await wipe(now)
        except asyncpg.LockNotAvailableError:
            gave_way.set()
            raise

    monkeypatch.setattr(trial, "_wipe", watched)

    async def act() -> None:
        async with lighthouse.at_desk() as desk:
            case = await take(desk, lodged.complaint_id)
            held.set()
            await gave_way.wait()
            await case.tell_complainant(Event.PROGRESS, key="late", now=MONDAY, text="soon")

    acting = asyncio.create_task(act())
    await held.wait()
    gone = await go_live(lighthouse)
    await acting
    after = await lighthouse.lodge()
    assert gone.complaints == 1
    assert [row.id for row in await lighthouse.complaints()] == [after.complaint_id]
    assert after.number == lodged.number
    assert (await verified(lighthouse)).problems == ()


async def test_many_at_once_leave_whole_cases_and_one_wipe(lighthouse: Organisation) -> None:
    """Lodgings from all sides while it goes live, twice at once: each is wiped whole or counts whole."""
    before = [await lighthouse.lodge() for _ in range(3)]
    lodgings = [asyncio.create_task(lighthouse.lodge()) for _ in range(6)]
    wipes = [asyncio.create_task(go_live(lighthouse)) for _ in range(2)]
    done = await asyncio.gather(*lodgings, *wipes, return_exceptions=True)
    assert sum(isinstance(each, trial.AlreadyLive) for each in done) == 1
    assert not [
        each for each in done if isinstance(each, BaseException) and not isinstance(each, trial.AlreadyLive)
    ]
    [gone] = [each for each in done if isinstance(each, trial.Tried)]
    left = await lighthouse.complaints()
    assert gone.complaints + len(left) == len(before) + len(lodgings)
    assert len({row.number for row in left}) == len(left)
    assert (await lighthouse.history())[0].act == "go-live"
    async with lighthouse.scope():
        row = await fetch_one(
            "SELECT count(DISTINCT complaint_id) AS told FROM notice WHERE event = 'lodged'"
        )
        owed = await Outbox.count()
    assert row is not None
    assert row["told"] == len(left)
    assert owed >= len(left)
    assert (await verified(lighthouse)).problems == ()
