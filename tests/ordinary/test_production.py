"""A deployment as its operator makes it: an empty database, addresses by settings alone, separate processes."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from email.message import EmailMessage
from pathlib import Path

import pytest

from amends.database.embedded.servers import Urls, throw_away
from amends_cli.ports import answers, free_port
from tenants.templates import pickable_templates
from tests.amends_cli.terminal import COMMAND, environment, shell
from tests.concurrency.browser import Browser, hidden, only
from tests.concurrency.waiting import eventually
from tests.mail import MailSink, text_of
from tests.ordinary import database
from tests.world import lodgement

pytestmark = pytest.mark.slow
DOMAIN, HOST = "amends.example", "harbour.amends.example"
SAID = lodgement(pickable_templates()["service"].policy)
CREATE = [
    *("tenant", "create", "harbour", "--name-zh", "海湾", "--name-en", "Harbour", "--template", "service"),
    *("--time-zone", "Asia/Shanghai", "--language", "zh"),
    *("--admin-email", "ada@harbour.example", "--admin-name", "Ada"),
]


@pytest.fixture
def urls(servers: Urls, worker_id: str) -> Iterator[Urls]:
    """Of servers on which nothing is yet; `servers` are asked for to be run where those are ordinary ones."""
    if database.named():
        with database.database(worker_id, spare=True) as spare:
            yield spare
    else:
        with throw_away() as (_, fresh):
            yield fresh


@pytest.fixture
def settings(urls: Urls, mail: MailSink, folder: Path) -> dict[str, str]:
    return {
        "AMENDS_MODE": "production",
        "AMENDS_DATABASE_URL": urls.app_url,
        "AMENDS_REDIS_URL": urls.redis_url,
        "AMENDS_STORE_URL": f"file://{folder}/store",
        "AMENDS_SMTP_URL": mail.url,
        "AMENDS_SECRET": urls.secret,
        "AMENDS_BASE_DOMAIN": DOMAIN,
        "AMENDS_PUBLIC_SCHEME": "http",  # no proxy stands in front, and no browser would send secure cookies
        "AMENDS_HOME": str(folder / "nobody-needs-it"),
        "PORT": str(free_port()),
    }


async def test_from_an_empty_database_to_a_letter(
    urls: Urls, settings: dict[str, str], mail: MailSink
) -> None:
    as_owner = settings | {"AMENDS_OWNER_URL": urls.owner_url}
    assert "migrations are missing: run `amends migrate`" in await said("web", code=1, told=settings)
    assert "migrated: 0001_foundation" in await said("migrate", told=as_owner)
    assert "the database is current" in await said("migrate", told=as_owner)
    assert "WRONG" not in await said("doctor", told=as_owner)
    assert f"http://{HOST}" in await said(*CREATE, told=settings)

    async with AsyncExitStack() as running:
        for command in ("web", "worker", "clock"):
            await running.enter_async_context(process(command, settings))
        number, code = await lodged(int(settings["PORT"]))
        await eventually(lambda: letters(mail, to="ada@harbour.example"), within=60)
        [letter] = await eventually(lambda: letters(mail, to="amina@example.com"), within=60)
    assert number in str(letter["Subject"])
    assert code in text_of(letter)


async def said(*command: str, told: Mapping[str, str], code: int = 0) -> str:
    """In a thread: the mail server it may ask is ours."""
    done = await asyncio.to_thread(shell, *command, **told)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


@asynccontextmanager
async def process(command: str, told: Mapping[str, str]) -> AsyncIterator[None]:
    """One that ends in order when it is asked to."""
    running = await asyncio.create_subprocess_exec(*COMMAND, command, env=environment(**told))
    try:
        yield
        running.terminate()
        async with asyncio.timeout(20):
            # The web server tidies up, then ends by the signal itself.
            assert await running.wait() in (0, -signal.SIGTERM)
    finally:
        if running.returncode is None:
            running.kill()
            await running.wait()


async def lodged(port: int) -> tuple[str, str]:
    """The number and the code Amina is told."""

    async def serves() -> bool:
        return await answers("127.0.0.1", port, path="/track", host_name=HOST)

    await eventually(serves, within=60)
    browser = Browser(HOST, ports=[port], address="127.0.0.1")
    try:
        form = await browser.get(f"/complaints/new?category={SAID.category}")
        given = {
            "category": SAID.category, "subject": SAID.subject, "narrative": SAID.narrative, "email": SAID.email or "",
            **{name: hidden(form, name) for name in ("_csrf_token", "form_id")},
            **{f"answers.{name}": answer for name, answer in SAID.answers.items()},
        }  # fmt: skip
        sent = await browser.post("/complaints", given)
        assert sent.status_code == 303, sent.text
        receipt = await browser.get(sent.headers["location"])
        return only(r'<dd id="number">([^<]+)<', receipt), only(r'<dd id="access-code">([^<]+)<', receipt)
    finally:
        await browser.close()


async def letters(mail: MailSink, *, to: str) -> list[EmailMessage]:
    return [letter for letter in mail.mails if to in str(letter["To"])]
