"""A dump on its way into a database: pg_restore writes the statements, psql runs them in one transaction of ours.

pg_restore could connect by itself, but the newer ones begin with a setting that servers before 17 don't know. The
COMMIT is sent only after pg_restore has ended well: whatever dies before leaves nothing.
"""

from __future__ import annotations

import asyncio
from asyncio.subprocess import Process
from contextlib import suppress
from pathlib import Path

from amends.backup import tools
from amends.backup.tools import Tools

_UNKNOWN_BEFORE_17 = b"SET transaction_timeout = 0;\n"
_AFTER_IT = b"SET client_encoding"
_PIECE = 256 * 1024


async def load(dump: Path, *, url: str, by: Tools) -> None:
    """All of it or nothing. The roles it names must be there; everything will belong to the role of `url`."""
    script = [str(by.folder / "pg_restore"), "--file=-", "--no-owner", "--no-tablespaces", str(dump)]
    reading = await tools.start(script, url=url)
    running = by.command(
        "psql", url, "--no-psqlrc", "--quiet", "--no-password", "--set=ON_ERROR_STOP=1", "--output=/dev/null",
        "--file=-",
    )  # fmt: skip
    writing = await tools.start(running, url=url, piped=True)
    said = [asyncio.ensure_future(_rest(child)) for child in (reading, writing)]
    try:
        if not await _pass_on(reading, writing):
            raise tools.failed("psql", await writing.wait(), await said[1])
        await _demand_well("pg_restore", reading, said[0])
        await _send(writing, b"COMMIT;\n")
        await _demand_well("psql", writing, said[1])
    finally:
        await tools.stop(reading, unread=reading.stdout)
        await tools.stop(writing)
        await asyncio.gather(*said, return_exceptions=True)


async def _pass_on(reading: Process, writing: Process) -> bool:
    """False when psql has stopped taking it: it has met an error."""
    assert reading.stdout is not None
    assert writing.stdin is not None
    writing.stdin.write(b"BEGIN;\n")
    try:
        head = await reading.stdout.readuntil(_AFTER_IT)
        writing.stdin.write(head.replace(_UNKNOWN_BEFORE_17, b""))
        while piece := await reading.stdout.read(_PIECE):
            writing.stdin.write(piece)
            await writing.stdin.drain()
    except asyncio.IncompleteReadError:  # pg_restore gave up at once; it says why
        return True
    except (BrokenPipeError, ConnectionResetError):
        return False
    return True


async def _send(writing: Process, last: bytes) -> None:
    assert writing.stdin is not None
    with suppress(BrokenPipeError, ConnectionResetError):  # its exit code tells
        writing.stdin.write(last)
        await writing.stdin.drain()
        writing.stdin.close()


async def _demand_well(name: str, child: Process, said: asyncio.Future[bytes]) -> None:
    code = await child.wait()
    if code != 0:
        raise tools.failed(name, code, await said)


async def _rest(child: Process) -> bytes:
    assert child.stderr is not None
    return await child.stderr.read()
