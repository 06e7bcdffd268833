"""A line between a process and PostgreSQL that strikes, or holds, at an exact moment: where it would hurt most.

It understands just enough of the protocol (version 3) to see which statements a transaction holds and when its
COMMIT goes out and comes back. https://www.postgresql.org/docs/current/protocol-message-formats.html
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

SOCKET = ".s.PGSQL.5432"


class Moment(StrEnum):
    STATEMENT = "the statement never reaches the database"
    COMMIT = "the commit never reaches the database"
    COMMITTED = "the database has committed, and nobody hears of it"


@dataclass
class Trap:
    """`blow` falls once, in a transaction that holds a statement containing `statement`; without one it waits."""

    statement: str
    moment: Moment
    blow: Callable[[], None] | None
    struck: asyncio.Event = field(default_factory=asyncio.Event)
    released: asyncio.Event = field(default_factory=asyncio.Event)

    async def strikes(self, *, within: float = 20.0) -> None:
        async with asyncio.timeout(within):
            await self.struck.wait()


class _Struck(Exception):
    """The line goes dead on both sides."""


class Wire:
    """`folder` is what a process gets as `host` in its database address."""

    def __init__(self, upstream: Path) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="amends-wire-", dir="/tmp"))  # short: sockets' paths are
        self.trap: Trap | None = None
        self._held: list[Trap] = []
        self._upstream = upstream / SOCKET
        self._server: asyncio.Server | None = None
        self._lines: dict[asyncio.Task[None], asyncio.StreamWriter] = {}

    async def open(self) -> None:
        self._server = await asyncio.start_unix_server(self._carry, self.folder / SOCKET)

    async def close(self) -> None:
        self.disarm()
        if self._server is not None:
            self._server.close()
        for writer in self._lines.values():
            writer.transport.abort()
        await asyncio.gather(*self._lines)
        shutil.rmtree(self.folder, ignore_errors=True)

    def strike(self, statement: str, moment: Moment, blow: Callable[[], None]) -> Trap:
        self.trap = Trap(statement, moment, blow)
        return self.trap

    def hold(self, statement: str, moment: Moment) -> Trap:
        """Nothing more passes on that connection until the trap is `released`."""
        self.trap = Trap(statement, moment, None)
        self._held.append(self.trap)
        return self.trap

    def disarm(self) -> None:
        self.trap = None
        while self._held:
            self._held.pop().released.set()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line = asyncio.current_task()
        assert line is not None
        self._lines[line] = writer
        try:
            async with _connected(self._upstream) as (from_database, to_database):
                await _Line(self).run(reader, writer, from_database, to_database)
        except OSError:
            return  # the database is away, or one side was killed: the other side learns it
        finally:
            del self._lines[line]
            writer.transport.abort()


class _Line:
    """One connection: follows its transaction and both directions' messages."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._statements: dict[bytes, str] = {}
        self._caught = False  # the open transaction holds the trap's statement
        self._committing = False

    async def run(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter,
        from_database: asyncio.StreamReader, to_database: asyncio.StreamWriter,
    ) -> None:  # fmt: skip
        ways = [
            asyncio.create_task(_pass_on(reader, to_database, self._asked, started=False)),
            asyncio.create_task(_pass_on(from_database, writer, self._answered, started=True)),
        ]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)

    def _asked(self, kind: bytes, body: bytes) -> Trap | None:
        match kind:
            case b"P":
                name, sql, _ = body.split(b"\0", 2)
                self._statements[name] = sql.decode()
            case b"B":
                _, name, _ = body.split(b"\0", 2)
                return self._runs(self._statements.get(name, ""))
            case b"Q":
                return self._runs(body.rstrip(b"\0").decode())
        return None

    def _runs(self, sql: str) -> Trap | None:
        trap = self._wire.trap
        if sql.startswith("BEGIN"):
            self._caught = self._committing = False
        elif sql == "COMMIT":
            self._committing = True
            return self._sprung(self._caught, Moment.COMMIT)
        elif trap is not None and trap.statement in sql.replace('"', ""):
            self._caught = True
            return self._sprung(True, Moment.STATEMENT)
        return None

    def _answered(self, kind: bytes, body: bytes) -> Trap | None:
        if kind == b"C" and body == b"COMMIT\0":
            return self._sprung(self._caught and self._committing, Moment.COMMITTED)
        return None

    def _sprung(self, reached: bool, moment: Moment) -> Trap | None:
        trap = self._wire.trap
        if trap is None or not reached or trap.moment is not moment:
            return None
        self._wire.trap = None
        trap.struck.set()
        return trap


async def _pass_on(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    look: Callable[[bytes, bytes], Trap | None],
    *,
    started: bool,
) -> None:
    """Message by message; each is looked at before it goes on. Ends when a side is gone or a trap has struck."""
    buffer = bytearray()
    prefix = 1 if started else 0  # a client's first message has no type
    with suppress(_Struck, OSError):
        while data := await reader.read(65536):
            buffer += data
            while message := _cut(buffer, prefix):
                trap = look(message[:1], message[5:]) if prefix else None
                if trap is not None:
                    await _spring(trap)
                prefix = 1
                writer.write(message)
            await writer.drain()


async def _spring(trap: Trap) -> None:
    if trap.blow is None:
        await trap.released.wait()
        return
    trap.blow()
    raise _Struck


def _cut(buffer: bytearray, prefix: int) -> bytes:
    """Take one message off the front, once it has arrived whole."""
    if len(buffer) < prefix + 4:
        return b""
    size = prefix + int.from_bytes(buffer[prefix : prefix + 4])
    if len(buffer) < size:
        return b""
    message = bytes(buffer[:size])
    del buffer[:size]
    return message


@asynccontextmanager
async def _connected(path: Path) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    reader, writer = await asyncio.open_unix_connection(path)
    try:
        yield reader, writer
    finally:
        writer.transport.abort()
