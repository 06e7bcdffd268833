"""What a supervisor does: whatever ends is started again; and it remembers what ended without being killed."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import asyncpg
import redis

from amends import clock
from amends.database.embedded.process import ServerFailed
from tests.concurrency.deployment import Deployment
from tests.concurrency.processes import Process
from tests.concurrency.waiting import eventually

_BETWEEN_LOOKS = 0.1
_BACK_OFF = 1.0
"""Seconds before a process is started again that found no database to start with."""


class Keeper:
    def __init__(self, deployment: Deployment) -> None:
        self.surprises: list[str] = []
        """Processes that were ready and ended by themselves."""
        self.back_at: list[float] = []
        """When the servers answered again, each time."""
        self._deployment = deployment
        self._not_before: dict[Process, float] = {}

    async def keep(self) -> None:
        """Until cancelled."""
        while True:
            if self._deployment.servers.revive():
                with suppress(ServerFailed):  # killed again meanwhile
                    await asyncio.to_thread(self._deployment.servers.wait)
                    self.back_at.append(clock.ticks())
            for process in self._deployment.processes:
                self._look_at(process)
            await asyncio.sleep(_BETWEEN_LOOKS)

    async def all_up(self) -> None:
        """Servers first: the last blow may have been theirs."""
        await eventually(self._servers_answer, within=60)
        await asyncio.gather(*(process.comes_up(within=60) for process in self._deployment.processes))

    async def _servers_answer(self) -> bool:
        try:
            await self._deployment.ask(self._deployment.urls.owner_url, "SELECT 1")
            return bool(await self._deployment.redis("PING"))
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, redis.RedisError):
            return False

    def _look_at(self, process: Process) -> None:
        if process.alive or self._not_before.get(process, 0.0) > clock.ticks():
            return
        if process.started and not process.killed:
            if " ready" in process.said() or "startup complete" in process.said():
                self.surprises.append(f"{process.log.stem} ended:\n{process.said()[-3000:]}")
            if process not in self._not_before:
                self._not_before[process] = clock.ticks() + _BACK_OFF
                return
        self._not_before.pop(process, None)
        process.spawn()
