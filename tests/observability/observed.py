"""Web, worker and clock as they run in production, with everything they tell kept for reading."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

from amends_cli.ports import free_port
from tests.amends_cli.terminal import COMMAND, environment
from tests.concurrency.waiting import eventually
from tests.world import World

PROCESSES = ("web", "worker", "clock")


@dataclass
class Observed:
    """`lines` are those of each process; `numbers` its metrics, as they were last asked for."""

    port: int
    monitors: dict[str, int]
    lines: dict[str, list[str]] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)

    async def told(self, process: str, **wanted: str) -> dict[str, Any]:
        """The line with these fields, once it is there."""

        async def found() -> dict[str, Any] | None:
            for line in list(self.lines[process]):
                fields = json.loads(line)
                if all(fields.get(name) == value for name, value in wanted.items()):
                    return dict(fields)
            return None

        return await eventually(found, within=60)

    async def measure(self) -> None:
        async with httpx.AsyncClient(timeout=30) as http:
            for process, port in self.monitors.items():
                self.numbers[process] = (await http.get(f"http://127.0.0.1:{port}/metrics")).text

    def number(self, process: str, sample: str) -> float:
        """A sample by its name and labels as Prometheus writes them."""
        found = [line for line in self.numbers[process].splitlines() if line.startswith(f"{sample} ")]
        assert found, f"{sample} is not among\n{self.numbers[process]}"
        return float(found[0].rpartition(" ")[2])

    async def ready(self) -> None:
        async with httpx.AsyncClient(timeout=30) as http:

            async def all_ready() -> bool:
                try:
                    answers = [
                        (await http.get(f"http://127.0.0.1:{port}/readyz")).status_code
                        for port in self.monitors.values()
                    ]
                except httpx.TransportError:
                    return False
                return answers == [200] * len(PROCESSES)

            await eventually(all_ready, within=120)


@asynccontextmanager
async def observed(world: World, *, smtp_url: str, otlp_url: str) -> AsyncIterator[Observed]:
    """Ended in order when the block is left, so that their last lines and spans are there afterwards."""
    found = Observed(free_port(), {name: free_port() for name in PROCESSES}, {name: [] for name in PROCESSES})
    settings = {
        "AMENDS_MODE": "production",
        "AMENDS_PUBLIC_SCHEME": "http",
        "AMENDS_BASE_DOMAIN": world.settings.base_domain,
        "AMENDS_DATABASE_URL": world.settings.database_url,
        "AMENDS_REDIS_URL": world.settings.redis_url,
        "AMENDS_STORE_URL": world.settings.store_url,
        "AMENDS_SMTP_URL": smtp_url,
        "AMENDS_SECRET": world.settings.secret,
        "AMENDS_OTLP_URL": otlp_url,
        "AMENDS_TRUSTED_PROXIES": "127.0.0.1",
        "PORT": str(found.port),
    }
    running, reading = [], []
    for name in PROCESSES:
        process = await asyncio.create_subprocess_exec(
            *COMMAND,
            name,
            env=environment(**settings, AMENDS_MONITOR_PORT=str(found.monitors[name])),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        running.append(process)
        reading.append(asyncio.create_task(_read(process, found.lines[name])))
    try:
        await found.ready()
        yield found
    finally:
        for process in running:
            process.terminate()
        for process in running:
            await process.wait()
        await asyncio.gather(*reading)


async def _read(process: asyncio.subprocess.Process, lines: list[str]) -> None:
    assert process.stdout is not None
    async for line in process.stdout:
        lines.append(line.decode())
