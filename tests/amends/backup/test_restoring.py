"""A backup becomes a deployment again: the same rows behind the same walls, the same objects, and nothing sent."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import asyncpg
import pytest

from amends.audit.seals import copies_outside, copy_outside
from amends.audit.verify import verify_tenant
from amends.backup import content, manifest, restoring
from amends.backup.loading import load
from amends.backup.manifest import DUMP, SUMS, NoBackup
from amends.backup.restoring import Differs, RestoreRefused
from amends.backup.tools import ToolFailed, for_restoring
from amends.database import unfinished
from amends.database.engine import DB
from amends.database.scope import fetch, platform_scope
from amends.database.tables import WALLED
from amends.evidence.store import ObjectStore, StoreError, open_store
from amends.organisation.logos import keep_logo
from amends.organisation.operations import set_logo
from amends.outbox.hold import current_hold
from amends.outbox.operations import hand_out
from tests.amends.backup.conftest import Backups, Elsewhere, ask
from tests.amends.database.test_walls import fill
from tests.amends.evidence.bucket import running
from tests.amends.evidence.files import photo
from tests.web.account.conftest import operators_phone
from tests.world import World

_TABLES = "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"


@contextmanager
def looking_at(pool: asyncpg.Pool) -> Iterator[None]:
    """The engine works on the other database meanwhile."""
    before, DB.pool = DB.pool, pool
    try:
        yield
    finally:
        DB.pool = before


async def test_everything_is_there_again_behind_the_same_walls(
    world: World, backups: Backups, elsewhere: Elsewhere
) -> None:
    case, objects = await backups.case_with_photo()
    await fill(world)
    await operators_phone(world, "oleg@example.org")
    objects.append(await _logo(world, backups.store))
    await copy_outside(backups.store, tenant_id=world.id)
    taken = await backups.take()
    assert not [name for name, then in taken.manifest.tables.items() if not then.rows and name in _FILLED]
    restored = await elsewhere.restore(taken.place)
    assert restored.waiting == len(await world.outbox()) > 0
    await _same_content(taken.manifest, elsewhere)
    for name in objects:
        assert await elsewhere.store.get(name) == await backups.store.get(name)
    async with asyncpg.create_pool(elsewhere.app_url, min_size=0, max_size=2) as pool:
        with looking_at(pool):
            assert (await world.complaint(case)).id == case
            async with world.other.scope():
                assert await fetch("SELECT id FROM complaint") == []
            with pytest.raises(asyncpg.PostgresError):
                async with platform_scope():
                    await fetch("SELECT id FROM complaint")
            await _history_holds(world, elsewhere.store)
            await _nothing_is_sent(world)


_FILLED = frozenset(table._meta.tablename for table in WALLED) | {"operator_second_factor", "grant_index"}


async def _logo(world: World, store: ObjectStore) -> str:
    logo = await keep_logo(store, photo(), tenant_id=world.id)
    async with world.scope():
        await set_logo(logo, by=world.actor("ada"), now=world.at())
    return logo.object_name


async def _same_content(made: manifest.Manifest, elsewhere: Elsewhere) -> None:
    """Asked as the backup role, which reads behind the walls; the hold is all that is new."""
    connection = await asyncpg.connect(elsewhere.backup_url, server_settings=content.AS_TEXT)
    try:
        assert await content.schema(connection) == list(made.schema)
        for table, then in made.tables.items():
            now = await content.content(connection, table)
            assert now.rows == 1 if table == "outgoing_hold" else now == then, table
    finally:
        await connection.close()


async def _history_holds(world: World, store: ObjectStore) -> None:
    copies = await copies_outside(store, tenant_id=world.id)
    assert len(copies) == 1
    async with world.scope():
        checked = await verify_tenant(secrets=[world.settings.secret], copies=copies)
    assert checked.problems == ()
    assert checked.seals == 1


async def _nothing_is_sent(world: World) -> None:
    async with platform_scope():
        held = await current_hold()
        assert held is not None
        assert held.reason == "restored from the backup of 2026-03-02 01:00 UTC"
        assert await hand_out(now=world.at(days=1), most=10) == []


@pytest.mark.slow
async def test_never_over_data(backups: Backups, elsewhere: Elsewhere, world: World) -> None:
    await backups.case_with_photo()
    taken = await backups.take()
    with pytest.raises(RestoreRefused, match="The store is not empty"):
        await elsewhere.restore(taken.place, store=backups.store)
    with pytest.raises(RestoreRefused, match=r"The database is not empty \(public\."):
        await elsewhere.restore(taken.place, owner_url=world.owner_url, app_url=world.settings.database_url)
    assert await elsewhere.ask(_TABLES) == 0
    with pytest.raises(RestoreRefused, match="do not name the same database"):
        await elsewhere.restore(taken.place, app_url=world.settings.database_url)
    await elsewhere.restore(taken.place)
    with pytest.raises(RestoreRefused, match="The database is not empty"):
        await elsewhere.restore(taken.place)


@pytest.mark.slow
async def test_an_interrupted_one_goes_on_and_nothing_serves_meanwhile(
    backups: Backups, elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    await backups.case_with_photo()
    taken = await backups.take()

    class Full(ObjectStore):
        puts = 0

        async def put(self, name: str, data: bytes, *, sha256: str) -> None:
            self.puts += 1
            if self.puts > 1:
                raise StoreError("no space left on device")
            await super().put(name, data, sha256=sha256)

    with pytest.raises(StoreError):
        await elsewhere.restore(
            taken.place, store=Full(elsewhere.store._backend, folder=elsewhere.store.folder)
        )
    await _is_unfinished(elsewhere)

    async def killed(*_: object, **__: object) -> None:
        raise ToolFailed("psql was killed")

    with monkeypatch.context() as at_first:
        at_first.setattr(restoring, "_demand_same", killed)
        with pytest.raises(ToolFailed):
            await elsewhere.restore(taken.place)
    assert await elsewhere.ask(_TABLES) > 0
    await _is_unfinished(elsewhere)
    await elsewhere.restore(taken.place)
    assert await elsewhere.ask("SELECT to_regnamespace('restoring')") is None
    await _same_content(taken.manifest, elsewhere)


async def _is_unfinished(elsewhere: Elsewhere) -> None:
    connection = await asyncpg.connect(elsewhere.app_url)
    try:
        assert await unfinished.is_unfinished(connection)
    finally:
        await connection.close()


@pytest.mark.slow
async def test_another_backup_does_not_go_on_where_one_was_interrupted(
    backups: Backups, elsewhere: Elsewhere
) -> None:
    taken = await backups.take()
    connection = await asyncpg.connect(elsewhere.owner_url)
    try:
        await unfinished.mark(connection, "2025-01-01T00:00:00Z of another")
    finally:
        await connection.close()
    with pytest.raises(RestoreRefused, match="The restore of another backup"):
        await elsewhere.restore(taken.place)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda place: (place / manifest.NAME).unlink(), "is no whole backup"),
        (lambda place: (place / manifest.NAME).write_text("{"), "cannot be read as a backup"),
        (lambda place: (place / manifest.NAME).write_text('{"format": 9}'), "another version of amends"),
        (lambda place: (place / DUMP).write_bytes(b"x"), r"database\.dump is missing or was changed"),
        (lambda place: shutil.rmtree(place / "store"), r"store/.* is missing or was changed"),
        (lambda place: (place / SUMS).write_text(""), "SHA256SUMS was changed"),
    ],
    ids=["no manifest", "half a manifest", "newer", "dump changed", "object gone", "list changed"],
)
async def test_a_backup_that_is_not_what_was_written_is_refused(
    backups: Backups, damage: object, said: str
) -> None:
    await backups.case_with_photo()
    taken = await backups.take()
    assert callable(damage)
    damage(taken.place)
    with pytest.raises(NoBackup, match=said):
        await restoring.check(taken.place)


@pytest.mark.slow
async def test_half_a_dump_leaves_nothing(backups: Backups, elsewhere: Elsewhere, folder: Path) -> None:
    await backups.case_with_photo()
    taken = await backups.take()
    whole = (taken.place / DUMP).read_bytes()
    half = folder / "half.dump"
    half.write_bytes(whole[: len(whole) * 3 // 4])
    with pytest.raises(ToolFailed, match="pg_restore failed: "):
        await load(half, url=elsewhere.owner_url, by=for_restoring(written_by=taken.manifest.client))
    assert await elsewhere.ask(_TABLES) == 0


@pytest.mark.slow
async def test_what_psql_refuses_leaves_nothing(backups: Backups, elsewhere: Elsewhere) -> None:
    taken = await backups.take()
    await ask(elsewhere.owner_url, "CREATE TABLE tenant (id int)")
    with pytest.raises(ToolFailed, match=r'psql failed: ERROR: .*"tenant" already exists'):
        await load(
            taken.place / DUMP,
            url=elsewhere.owner_url,
            by=for_restoring(written_by=taken.manifest.client),
        )
    assert await elsewhere.ask(_TABLES) == 1


@pytest.mark.slow
async def test_rows_that_are_not_those_of_the_backup_are_seen(backups: Backups, elsewhere: Elsewhere) -> None:
    """A manifest of other rows stands for anything that may go wrong between two servers."""
    taken = await backups.take()
    found = manifest.read(taken.place)
    (taken.place / manifest.NAME).unlink()
    other = found.tables | {"tenant": manifest.TableContent(2, "1")}
    replace(found, tables=other).write(taken.place)
    with pytest.raises(Differs, match="tenant: 2 rows that are not those of the backup"):
        await elsewhere.restore(taken.place)
    await _is_unfinished(elsewhere)


@pytest.mark.slow
async def test_roles_it_names_must_be_there(backups: Backups, elsewhere: Elsewhere) -> None:
    taken = await backups.take()
    found = manifest.read(taken.place)
    (taken.place / manifest.NAME).unlink()
    replace(found, roles=("nobody_s_role",)).write(taken.place)
    with pytest.raises(
        RestoreRefused, match="gives rights to nobody_s_role, which this server does not have"
    ):
        await elsewhere.restore(taken.place)


@pytest.mark.slow
async def test_out_of_a_bucket_and_into_one(
    backups: Backups, elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    _, objects = await backups.case_with_photo()
    with running() as bucket:
        here = open_store(f"s3://evidence/here?endpoint={bucket.url}&region=eu-central-1")
        there = open_store(f"s3://evidence/there?endpoint={bucket.url}&region=eu-central-1")
        for name in objects:
            data = await backups.store.get(name)
            await here.put(name, data, sha256=hashlib.sha256(data).hexdigest())
        taken = await backups.take(store=here)
        assert taken.manifest.missing == ()
        await elsewhere.restore(taken.place, store=there)
        for name in objects:
            assert await there.get(name) == await backups.store.get(name)
