"""Killed in the middle, a backup is no backup and a restore no deployment; the next run says so and goes on."""

from __future__ import annotations

import asyncio
import signal
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import psutil
import pytest

from amends.backup.folder import whole_ones
from tests.amends.backup.conftest import Backups, Elsewhere, backups, elsewhere
from tests.amends_cli.terminal import COMMAND, environment, shell
from tests.concurrency.waiting import eventually
from tests.world import World

__all__ = ["backups", "elsewhere"]
pytestmark = pytest.mark.slow


@asynccontextmanager
async def in_the_way(url: str, statement: str) -> AsyncIterator[None]:
    """Whoever needs what the statement has locked waits until the end of this."""
    connection = await asyncpg.connect(url)
    try:
        async with connection.transaction():
            await connection.execute(statement)
            yield
            raise _Undone
    except _Undone:
        pass
    finally:
        await connection.close()


class _Undone(Exception):
    pass


async def killed_while_it_waits(arguments: list[str], settings: dict[str, str], *, program: str) -> None:
    """Killed with -9 as soon as its `program` waits for a lock; nothing of it works on."""
    running = psutil.Popen([*COMMAND, *arguments], env=environment(**settings), stdout=subprocess.DEVNULL)
    started: list[psutil.Process] = []

    async def waits() -> bool:
        assert running.poll() is None, "it has ended by itself"
        started[:] = running.children(recursive=True)
        return any(child.name() == program for child in started) and await _somebody_waits(settings)

    try:
        await eventually(waits, within=60)
    finally:
        running.send_signal(signal.SIGKILL)
        running.wait()
    _, alive = await asyncio.to_thread(psutil.wait_procs, started, timeout=10)
    assert [child for child in alive if child.status() != psutil.STATUS_ZOMBIE] == []


async def _somebody_waits(settings: dict[str, str]) -> bool:
    connection = await asyncpg.connect(settings["AMENDS_DATABASE_URL"])
    try:
        return bool(await connection.fetchval("SELECT count(*) FROM pg_locks WHERE NOT granted"))
    finally:
        await connection.close()


def settings_of(world: World, **more: str) -> dict[str, str]:
    given = {
        "AMENDS_MODE": "embedded",
        "AMENDS_DATABASE_URL": world.settings.database_url,
        "AMENDS_BACKUP_URL": world.backup_url,
        "AMENDS_REDIS_URL": world.settings.redis_url,
        "AMENDS_SMTP_URL": "smtp://127.0.0.1:9",
        "AMENDS_SECRET": world.settings.secret,
        "AMENDS_STORE_URL": world.settings.store_url,
    }
    return given | more


async def test_a_backup(backups: Backups, world: World) -> None:
    await backups.case_with_photo()
    given = settings_of(world)
    command = ["backup", "--to", str(backups.folder)]
    async with in_the_way(world.owner_url, "LOCK TABLE tenant IN ACCESS EXCLUSIVE MODE"):
        await killed_while_it_waits(command, given, program="pg_dump")
    assert whole_ones(backups.folder) == []
    [left] = [path.name for path in backups.folder.glob(".*.unfinished")]
    again = await asyncio.to_thread(shell, *command, **given)
    assert again.returncode == 0, again.stderr
    assert f"removed {left}, left by a run that was interrupted" in again.stdout
    assert len(whole_ones(backups.folder)) == 1


async def test_a_restore(backups: Backups, elsewhere: Elsewhere, world: World, folder: Path) -> None:
    await backups.case_with_photo()
    taken = await backups.take()
    given = settings_of(
        world,
        AMENDS_DATABASE_URL=elsewhere.app_url,
        AMENDS_OWNER_URL=elsewhere.owner_url,
        AMENDS_STORE_URL=f"file://{folder}/elsewhere",
    )
    command = ["restore", "--from", str(taken.place)]
    async with in_the_way(elsewhere.owner_url, "CREATE TABLE public.complaint (id int)"):
        await killed_while_it_waits(command, given, program="psql")
    for asked in (["tenant", "list"], ["migrate"], ["worker"]):
        refused = await asyncio.to_thread(shell, *asked, **given)
        assert refused.returncode == 1
        assert "run the same `amends restore` again: it goes on" in refused.stderr
        assert refused.stderr.count("\n") == 1
    again = await asyncio.to_thread(shell, *command, **given)
    assert again.returncode == 0, again.stderr
    assert "outgoing mail is on hold" in again.stdout
    listed = await asyncio.to_thread(shell, "tenant", "list", **given)
    assert {line.split()[0] for line in listed.stdout.splitlines()} == {"garden", "harbour"}


async def test_a_disk_that_is_full(backups: Backups, world: World) -> None:
    """As far as a limit on the size of files can play it: writing fails in the middle."""
    await backups.case_with_photo()
    words = " ".join([*COMMAND, "backup", "--to", str(backups.folder)])
    done = await asyncio.to_thread(
        subprocess.run,
        ["bash", "-c", f"ulimit -f 16; {words}"],
        env=environment(**settings_of(world)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("amends: ")
    assert done.stderr.count("\n") == 1
    assert whole_ones(backups.folder) == []
    assert list(backups.folder.glob(".*.unfinished")) == []


async def test_wrong_use_is_one_line(backups: Backups, world: World) -> None:
    given = settings_of(world)
    lacking = {name: value for name, value in given.items() if name != "AMENDS_BACKUP_URL"}
    to = str(backups.folder)
    for arguments, settings, said in (
        (["backup", "--to", to], lacking, "AMENDS_BACKUP_URL is needed here"),
        (
            ["backup", "--to", to],
            given | {"AMENDS_BACKUP_URL": "postgresql://nobody:x@127.0.0.1:9/x"},
            "PostgreSQL cannot be reached by AMENDS_BACKUP_URL",
        ),
        (["restore", "--from", to], given, "is no whole backup"),
    ):
        refused = await asyncio.to_thread(shell, *arguments, **settings)
        assert refused.returncode in (1, 2)
        assert said in refused.stderr
        assert refused.stderr.count("\n") == 1


async def test_another_secret_is_told_before_anything_is_touched(
    backups: Backups, elsewhere: Elsewhere, world: World, folder: Path
) -> None:
    taken = await backups.take()
    given = settings_of(
        world,
        AMENDS_DATABASE_URL=elsewhere.app_url,
        AMENDS_OWNER_URL=elsewhere.owner_url,
        AMENDS_STORE_URL=f"file://{folder}/elsewhere",
        AMENDS_SECRET="x" * 32,
    )
    refused = await asyncio.to_thread(shell, "restore", "--from", str(taken.place), **given)
    assert refused.returncode == 1
    assert "AMENDS_SECRET is not the one this backup was made under" in refused.stderr
    wished = await asyncio.to_thread(
        shell, "restore", "--from", str(taken.place), "--with-another-secret", **given
    )
    assert wished.returncode == 0, wished.stderr
