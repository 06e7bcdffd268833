"""A complaint comes in through the public form."""

from __future__ import annotations

import re
from collections import deque
from contextlib import AsyncExitStack
from functools import partial
from random import Random
from uuid import uuid4

import httpx
from psutil import Process

from amends.complaints.tables import Complaint
from amends.database.scope import tenant_scope
from benchmarks.client import Client, multipart, request
from benchmarks.floor import Afresh, connect, replay
from benchmarks.measuring import CLIENTS, NothingLeft, Run, run_for
from benchmarks.recording import Recording, Statement, recording
from benchmarks.world import Bench, lodgement
from tenants.desks import desk_in_force
from web.app import create_app

_PREPARED = 4_000
"""Complaints made ready for one run of the floor."""


class Lodging:
    name, goal, unit = "lodging", 0.4, "complaints"
    budget = "p95 ≤ 19 ms with 4 at once"

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._fields: dict[str, str] = {}
        self._headers: dict[str, str] = {}
        self._random = Random(20260302)
        self.recorded = Recording()
        self._afresh: Afresh | None = None
        self._numbers = 0

    async def prepare(self) -> None:
        transport = httpx.ASGITransport(app=create_app(self._bench.settings), client=("127.0.0.1", 1000))  # type: ignore[arg-type]
        async with httpx.AsyncClient(transport=transport, base_url=f"http://{self._bench.host}") as browser:
            await self._open_form(browser)
            await self._recorded(browser)
            first, marks = await self._recorded(browser)
            second, _ = await self._recorded(browser)
        self.recorded, self._afresh = first, Afresh(first, second, marks)

    async def ours(self, web: Process) -> Run:
        clients = [Client(self._bench.host, self._bench.settings.port) for _ in range(CLIENTS)]

        async def lodge(client: Client) -> None:
            headers, body = self._form(uuid4().hex)
            await client.send(request(self._bench.host, "POST", "/complaints", headers, body), expect=303)

        try:
            return await run_for([partial(lodge, client) for client in clients], process=web)
        finally:
            for client in clients:
                await client.close()

    async def floor(self) -> Run:
        ready: deque[list[Statement]] = deque(self._new() for _ in range(_PREPARED))
        async with AsyncExitStack() as stack:
            connections = []
            for _ in range(CLIENTS):
                connections.append(await connect(self._bench.urls.app_url))
                stack.push_async_callback(connections[-1].close)

            async def lodge(place: int) -> None:
                if not ready:
                    raise NothingLeft
                await replay(connections[place], ready.popleft())

            return await run_for([partial(lodge, place) for place in range(CLIENTS)], process=Process())

    async def _open_form(self, browser: httpx.AsyncClient) -> None:
        """The page is opened once; what is measured is the sending, with its token kept."""
        page = await browser.get("/complaints/new", headers={"accept-language": "zh"})
        token = re.search(r'name="_csrf_token" value="([^"]+)"', page.text)
        if token is None:
            raise ValueError("the form has no token")
        async with tenant_scope(self._bench.tenant.id):
            desk = await desk_in_force(self._bench.tenant, self._bench.settings)
        given = lodgement(desk.policy)
        plain = {name: str(getattr(given, name)) for name in _TYPED}
        answers = {f"answers.{code}": answer for code, answer in given.answers.items()}
        self._fields = {"_csrf_token": token[1], **plain, **answers}
        self._headers = {"cookie": f"csrftoken={browser.cookies['csrftoken']}", "accept-language": "zh"}

    def _form(self, form_id: str) -> tuple[dict[str, str], bytes]:
        """Every complainant comes from an address of their own."""
        kind, body = multipart({**self._fields, "form_id": form_id})
        address = ".".join(["10", *(str(self._random.randrange(256)) for _ in range(3))])
        return {**self._headers, "content-type": kind, "x-forwarded-for": address}, body

    async def _recorded(self, browser: httpx.AsyncClient) -> tuple[Recording, dict[str, object]]:
        form_id = uuid4().hex
        headers, body = self._form(form_id)
        async with recording() as kept:
            answer = await browser.post("/complaints", headers=headers, content=body)
        if answer.status_code != 303:
            raise ValueError(f"the complaint was not taken: {answer.status_code}")
        async with tenant_scope(self._bench.tenant.id):
            latest = await Complaint.objects().order_by(Complaint.lodged_at, ascending=False).first()
        number = str(latest.number) if latest else ""
        return kept, {number: self._next_number, form_id: lambda: uuid4().hex}

    def _new(self) -> list[Statement]:
        if self._afresh is None:
            raise ValueError("nothing is recorded yet")
        return self._afresh.statements()

    def _next_number(self) -> str:
        self._numbers += 1
        return f"F{self._numbers:08d}"


_TYPED = ("category", "subject", "narrative", "demand", "name", "email", "phone")
