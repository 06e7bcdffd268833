"""Mail that is brought: the mail process as it is run, against the local mailbox, which flushes each into a file."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path
from time import perf_counter
from uuid import uuid4

import aiosmtplib
from psutil import Process

from amends import clock
from amends.config import Mode, Settings
from amends.database.scope import fetch_one, tenant_scope
from amends.evidence.store import open_store
from amends.mailin.keeping import Delivered, keep
from benchmarks import processes
from benchmarks.measuring import Run, used
from benchmarks.recording import Recording, recording
from benchmarks.sink import sink
from benchmarks.world import Bench
from workers import effects

_MAILS, _LINES = 400, 8
"""Of each run, over so many lines."""
_DOMAIN = "in.bench.localhost"
_TEXT = (
    "The lift in building 3 stopped again, between the fourth and the fifth floor.\n电梯又停了，请派人来修理。\n"
    * 12
)


class MailIn:
    """`_read` is how many a worker read in a second: brought first, read after."""

    name, goal, unit = "mail-in", 0.25, "mails"

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self.recorded = Recording()
        self._read: list[float] = []
        self._number = 0

    @property
    def budget(self) -> str:
        return f"a worker read {max(self._read, default=0.0):.0f} mails a second into the tray (goal: 50)"

    async def prepare(self) -> None:
        bench, settings = self._bench, replace(self._bench.settings, mail_in_domain=_DOMAIN)
        given = Delivered(self._to, "s@example.com", "127.0.0.1", self._mail().as_bytes())
        async with recording() as self.recorded:
            await keep(open_store(settings.store_url), bench.tenant.id, given, now=clock.now())
        async with tenant_scope(bench.tenant.id):
            row = await fetch_one("SELECT id FROM outbox WHERE name = 'read-mail'")
        assert row is not None
        errand = await effects.take(tenant_id=bench.tenant.id, outbox_id=row["id"], settings=settings)
        assert errand is not None
        await effects.carry_out(errand)

    async def ours(self, web: Process) -> Run:
        del web
        port = processes.free_port()
        settings = replace(
            self._bench.settings, mail_listen=f"smtp://127.0.0.1:{port}", mail_in_domain=_DOMAIN
        )
        with processes.process("mail", settings, log := _log(settings)) as listener:
            processes.until_said(log, "mail ready", listener)
            run = await self._bring(port, listener)
        with sink() as url:
            settings = replace(settings, smtp_url=url)
            with processes.process("worker", settings, log := _log(settings)) as worker:
                begun = perf_counter()
                processes.until_said(log, "worker ready", worker)
                waiting = await self._unread()
                while await self._unread():  # noqa: ASYNC110 - the worker is another process
                    await asyncio.sleep(0.05)
                self._read.append(waiting / (perf_counter() - begun))
        return run

    async def floor(self) -> Run:
        port = processes.free_port()
        settings = replace(self._bench.settings, mode=Mode.TEST, smtp_url=f"smtp://127.0.0.1:{port}")
        with processes.process("mailbox", settings, _log(settings)) as mailbox:
            await _answers(port)
            return await self._bring(port, mailbox)

    @property
    def _to(self) -> str:
        return f"{self._bench.tenant.slug}@{_DOMAIN}"

    def _mail(self) -> EmailMessage:
        self._number += 1
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = (
            f"s{self._number % 97}@example.com",
            self._to,
            "The lift again",
        )
        mail["Message-ID"] = f"<{uuid4()}@example.com>"
        mail.set_content(f"{self._number}\n{_TEXT}")
        mail.add_attachment(
            b"%PDF-1.4 " + bytes(20_000), maintype="application", subtype="pdf", filename="a.pdf"
        )
        return mail

    async def _bring(self, port: int, process: Process) -> Run:
        mails = [self._mail().as_bytes() for _ in range(_MAILS)]
        times: list[float] = []

        async def over_one_line(own: Sequence[bytes]) -> None:
            async with aiosmtplib.SMTP(hostname="127.0.0.1", port=port, start_tls=False) as line:
                for mail in own:
                    begun = perf_counter()
                    await line.sendmail("s@example.com", [self._to], mail)
                    times.append(perf_counter() - begun)

        before, started = used(process), perf_counter()
        await asyncio.gather(*(over_one_line(mails[first::_LINES]) for first in range(_LINES)))
        return Run(times, perf_counter() - started, _MAILS, used(process) - before)

    async def _unread(self) -> int:
        async with tenant_scope(self._bench.tenant.id):
            row = await fetch_one("SELECT count(*) AS n FROM incoming_mail WHERE read_at IS NULL")
        return int(row["n"]) if row is not None else 0


def _log(settings: Settings) -> Path:
    return settings.home / f"mail-in-{uuid4().hex}.log"


async def _answers(port: int) -> None:
    for _ in range(200):
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.05)
        else:
            writer.close()
            return
    raise RuntimeError("the local mailbox does not answer")
