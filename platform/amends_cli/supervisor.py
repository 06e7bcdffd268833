"""One supervisor: starts the processes, passes on what they say, starts again what crashes, stops everything.

On Linux the processes die with it, even by kill -9 (see `leash`); everywhere they are stopped in order.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from amends import clock
from amends.database.embedded.process import Say, ServerFailed, leash
from amends.database.embedded.servers import EmbeddedServers

GRACE = 15.0
READY_WITHIN = 90.0
STEADY = 60.0
FIRST_DELAY, LONGEST_DELAY = 0.5, 30.0


@dataclass(frozen=True)
class Child:
    """`last` is stopped after the others, which may still need it."""

    name: str
    command: tuple[str, ...]
    last: bool = False
    environment: Mapping[str, str] = field(default_factory=dict)
    """What this one is told besides what all are."""


def print_line(line: str) -> None:
    print(line, flush=True)


class Supervisor:
    def __init__(
        self,
        children: Sequence[Child],
        *,
        environment: Mapping[str, str],
        servers: EmbeddedServers | None,
        say: Say,
        show: Say = print_line,
    ) -> None:
        """`say` is for our own words, `show` for the children's."""
        self._children = children
        self._show = _whoever_listens(show)
        self._environment = dict(environment) | {"PYTHONUNBUFFERED": "1"}
        self._servers = servers
        self._say = _whoever_listens(say)
        self._width = max(len(child.name) for child in children)
        self._running: dict[str, asyncio.subprocess.Process] = {}
        self._stopping = asyncio.Event()
        self._hurry = asyncio.Event()

    async def run(self, *, is_ready: Callable[[], Awaitable[bool]], when_ready: Callable[[], None]) -> bool:
        """Until asked to stop; false if the processes never got ready."""
        keepers = [asyncio.create_task(self._keep(child)) for child in self._children]
        if self._servers is not None:
            keepers.append(asyncio.create_task(self._keep_servers(self._servers)))
        try:
            ready = await self._wait_until(is_ready)
            if ready and not self._stopping.is_set():
                when_ready()
                await self._stopping.wait()
            return ready or self._stopping.is_set()
        finally:
            self._stopping.set()
            await self._stop_children()
            for keeper in keepers:
                keeper.cancel()
            await asyncio.gather(*keepers, return_exceptions=True)

    def ask_to_stop(self) -> None:
        """Asked twice, nobody is given time to finish; still nothing is left behind."""
        if self._stopping.is_set():
            self._hurry.set()
        else:
            self._say("stopping")
        self._stopping.set()

    async def _wait_until(self, is_ready: Callable[[], Awaitable[bool]]) -> bool:
        began = clock.ticks()
        while not await is_ready():
            if clock.ticks() - began > READY_WITHIN:
                self._say(f"not ready after {READY_WITHIN:.0f} s: giving up, the lines above say why")
                return False
            if await self._stops_within(0.1):
                return False
        return True

    async def _keep(self, child: Child) -> None:
        """Keep one process running; one that keeps crashing is started less and less often."""
        delay = FIRST_DELAY
        while not self._stopping.is_set():
            began = clock.ticks()
            code = await self._run_once(child)
            if self._stopping.is_set():
                return
            if clock.ticks() - began > STEADY:
                delay = FIRST_DELAY
            self._say(f"{child.name} ended ({_how(code)}); starting it again in {delay:g} s")
            await self._stops_within(delay)
            delay = min(delay * 2, LONGEST_DELAY)

    async def _run_once(self, child: Child) -> int:
        async with self._listening(child.name) as its_output:
            process = await asyncio.create_subprocess_exec(
                *child.command,
                env=self._environment | dict(child.environment),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=its_output,
                stderr=its_output,
                start_new_session=True,  # Ctrl-C reaches the supervisor only, which stops its children in order
                preexec_fn=leash(signal.SIGKILL),
            )
            os.close(its_output)
            self._running[child.name] = process
            try:
                return await process.wait()
            finally:
                _signal_group(process, signal.SIGKILL)  # whatever it started itself

    @contextlib.asynccontextmanager
    async def _listening(self, name: str) -> AsyncIterator[int]:
        """A pipe of our own: asyncio's would make a dead child look alive while something it started holds it."""
        ours, its_output = os.pipe()
        lines = asyncio.StreamReader()
        protocol = asyncio.StreamReaderProtocol(lines)
        transport, _ = await asyncio.get_running_loop().connect_read_pipe(
            lambda: protocol, os.fdopen(ours, "rb", buffering=0)
        )
        talk = asyncio.create_task(self._pass_on(name, lines))
        try:
            yield its_output
            await asyncio.wait([talk], timeout=1)
        finally:
            talk.cancel()
            transport.close()

    async def _pass_on(self, name: str, lines: asyncio.StreamReader) -> None:
        while line := await _line(lines):
            self._show(f"{name:<{self._width}} | {line.decode(errors='replace').rstrip()}")

    async def _keep_servers(self, servers: EmbeddedServers) -> None:
        while not await self._stops_within(0.5):
            try:
                if ended := servers.revive():
                    self._say(f"{' and '.join(ended)} had ended: started again")
                    await asyncio.to_thread(servers.wait)
            except ServerFailed as error:
                self._say(str(error))
                await self._stops_within(5)

    async def _stop_children(self) -> None:
        for last in (False, True):
            names = [child.name for child in self._children if child.last is last]
            running = [self._running[name] for name in names if name in self._running]
            for process in running:
                _signal_group(process, signal.SIGTERM, leader_only=True)
            await self._gone(running)
            for process in running:
                _signal_group(process, signal.SIGKILL)

    async def _gone(self, running: list[asyncio.subprocess.Process]) -> None:
        """Until all have ended, the grace is over, or somebody is in a hurry."""
        hurry: asyncio.Task[object] = asyncio.create_task(self._hurry.wait())
        ended: asyncio.Task[object] = asyncio.create_task(_all_ended(running))
        await asyncio.wait({hurry, ended}, timeout=GRACE, return_when=asyncio.FIRST_COMPLETED)
        hurry.cancel()
        ended.cancel()

    async def _stops_within(self, seconds: float) -> bool:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)
        return self._stopping.is_set()


def _whoever_listens(tell: Say) -> Say:
    """Whoever read our lines may be gone (`| head`, a closed terminal): the processes are kept, and stopped, all the same."""

    def told(line: str) -> None:
        with contextlib.suppress(OSError):
            tell(line)

    return told


@contextlib.contextmanager
def stopped_by_signals(supervisor: Supervisor) -> Iterator[None]:
    """SIGINT and SIGTERM ask it to stop. Afterwards they are ignored: what is left to do, stopping the servers,
    must not be cut short."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, supervisor.ask_to_stop)
    try:
        yield
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)
            signal.signal(number, signal.SIG_IGN)


async def _all_ended(running: list[asyncio.subprocess.Process]) -> None:
    for process in running:
        await process.wait()


async def _line(lines: asyncio.StreamReader) -> bytes:
    """One line; of an endless one, what fits."""
    try:
        return await lines.readline()
    except ValueError:
        return b"(a line too long to show)\n"


def _signal_group(
    process: asyncio.subprocess.Process, number: signal.Signals, *, leader_only: bool = False
) -> None:
    """Each child leads a group of its own; one that is gone already is what we want."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if leader_only:
            process.send_signal(number)
        else:
            os.killpg(process.pid, number)


def _how(code: int) -> str:
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
