"""Pages staff look at all day: the queue, one case; and the dashboard, which counts them all."""

from __future__ import annotations

from contextlib import AsyncExitStack
from functools import partial

import httpx
from psutil import Process

from benchmarks.client import Client
from benchmarks.floor import connect, render, replay
from benchmarks.measuring import CLIENTS, Run, run_for
from benchmarks.recording import Recording, recording
from benchmarks.world import Bench
from web import i18n
from web.app import create_app


class Page:
    """One address, looked at again and again by a signed-in supervisor."""

    def __init__(self, bench: Bench, *, name: str, path: str, goal: float, budget: str) -> None:
        self.name, self.goal, self.budget = name, goal, budget
        self.unit = "pages"
        self._bench, self._path = bench, path
        self._headers = {"cookie": f"amends_session={bench.token}", "accept-language": "zh"}
        self.recorded = Recording()

    async def prepare(self) -> None:
        """Recorded when the process is warm: policies met once stay in memory."""
        transport = httpx.ASGITransport(app=create_app(self._bench.settings), client=("127.0.0.1", 1000))  # type: ignore[arg-type]
        async with httpx.AsyncClient(transport=transport, base_url=f"http://{self._bench.host}") as browser:
            (await browser.get(self._path, headers=self._headers)).raise_for_status()
            async with recording() as self.recorded:
                (await browser.get(self._path, headers=self._headers)).raise_for_status()

    async def ours(self, web: Process) -> Run:
        clients = [Client(self._bench.host, self._bench.settings.port) for _ in range(CLIENTS)]

        async def look(client: Client) -> None:
            await client.get(self._path, self._headers)

        try:
            return await run_for([partial(look, client) for client in clients], process=web)
        finally:
            for client in clients:
                await client.close()

    async def floor(self) -> Run:
        i18n.set_language("zh")
        async with AsyncExitStack() as stack:
            connections = []
            for _ in range(CLIENTS):
                connections.append(await connect(self._bench.urls.app_url))
                stack.push_async_callback(connections[-1].close)

            async def look(place: int) -> None:
                await replay(connections[place], self.recorded.statements)
                render(self.recorded)

            return await run_for([partial(look, place) for place in range(CLIENTS)], process=Process())


def queue(bench: Bench) -> Page:
    return Page(bench, name="queue", path="/portal", goal=0.5, budget="p95 ≤ 60 ms with 4 at once")


def lists(bench: Bench) -> Page:
    """What an open queue asks for by itself, each minute: how many cases each list has."""
    return Page(bench, name="lists", path="/portal/lists", goal=0.5, budget="p95 ≤ 250 ms with 4 at once")


def case(bench: Bench) -> Page:
    path = f"/portal/cases/{bench.rich}"
    return Page(bench, name="case", path=path, goal=0.5, budget="p95 ≤ 20 ms with 4 at once")


def dashboard(bench: Bench) -> Page:
    """Over every case there is: a supervisor's page, with departments and people over a year."""
    path = "/portal/dashboard?days=365&step=month"
    return Page(
        bench, name="dashboard", path=path, goal=0.5, budget="p95 ≤ 3 s with 4 at once, over 100,000 cases"
    )
