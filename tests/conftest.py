"""Real servers for the tests: a throw-away PostgreSQL and Valkey per test process, and a mail server that can misbehave.

Nothing starts until a test asks for it, so tests of pure rules stay fast. `make test-ordinary` gives Debian's
PostgreSQL and Redis instead, and runs the tests that ask for `servers` only: the others never meet them.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import hypothesis
import pytest
from argon2 import PasswordHasher

from amends import clock, config
from amends.config import Settings
from amends.database.embedded.servers import Urls, throw_away
from amends.database.engine import DB
from amends.database.migrate import migrate
from amends.people import secrets
from tests.emptying import Emptier
from tests.mail import MailSink, catching
from tests.ordinary import database as ordinary
from tests.said import pytest_terminal_summary as pytest_terminal_summary
from tests.world import MONDAY, World, make_world, set_clock

CONNECTIONS = 12

# `make test` looks at fewer examples of each property than `make test-all`, which looks at Hypothesis's hundred.
# No example has a deadline: how long one takes says how busy the machine is.
hypothesis.settings.register_profile("all", deadline=None)
hypothesis.settings.register_profile("quick", deadline=None, max_examples=30)
hypothesis.settings.load_profile("all")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if ordinary.named():
        asks = {item: "servers" in getattr(item, "fixturenames", ()) for item in items}
        items[:] = [item for item in items if asks[item]]
        config.hook.pytest_deselected(items=[item for item in asks if not asks[item]])


@pytest.fixture(scope="session", autouse=True)
def _cheap_hashes() -> None:
    """Hashing is slow on purpose; tests sign in hundreds of times. `tests/rules/test_password_hashes.py` has the real one."""
    secrets._hasher = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)


@pytest.fixture(scope="session")
def servers(worker_id: str) -> Iterator[Urls]:
    if ordinary.named():
        with ordinary.database(worker_id) as urls:
            yield urls
    else:
        with throw_away() as (_, urls):
            yield urls


@pytest.fixture(scope="session")
async def migrated(servers: Urls) -> Urls:
    """A database as `amends migrate` leaves it."""
    await migrate(servers.owner_url)
    return servers


@pytest.fixture(scope="session")
async def database(migrated: Urls) -> AsyncIterator[Urls]:
    """`DB` is open as the application's role, which owns nothing."""
    await DB.open(migrated.app_url, size=CONNECTIONS)
    yield migrated
    await DB.close()


@pytest.fixture(scope="session")
def session_settings(servers: Urls, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    home = tmp_path_factory.mktemp("home")
    return config.load(
        {
            "AMENDS_MODE": "test",
            "AMENDS_HOME": str(home),
            "AMENDS_DATABASE_URL": servers.app_url,
            "AMENDS_REDIS_URL": servers.redis_url,
            "AMENDS_SMTP_URL": "smtp://127.0.0.1:9",
            "AMENDS_SECRET": servers.secret,
            "AMENDS_DNS_SERVER": "127.0.0.1:9",
            "AMENDS_GATEWAY_HOSTS": "127.0.0.1",
            "AMENDS_CLOCK_OFFSET_FILE": str(home / "clock-offset"),
        }
    )


@pytest.fixture
def settings(session_settings: Settings) -> Iterator[Settings]:
    """Of a deployment in which it is Monday morning (`tests.world.MONDAY`)."""
    set_clock(session_settings, MONDAY)
    yield session_settings
    clock.use_offset_file(None)


@pytest.fixture(scope="session")
async def emptier(migrated: Urls) -> AsyncIterator[Emptier]:
    emptier = Emptier(migrated)
    yield emptier
    await emptier.close()


@pytest.fixture
async def world(database: Urls, settings: Settings, emptier: Emptier) -> AsyncIterator[World]:
    """Two organisations, Harbour and Garden, in an otherwise empty database."""
    yield await make_world(settings, owner_url=database.owner_url, backup_url=database.backup_url)
    await emptier.empty()


@pytest.fixture
async def mail() -> AsyncIterator[MailSink]:
    """A real SMTP server on a free port; `mail.url` is its address."""
    async with catching() as sink:
        yield sink


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path
