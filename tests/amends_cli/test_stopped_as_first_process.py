"""The kernel tells a container's first process only what it listens for."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path

import asyncpg

from tests.amends_cli.terminal import COMMAND, environment
from tests.concurrency.waiting import eventually
from tests.world import World


async def test_a_migration_that_waits_hears_that_it_is_to_stop(world: World) -> None:
    """It waits for another one, so it is at work and its own listening is what counts."""
    owner = await asyncpg.connect(world.owner_url)
    await owner.execute(f"SELECT pg_advisory_lock({0x616D656E6473})")
    settings = at_of(world) | {"AMENDS_OWNER_URL": world.owner_url}
    process = await asyncio.create_subprocess_exec(*COMMAND, "migrate", env=environment(**settings))
    waits = "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted)"
    await eventually(lambda: owner.fetchval(waits))
    assert _caught(process.pid) & 1 << (signal.SIGTERM - 1)
    process.terminate()
    assert await process.wait() == 128 + signal.SIGTERM
    await owner.close()


def at_of(world: World) -> dict[str, str]:
    return {
        "AMENDS_MODE": "embedded",
        "AMENDS_DATABASE_URL": world.settings.database_url,
        "AMENDS_REDIS_URL": world.settings.redis_url,
        "AMENDS_SECRET": world.settings.secret,
        "AMENDS_HOME": str(world.settings.home),
    }


def _caught(pid: int) -> int:
    """The signals it has a handler for, as the kernel counts them."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("SigCgt")), 16)
