"""What this process tells about itself: do its loops still turn, is what it needs there, how do things stand.

Each process writes down here what it is made of; whoever asks (`amends_cli.monitor`, the web's own `/readyz`) needs
to know none of it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from typing import Final

from amends import clock, metrics
from amends.database.engine import DB

_FRESH: Final = 1.0

Check = Callable[[], Awaitable[object]]
"""Raises where what is needed is not there."""


class Vitals:
    def __init__(self) -> None:
        self.patience = 2.0
        """Seconds for all checks together: who asks, wants to know soon."""
        self.loop: asyncio.AbstractEventLoop | None = None
        self.readings: Sequence[Check] = ()
        """What sets further gauges of `amends.metrics`."""
        self._checks: Mapping[str, Check] = {}
        self._running: dict[Check, asyncio.Task[str]] = {}
        self._known: tuple[float, dict[str, str]] | None = None
        self._turns: dict[str, tuple[float, float]] = {}

    def begin(self, *, needs: Mapping[str, Check], readings: Sequence[Check] = ()) -> None:
        """Called in the process's event loop when it is about to work."""
        self.loop = asyncio.get_running_loop()
        self._checks, self.readings = needs, readings
        self._running, self._known = {}, None

    def end(self) -> None:
        """It stops working: from now on it is not ready."""
        self.loop, self._checks, self.readings, self._turns = None, {}, (), {}

    def turned(self, what: str, *, again_within: float) -> None:
        """`what` has come round once more; without a word of it within so many seconds the process is stuck."""
        self._turns[what] = (clock.ticks(), again_within)

    def stuck(self) -> list[str]:
        """Asked from any thread."""
        now = clock.ticks()
        return [what for what, (at, within) in tuple(self._turns.items()) if now - at > within]

    async def missing(self) -> dict[str, str]:
        """What is needed and not there, each with the kind of failure, never its words."""
        if self._known is not None and clock.ticks() - self._known[0] < _FRESH:
            return self._known[1]
        found = await self._ask(self._checks.values())
        missing = {name: found[check] for name, check in self._checks.items() if found[check]}
        self._known = (clock.ticks(), missing)
        return missing

    async def read(self) -> None:
        """Bring the gauges up to date. What cannot be read now keeps its last value."""
        _show_pool()
        missing, _ = await asyncio.gather(self.missing(), self._ask(self.readings))
        for name in self._checks:
            metrics.NEEDS.labels(name).set(name not in missing)

    async def _ask(self, checks: Collection[Check]) -> dict[Check, str]:
        """All at once. One that hangs is left hanging, and not asked a second time meanwhile."""
        for check in checks:
            if check not in self._running or self._running[check].done():
                self._running[check] = asyncio.create_task(_outcome(check))
        asked = [self._running[check] for check in checks]
        if asked:
            await asyncio.wait(asked, timeout=self.patience)
        return {
            check: task.result() if (task := self._running[check]).done() else "NoAnswer" for check in checks
        }


def _show_pool() -> None:
    pool = DB.pool
    size, idle = (pool.get_size(), pool.get_idle_size()) if pool is not None else (0, 0)
    metrics.POOL.labels("idle").set(idle)
    metrics.POOL.labels("used").set(size - idle)
    metrics.POOL_SIZE.set(pool.get_max_size() if pool is not None else 0)


async def _outcome(check: Check) -> str:
    try:
        await check()
    except Exception as error:
        return type(error).__name__
    return ""


VITALS = Vitals()
