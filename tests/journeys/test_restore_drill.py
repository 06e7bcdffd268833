"""The drill: a deployment at work is backed up and becomes another one, which shows the same cases and sends nothing."""

from __future__ import annotations

import asyncio
import hashlib
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from amends import clock
from amends.audit.seals import copy_outside, seal_day
from amends.backup.folder import whole_ones
from amends.database.embedded.servers import EmbeddedServers
from amends.database.engine import DB
from amends.database.scope import fetch, platform_scope
from amends.evidence.intake import Upload, receive
from amends.evidence.store import open_store
from amends.outbox.operations import hand_out
from amends.people.sessions import start_session
from tests.amends.evidence.files import photo
from tests.amends_cli.terminal import shell
from tests.web.visitor import Visitor
from tests.world import World
from web.app import create_app

pytestmark = pytest.mark.slow


@pytest.fixture
def home() -> Iterator[Path]:
    """Within reach of the servers' account; empty."""
    path = Path(tempfile.mkdtemp(prefix="amends-test-"))
    yield path
    shutil.rmtree(path, ignore_errors=True)


class Writer:
    """Lodges complaints with photos, one after the other, and remembers each when it was told that it is kept."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.photos: dict[UUID, bytes] = {}

    async def lodge(self) -> UUID:
        body = photo(size=(64, 48 + len(self.photos)))
        store = open_store(self.world.settings.store_url)
        stored = await receive(store, tenant_id=self.world.id, uploads=[Upload("lift.jpg", body)])
        case = (await self.world.lodge(evidence=stored)).complaint_id
        self.photos[case] = body
        return case

    async def lodge_until(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            await self.lodge()


async def test_the_drill(world: World, folder: Path, home: Path) -> None:
    writer = Writer(world)
    first = await writer.lodge()
    async with world.at_desk() as desk:
        await seal_day(desk, secret=world.settings.secret, now=world.at(days=1))
    await copy_outside(open_store(world.settings.store_url), tenant_id=world.id)
    before, place, since = await _back_up_at_work(writer, folder / "backups")
    after = await writer.lodge()

    given = {"AMENDS_HOME": str(home), "AMENDS_SECRET": world.settings.secret}
    restored = await asyncio.to_thread(shell, "restore", "--from", str(place), **given)
    assert restored.returncode == 0, restored.stderr
    for slug in ("harbour", "garden"):
        assert any(line.startswith("ok") and f" {slug}: " in line for line in restored.stdout.splitlines())
    assert "amends: outgoing mail is on hold" in restored.stdout

    async with _at(home, world) as there:
        cases = {row.id for row in await there.complaints()}
        assert before <= cases <= set(writer.photos)
        assert after not in cases
        assert len(cases - before) < since, "the writer never stopped"
        await _evidence_is_what_it_was(there, writer)
        await _a_page_is_served(there, first, writer.photos[first])
        await _mail_is_owed_under_the_same_id_and_waits(world, there, first)
    told = await asyncio.to_thread(shell, "doctor", AMENDS_HOME=str(home))
    wrong = [line for line in told.stdout.splitlines() if line.startswith("WRONG")]
    assert [line.split()[1] for line in wrong] == ["outgoing"], told.stdout


async def _back_up_at_work(writer: Writer, to: Path) -> tuple[set[UUID], Path, int]:
    """What had been lodged when it began, the backup, how many were lodged while it was made and after."""
    stop = asyncio.Event()
    for _ in range(3):
        await writer.lodge()
    before = set(writer.photos)
    writing = asyncio.create_task(writer.lodge_until(stop))
    settings = writer.world.settings
    made = await asyncio.to_thread(
        shell, "backup", "--to", str(to),
        AMENDS_MODE="embedded", AMENDS_DATABASE_URL=settings.database_url,
        AMENDS_BACKUP_URL=writer.world.backup_url, AMENDS_STORE_URL=settings.store_url,
        AMENDS_SECRET=settings.secret, AMENDS_REDIS_URL=settings.redis_url,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    await writer.lodge()
    stop.set()
    await writing
    [place] = whole_ones(to)
    return before, place, len(set(writer.photos) - before)


@asynccontextmanager
async def _at(home: Path, world: World) -> AsyncIterator[World]:
    """The restored deployment, as the test's own."""
    servers = EmbeddedServers()
    urls = servers.start(home)
    settings = replace(
        world.settings,
        home=home,
        database_url=urls.app_url,
        redis_url=urls.redis_url,
        store_url=f"file://{home}/store",
    )
    mine, DB.pool = DB.pool, None
    try:
        await DB.open(urls.app_url, size=4)
        yield replace(world, settings=settings)
        await DB.close()
    finally:
        DB.pool = mine
        data = servers.data
        servers.stop()
        if data != home:
            shutil.rmtree(data, ignore_errors=True)


async def _evidence_is_what_it_was(there: World, writer: Writer) -> None:
    store = open_store(there.settings.store_url)
    async with there.scope():
        rows = await fetch("SELECT complaint_id, object_name, sha256, copy_name, copy_sha256 FROM evidence")
    assert len(rows) >= 4
    for row in rows:
        assert await store.get(row["object_name"]) == writer.photos[row["complaint_id"]]
        copy = await store.get(row["copy_name"])
        assert hashlib.sha256(copy).hexdigest() == row["copy_sha256"]


async def _a_page_is_served(there: World, case: UUID, original: bytes) -> None:
    async with there.scope():
        person_id = there.actor("chen").id
        assert person_id is not None
        token = await start_session(person_id=person_id, now=clock.now())
    chen = Visitor(create_app(there.settings), there.host)
    chen.http.cookies.set("amends_session", token, domain=there.host)
    try:
        page = await chen.get(f"/portal/cases/{case}")
        assert page.status == 200
        assert "Nobody answered at the counter" in page.words
        assert (await chen.get(page.link("/original"))).response.content == original
    finally:
        await chen.close()


async def _mail_is_owed_under_the_same_id_and_waits(here: World, there: World, case: UUID) -> None:
    async with there.scope():
        owed = await fetch("SELECT message_id FROM notice WHERE channel = 'mail' AND complaint_id = $1", case)
    assert owed
    async with platform_scope():
        assert await hand_out(now=there.at(days=2), most=10) == []
    mine, DB.pool = DB.pool, None
    try:
        await DB.open(here.settings.database_url, size=1)
        async with here.scope():
            same = await fetch(
                "SELECT message_id FROM notice WHERE channel = 'mail' AND complaint_id = $1", case
            )
        await DB.close()
    finally:
        DB.pool = mine
    assert sorted(row["message_id"] for row in owed) == sorted(row["message_id"] for row in same)
