"""Notices that leave by mail: by a worker as it is run, against plain aiosmtplib that sends the same letters."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from email.message import EmailMessage
from time import perf_counter, process_time
from uuid import UUID, uuid4

import aiosmtplib
from psutil import Process

from amends import clock
from amends.complaints import lodging
from amends.database.scope import execute, fetch_one, platform_scope, tenant_scope
from amends.notices.mail import Letter, compose
from amends.people.actor import COMPLAINANT, SYSTEM
from amends.tenancy.operations import NewTenant, tenant_by_id
from benchmarks import processes
from benchmarks.measuring import Run, used
from benchmarks.recording import Recording, recording
from benchmarks.sink import sink
from benchmarks.world import Bench, lodgement
from tenants.desks import desk_in_force
from tenants.provisioning import create_tenant
from workers import effects
from workers.flight import EACH

_LETTERS = 400
"""Of each run."""
_COPIES = """WITH pattern AS (SELECT * FROM notice WHERE complaint_id = $1 AND event = 'lodged' AND channel = 'mail' LIMIT 1),
copies AS (
    INSERT INTO notice (id, tenant_id, complaint_id, event, channel, address, language, subject, body, message_id,
        created_at)
    SELECT gen_random_uuid(), tenant_id, complaint_id, event, channel, address, language, subject, body,
        '<' || gen_random_uuid() || '@copies.localhost>', created_at
    FROM pattern, generate_series(1, $2) RETURNING id, tenant_id)
INSERT INTO outbox (id, tenant_id, name, payload, dedup_key, created_at, not_before, attempts)
SELECT gen_random_uuid(), tenant_id, 'send-mail', jsonb_build_object('notice_id', id), 'copy:' || id, $3, $3, 0
FROM copies"""


class Notices:
    """While all those letters of one organisation wait, another one owes a single one: `_delays` is how long it took."""

    name, goal, unit = "notices", 0.03, "notices"

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self.recorded = Recording()
        self._delays: list[float] = []
        self._cases: dict[UUID, UUID] = {}
        self._letter = EmailMessage()

    @property
    def budget(self) -> str:
        slowest = max(self._delays, default=0.0)
        return (
            f"the other organisation's letter left within {slowest:.2f} s (goal: 5 s) while {_LETTERS} waited"
        )

    async def prepare(self) -> None:
        other = await self._other()
        for tenant_id in (self._bench.tenant.id, other):
            self._cases[tenant_id] = await self._lodged(tenant_id)
        for tenant_id in self._cases:
            async with tenant_scope(tenant_id):
                await execute("UPDATE outbox SET settled_at = $1 WHERE settled_at IS NULL", clock.now())
        with sink() as url:
            await self._record(url)

    async def ours(self, web: Process) -> Run:
        del web
        first, other = self._cases
        with sink() as url:
            settings = replace(self._bench.settings, smtp_url=url)
            log = settings.home / f"worker-{uuid4().hex}.log"
            with processes.process("worker", settings, log) as worker:
                processes.until_said(log, "worker ready", worker)
                before, begun = used(worker), perf_counter()
                await self._owe(first, _LETTERS)
                await asyncio.sleep(0.5)
                owed = perf_counter()
                await self._owe(other, 1)
                await self._until_left(other)
                self._delays.append(perf_counter() - owed)
                await self._until_left(first)
                span = perf_counter() - begun
                return Run([span / _LETTERS], span, _LETTERS, used(worker) - before)

    async def floor(self) -> Run:
        """As many lines as one organisation may use, each letter composed and sent; nothing is written down."""
        with sink() as url:
            port = int(url.rpartition(":")[2])
            before, begun = process_time(), perf_counter()
            await asyncio.gather(*(self._send_plainly(port, _LETTERS // EACH) for _ in range(EACH)))
            span = perf_counter() - begun
        return Run([span / _LETTERS], span, _LETTERS, process_time() - before)

    async def _send_plainly(self, port: int, letters: int) -> None:
        async with aiosmtplib.SMTP(hostname="127.0.0.1", port=port, local_hostname="floor.localhost") as line:
            for _ in range(letters):
                await line.send_message(self._letter)

    async def _record(self, url: str) -> None:
        """What one letter takes: the worker's own steps, in this process."""
        settings = replace(self._bench.settings, smtp_url=url)
        tenant_id = self._bench.tenant.id
        await self._owe(tenant_id, 1)
        async with tenant_scope(tenant_id):
            row = await fetch_one("SELECT id FROM outbox WHERE settled_at IS NULL")
        assert row is not None
        async with recording() as self.recorded:
            errand = await effects.take(tenant_id=tenant_id, outbox_id=row["id"], settings=settings)
            assert errand is not None
            await effects.carry_out(errand)
        self._letter = await self._like_ours()

    async def _like_ours(self) -> EmailMessage:
        """A letter of the same size."""
        async with tenant_scope(self._bench.tenant.id):
            row = await fetch_one(
                "SELECT subject, body FROM notice WHERE sent_at IS NOT NULL AND channel = 'mail'"
            )
        assert row is not None
        return compose(
            Letter(
                organisation="Harbour", to="amina@example.com", subject=row["subject"], body=row["body"],
                language="zh", message_id="<floor@localhost>", written_at=clock.now(),
            ),
            mail_from=self._bench.settings.mail_from,
        )  # fmt: skip

    async def _owe(self, tenant_id: UUID, count: int) -> None:
        async with tenant_scope(tenant_id):
            await execute(_COPIES, self._cases[tenant_id], count, clock.now())

    async def _until_left(self, tenant_id: UUID) -> None:
        while True:
            async with tenant_scope(tenant_id):
                row = await fetch_one("SELECT count(*) AS owed FROM outbox WHERE settled_at IS NULL")
            if row is not None and not row["owed"]:
                return
            await asyncio.sleep(0.05)

    async def _other(self) -> UUID:
        wanted = NewTenant("mills", "磨坊", "Mills", "service", "Asia/Shanghai", "zh", "400-2000", live=True)
        async with platform_scope():
            tenant = await create_tenant(
                wanted, admin_email="ada@mills.example.com", admin_name="Ada", settings=self._bench.settings,
                by=SYSTEM, now=clock.now(),
            )  # fmt: skip
        return tenant.id

    async def _lodged(self, tenant_id: UUID) -> UUID:
        async with tenant_scope(tenant_id):
            desk = await desk_in_force(await tenant_by_id(tenant_id), self._bench.settings)
            case = await lodging.lodge(
                desk, lodgement(desk.policy), form_id=uuid4().hex, by=COMPLAINANT, now=clock.now()
            )
        return case.complaint_id
