"""`amends web`, `worker` or `clock` as a real process, killed for real."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from amends.database.embedded.process import leash
from tests.concurrency.waiting import eventually
from tests.concurrency.wire import Moment, Trap, Wire

Ready = Callable[["Process"], Awaitable[bool]]


class Process:
    """Reaches PostgreSQL by a wire of its own. Killed and started again, it keeps its address and its log."""

    def __init__(self, command: str, *, environment: Mapping[str, str], log: Path, ready: Ready) -> None:
        self.wire = Wire(_sockets(environment["AMENDS_DATABASE_URL"]))
        self.log = log
        self._command = command
        self._environment = dict(environment) | {
            "AMENDS_DATABASE_URL": _through(self.wire, environment["AMENDS_DATABASE_URL"])
        }
        self._ready = ready
        self._running: subprocess.Popen[bytes] | None = None
        self._said_before = 0
        self.killed = False
        """By us: whatever else ends, ended by itself."""

    @property
    def started(self) -> bool:
        return self._running is not None

    @property
    def alive(self) -> bool:
        return self._running is not None and self._running.poll() is None

    async def open(self) -> None:
        await self.wire.open()

    async def close(self) -> None:
        self.kill()
        await self.wire.close()

    async def start(self) -> None:
        """Does nothing when it runs."""
        if not self.alive:
            self.spawn()
        await eventually(self._up, within=60)

    async def comes_up(self, *, within: float) -> None:
        """However often somebody has to start it."""

        async def up() -> bool:
            return self.alive and await self._ready(self)

        await eventually(up, within=within)

    def spawn(self) -> None:
        """Start without waiting for it."""
        self.killed = False
        self._said_before = self.log.stat().st_size if self.log.exists() else 0
        with self.log.open("ab") as log:
            self._running = subprocess.Popen(
                [sys.executable, "-m", "amends_cli", self._command],
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=leash(signal.SIGKILL),
            )

    def kill(self) -> None:
        """SIGKILL to the process and whatever it started, this moment."""
        if self._running is None:
            return
        self.killed = True
        with suppress(ProcessLookupError):
            os.killpg(self._running.pid, signal.SIGKILL)
        self._running.wait()

    def tell_to_stop(self) -> None:
        """SIGTERM, as an orchestrator sends it before an upgrade."""
        assert self._running is not None
        self._running.terminate()

    async def ended(self, *, within: float = 30) -> int:
        """Its exit code, once it has ended by itself."""
        assert self._running is not None
        return await asyncio.to_thread(self._running.wait, within)

    def kill_at(self, statement: str, moment: Moment) -> Trap:
        """Kill it at this moment of its next transaction that holds the statement."""
        return self.wire.strike(statement, moment, self.kill)

    def said(self) -> str:
        """Since it was last started."""
        return self.log.read_bytes()[self._said_before :].decode(errors="replace")

    async def _up(self) -> bool:
        if not self.alive:
            raise AssertionError(f"{self._command} did not start:\n{self.said()}")
        return await self._ready(self)


def _sockets(url: str) -> Path:
    return Path(urlsplit(url).query.removeprefix("host="))


def _through(wire: Wire, url: str) -> str:
    return urlsplit(url)._replace(query=f"host={wire.folder}").geturl()
