"""A whole deployment of real processes on servers of its own, which tests may kill one by one.

Organisations are made by the test, each test its own; the clock of all processes is moved together, forwards only.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from itertools import count
from pathlib import Path
from uuid import uuid4

from amends import clock, config
from amends.database.engine import DB
from amends.database.migrate import migrate
from amends.tenancy.operations import NewTenant
from amends_cli.ports import answers, free_port
from tests.concurrency.browser import Browser
from tests.concurrency.complainant import Complainant
from tests.concurrency.own_servers import OwnServers
from tests.concurrency.processes import Process
from tests.mail import MailSink
from tests.world import MONDAY, Organisation, add_organisation


class Deployment(OwnServers):
    """Processes of every kind, on servers of its own."""

    def __init__(self, mail: MailSink, *, home: Path | None = None) -> None:
        super().__init__(home or Path(tempfile.mkdtemp(prefix="amends-test-")))
        self.mail = mail
        self._environment = {
            "AMENDS_MODE": "test",
            "AMENDS_HOME": str(self.home),
            "AMENDS_DATABASE_URL": self.urls.app_url,
            "AMENDS_REDIS_URL": self.urls.redis_url,
            "AMENDS_SMTP_URL": mail.url,
            "AMENDS_SECRET": self.urls.secret,
            "AMENDS_CLOCK_OFFSET_FILE": str(self.home / "clock-offset"),
            "AMENDS_TRUSTED_PROXIES": "127.0.0.1",  # so that every complainant has an address of their own
            "AMENDS_MAIL_LISTEN": f"smtp://127.0.0.1:{free_port()}",
            "AMENDS_MAIL_IN_DOMAIN": "in.localhost",
            "PORT": str(free_port()),
        }
        self.settings = config.load(self._environment)
        self.ports = (self.settings.port, free_port())
        self.web = self._process("web")
        self.second_web = self._process("web", name="second-web", port=self.ports[1])
        self.worker = self._process("worker")
        self.second_worker = self._process("worker", name="second-worker")
        self.clock = self._process("clock")
        self.second_clock = self._process("clock", name="second-clock")
        self.mail_in = self._process("mail")
        self._visitors = count(1)
        self._browsers: list[Browser] = []

    @property
    def processes(self) -> tuple[Process, ...]:
        """The second of each kind, and the one that takes mail in, run only where a test starts them."""
        seconds = (self.second_web, self.second_worker, self.second_clock)
        return (self.web, self.worker, self.clock, self.mail_in, *seconds)

    async def open(self) -> None:
        await migrate(self.urls.owner_url)
        self._set_offset((MONDAY - clock.now()).total_seconds())
        for process in self.processes:
            await process.open()

    async def close(self) -> None:
        for process in self.processes:
            await process.close()
        data = self.servers.data
        self.servers.stop()
        for folder in {data, self.home}:
            shutil.rmtree(folder, ignore_errors=True)

    @asynccontextmanager
    async def at_hand(self) -> AsyncIterator[None]:
        """The test itself sees this database and this clock, whatever other tests of the run have open."""
        before, DB.pool = DB.pool, None
        clock.use_offset_file(self.settings.clock_offset_file)
        await DB.open(self.urls.app_url, size=4)
        try:
            yield
        finally:
            for browser in self._browsers:
                await browser.close()
            self._browsers.clear()
            await DB.close()
            DB.pool = before
            clock.use_offset_file(None)

    async def organisation(self, industry: str = "service") -> Organisation:
        slug = f"harbour-{uuid4().hex[:8]}"
        wanted = NewTenant(
            slug, "海湾服务", "Harbour", industry, "Asia/Shanghai", "zh", "400-1000", live=True
        )
        return await add_organisation(self.settings, wanted)

    def browser(self, of: Organisation, *, ports: Sequence[int] = ()) -> Browser:
        """Somebody new, at an address of their own."""
        number = next(self._visitors)
        address = f"10.0.{number // 250}.{number % 250 + 1}"
        self._browsers.append(Browser(of.host, ports=ports or self.ports[:1], address=address))
        return self._browsers[-1]

    def complainant(self, of: Organisation) -> Complainant:
        return Complainant(of, self.browser(of))

    def let_pass(self, **time: float) -> None:
        """All processes are later by so much, at once."""
        assert self.settings.clock_offset_file is not None
        offset = float(self.settings.clock_offset_file.read_text())
        self._set_offset(offset + timedelta(**time).total_seconds())

    async def mend(self) -> None:
        """Servers up, traps gone, mail taken. No clock runs until a test starts one: it would tell people of what other
        tests left behind, and of what this one has just begun."""
        self.revive_servers()
        self.mail.accept()
        for process in self.processes:
            process.wire.disarm()
        for process in (self.clock, self.second_web, self.second_worker, self.second_clock):
            process.kill()

    async def owed(self) -> int:
        """What waits to leave, of all organisations."""
        owed = await self.ask(self.urls.owner_url, "SELECT count(*) FROM outbox_index")
        assert isinstance(owed, int)
        return owed

    async def held_open(self) -> int:
        """Transactions that have been waiting for their process for a second or longer."""
        held = await self.ask(
            self.urls.app_url,
            """SELECT count(*) FROM pg_stat_activity WHERE usename = current_user
            AND state LIKE 'idle in transaction%' AND state_change < clock_timestamp() - interval '1 second'""",
        )
        assert isinstance(held, int)
        return held

    def logs(self) -> str:
        """The end of what every process said."""
        texts = [(path.name, path.read_text(errors="replace")[-6000:]) for path in self._logs.glob("*.log")]
        return "\n".join(f"=== {name}\n{text}" for name, text in sorted(texts))

    @property
    def _logs(self) -> Path:
        return self.home / "logs"

    def _process(self, command: str, *, name: str = "", port: int | None = None) -> Process:
        environment = {key: value for key, value in os.environ.items() if not key.startswith("AMENDS_")}
        port = port or self.settings.port
        return Process(
            command,
            environment=environment | self._environment | {"PORT": str(port)},
            log=self._logs / f"{name or command}.log",
            ready=partial(_web_answers, port) if command == "web" else _says_so,
        )

    def _set_offset(self, seconds: float) -> None:
        """Whole or not at all: a process that read an empty file would believe the real clock."""
        path = self.settings.clock_offset_file
        assert path is not None
        fresh = path.with_suffix(".new")
        fresh.write_text(str(seconds))
        fresh.replace(path)


async def _web_answers(port: int, _: Process) -> bool:
    return await answers("127.0.0.1", port, path="/healthz", host_name="localhost")


async def _says_so(process: Process) -> bool:
    return " ready" in process.said()
