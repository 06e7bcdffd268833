"""The worker as it is really run: a process with real PostgreSQL, Valkey and mail server."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from amends.config import Settings
from amends.database.scope import platform_scope
from amends.running.tables import Process
from amends_cli.servers import environment
from tests.concurrency.waiting import eventually
from tests.mail import MailSink
from tests.workers.driving import sending_to
from tests.world import World

ROOT = Path(__file__).parent.parent.parent
PATIENCE = 20


@asynccontextmanager
async def running(name: str, settings: Settings) -> AsyncIterator[asyncio.subprocess.Process]:
    told = {
        **environment(settings),
        "AMENDS_CLOCK_OFFSET_FILE": str(settings.clock_offset_file),
        "PYTHONPATH": f"{ROOT / 'platform'}:{ROOT}",
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "amends_cli", name, env=os.environ | told, stderr=asyncio.subprocess.PIPE
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def reported() -> list[tuple[str, int]]:
    """The processes that say they run."""
    async with platform_scope():
        return [(str(row.kind), int(row.pid)) for row in await Process.objects()]


async def arrival(mail: MailSink) -> None:
    async with asyncio.timeout(PATIENCE):
        await mail.arrived.wait()
    mail.arrived.clear()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_mail_leaves_and_the_process_ends_in_order(
    world: World, mail: MailSink, number: signal.Signals
) -> None:
    await world.lodge()
    async with running("worker", sending_to(mail, world.settings)) as worker:
        await arrival(mail)
        await world.lodge(email="dora@example.com")  # while it runs
        await arrival(mail)
        assert await eventually(reported) == [("worker", worker.pid)]
        worker.send_signal(number)
        async with asyncio.timeout(PATIENCE):
            assert await worker.wait() == 0
    assert len({letter["Message-ID"] for letter in mail.mails}) == len(mail.mails) == 2
    assert all(row.settled_at is not None for row in await world.outbox())
    assert await reported() == []  # it took its leave


async def test_killed_while_the_server_thinks_the_mail_goes_again_under_its_id(
    world: World, mail: MailSink
) -> None:
    await world.lodge()
    settings = sending_to(mail, world.settings)
    mail.stall()
    async with running("worker", settings) as worker:
        async with asyncio.timeout(PATIENCE):
            await mail.stalled.wait()
        await eventually(reported)
        worker.kill()
        await worker.wait()
    assert await reported() == [("worker", worker.pid)]  # until its silence is noticed
    mail.accept()
    mail.arrived.clear()
    world.move_to(world.at(minutes=2))
    async with running("worker", settings):
        await arrival(mail)
    first, second = mail.mails
    assert first["Message-ID"] == second["Message-ID"]


async def test_the_clock_process_fires_seals_and_ends_in_order(world: World) -> None:
    case = (await world.lodge()).complaint_id
    world.move_to(world.at(days=1, minutes=1))

    async def broken_and_sealed() -> bool:
        return "promise-broken" in await world.acts(case) and bool(await world.notices(event="seal"))

    settings = replace(world.settings, store_url=f"file://{world.settings.home}/store-of-clock")
    async with running("clock", settings) as clock:
        await eventually(broken_and_sealed)
        clock.send_signal(signal.SIGTERM)
        async with asyncio.timeout(PATIENCE):
            assert await clock.wait() == 0
