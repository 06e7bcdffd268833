"""The supervisor starts again what crashes and leaves nothing running, however it is stopped."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import psutil
import pytest

from amends_cli import supervisor as module
from amends_cli.supervisor import Child, Supervisor

STEADY = Child("steady", ("/bin/sh", "-c", "echo here; exec sleep 1000"))
STUBBORN = Child("stubborn", ("/bin/sh", "-c", "trap '' TERM; echo here; while true; do sleep 1000; done"))


class Run:
    """A supervisor at work, what it and its children said, and the processes it started."""

    def __init__(self, *children: Child) -> None:
        self.said: list[str] = []
        self._lines: asyncio.Queue[str] = asyncio.Queue()
        self._before = set(psutil.Process().children(recursive=True))
        self.supervisor = Supervisor(
            children, environment=os.environ, servers=None, say=self.said.append, show=self._lines.put_nowait
        )
        self.task = asyncio.create_task(self.supervisor.run(is_ready=self._is_ready, when_ready=lambda: None))

    async def lines(self, count: int) -> list[str]:
        """The next lines of the children."""
        async with asyncio.timeout(20):
            return [await self._lines.get() for _ in range(count)]

    def processes(self) -> set[psutil.Process]:
        return set(psutil.Process().children(recursive=True)) - self._before

    async def _is_ready(self) -> bool:
        return True


@pytest.fixture
async def run() -> AsyncIterator[Callable[..., Run]]:
    runs: list[Run] = []

    def start(*children: Child) -> Run:
        runs.append(Run(*children))
        return runs[-1]

    yield start
    for started in runs:
        started.supervisor.ask_to_stop()
        started.supervisor.ask_to_stop()
        await started.task


async def test_lines_carry_the_name_of_who_said_them(run: Callable[..., Run]) -> None:
    started = run(STEADY, Child("long-name", ("/bin/sh", "-c", "echo 已启动 >&2; exec sleep 1000")))
    assert set(await started.lines(2)) == {"steady    | here", "long-name | 已启动"}


async def test_with_nobody_reading_any_more_it_starts_again_and_stops(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "FIRST_DELAY", 0.01)
    lines: asyncio.Queue[str] = asyncio.Queue()

    def unread(line: str) -> None:
        lines.put_nowait(line)
        raise BrokenPipeError

    async def is_ready() -> bool:
        return True

    frail = Child("frail", ("/bin/sh", "-c", "echo here; exit 3"))
    kept = Supervisor([frail], environment=os.environ, servers=None, say=unread, show=unread)
    task = asyncio.create_task(kept.run(is_ready=is_ready, when_ready=lambda: None))
    async with asyncio.timeout(20):
        while [await lines.get() for _ in range(4)].count("frail | here") < 2:
            pass
        kept.ask_to_stop()
        assert await task


async def test_a_crashed_child_is_started_again(
    run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "FIRST_DELAY", 0.01)
    started = run(Child("frail", ("/bin/sh", "-c", "echo here; exit 3")))
    assert await started.lines(3) == ["frail | here"] * 3
    assert started.said[:2] == [
        "frail ended (exit code 3); starting it again in 0.01 s",
        "frail ended (exit code 3); starting it again in 0.02 s",
    ]


async def test_asked_to_stop_it_leaves_nothing(run: Callable[..., Run]) -> None:
    started = run(STEADY)
    await started.lines(1)
    left = started.processes()
    assert left
    started.supervisor.ask_to_stop()
    assert await started.task
    assert not any(process.is_running() for process in left)


async def test_asked_twice_it_does_not_wait_for_the_stubborn(run: Callable[..., Run]) -> None:
    started = run(STUBBORN)
    await started.lines(1)
    left = started.processes()
    started.supervisor.ask_to_stop()
    await asyncio.sleep(0)
    assert all(process.is_running() for process in left)
    started.supervisor.ask_to_stop()
    await asyncio.wait_for(started.task, module.GRACE / 2)
    gone, still_there = psutil.wait_procs(left, timeout=5)
    assert gone
    assert not [process for process in still_there if process.status() != psutil.STATUS_ZOMBIE]


async def test_those_the_others_need_are_stopped_last(run: Callable[..., Run], tmp_path: Path) -> None:
    order = tmp_path / "order"
    order.touch()

    def telling(name: str, *, last: bool = False) -> Child:
        script = f"trap 'echo {name} >> {order}; kill $!; exit' TERM; sleep 1000 & echo here; wait"
        return Child(name, ("/bin/sh", "-c", script), last=last)

    started = run(telling("mailbox", last=True), telling("web"))
    await started.lines(2)
    started.supervisor.ask_to_stop()
    await started.task
    assert order.read_text().split() == ["web", "mailbox"]


async def test_it_gives_up_on_what_never_gets_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    async def never() -> bool:
        return False

    monkeypatch.setattr(module, "READY_WITHIN", 0.2)
    said: list[str] = []
    supervisor = Supervisor([STEADY], environment=os.environ, servers=None, say=said.append, show=said.append)
    assert not await supervisor.run(is_ready=never, when_ready=lambda: said.append("ready"))
    assert "not ready after 0 s: giving up, the lines above say why" in said
    assert "ready" not in said
