"""The embedded servers are real ones: their roles are small, their data survive, nobody else gets in."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import psutil
import pytest
from redis.asyncio import Redis

from amends.database.embedded.home import HomeInUse
from amends.database.embedded.servers import EmbeddedServers, Urls


class Deployment:
    """One home, whose servers these tests start, kill and start again."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.said: list[str] = []
        self.servers = EmbeddedServers(fast=True, say=self.said.append)
        self.urls = self.servers.start(home)

    def restart(self) -> None:
        self.servers.stop()
        self.servers = EmbeddedServers(fast=True, say=self.said.append)
        self.urls = self.servers.start(self.home)


@pytest.fixture(scope="module")
def deployment() -> Iterator[Deployment]:
    home = Path(tempfile.mkdtemp(prefix="amends-test-"))
    deployment = Deployment(home)
    yield deployment
    deployment.servers.discard()
    shutil.rmtree(home, ignore_errors=True)


async def ask(url: str, sql: str) -> object:
    connection = await asyncpg.connect(url)
    try:
        answer: object = await connection.fetchval(sql)
        return answer
    finally:
        await connection.close()


def each_role(urls: Urls) -> dict[str, str]:
    return {"amends_owner": urls.owner_url, "amends_app": urls.app_url, "amends_backup": urls.backup_url}


async def test_no_role_is_above_the_walls(deployment: Deployment) -> None:
    for name, url in each_role(deployment.urls).items():
        assert await ask(url, "SELECT current_user") == name
        above = "SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolreplication FROM pg_roles WHERE rolname = "
        assert await ask(url, f"{above} current_user") is False


async def test_the_owner_owns_the_database_and_the_application_nothing(deployment: Deployment) -> None:
    whose = "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()"
    assert await ask(deployment.urls.app_url, whose) == "amends_owner"
    may_create = "SELECT has_schema_privilege('public', 'CREATE')"
    assert await ask(deployment.urls.owner_url, may_create) is True
    assert await ask(deployment.urls.app_url, may_create) is False
    assert (
        await ask(deployment.urls.app_url, "SELECT has_database_privilege(current_database(), 'TEMP')")
        is False
    )


async def test_nobody_signs_in_as_superuser_or_without_password(deployment: Deployment) -> None:
    sockets = urlsplit(deployment.urls.app_url).query.removeprefix("host=")
    for user, password in (
        ("postgres", ""),
        ("postgres", "postgres"),
        ("amends_app", ""),
        ("amends_app", "guess"),
    ):
        with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError)):
            await asyncpg.connect(user=user, password=password, database="amends", host=sockets)


def test_they_listen_on_sockets_only_their_account_and_root_can_reach(deployment: Deployment) -> None:
    sockets = Path(urlsplit(deployment.urls.app_url).query.removeprefix("host="))
    assert sockets.stat().st_mode & 0o077 == 0
    for process in (deployment.servers.postgres, deployment.servers.valkey):
        assert process.pid is not None
        assert psutil.Process(process.pid).net_connections(kind="inet") == []


@pytest.mark.skipif(os.geteuid() != 0, reason="only root hands its servers to another account")
def test_root_hands_them_to_another_account(deployment: Deployment) -> None:
    for process in (deployment.servers.postgres, deployment.servers.valkey):
        assert process.pid is not None
        assert 0 not in psutil.Process(process.pid).uids()


async def test_text_is_unicode_and_pages_are_checked(deployment: Deployment) -> None:
    url = deployment.urls.app_url
    assert await ask(url, "SHOW server_encoding") == "UTF8"
    assert await ask(url, "SHOW data_checksums") == "on"
    assert await ask(url, "SELECT lower('ÄÖ') || upper('é')") == "äöÉ"
    assert await ask(url, "SHOW timezone") == "UTC"


def test_a_second_start_on_the_same_home_is_refused(deployment: Deployment) -> None:
    with pytest.raises(HomeInUse):
        EmbeddedServers(fast=True).start(deployment.home)
    assert deployment.servers.postgres.alive
    assert deployment.servers.valkey.alive


async def test_data_survive_stopping_and_starting(deployment: Deployment) -> None:
    await ask(deployment.urls.owner_url, "CREATE TABLE kept AS SELECT 1 AS n")
    before = deployment.urls
    deployment.restart()
    assert deployment.urls == before
    assert await ask(deployment.urls.owner_url, "SELECT n FROM kept") == 1


async def test_both_come_back_with_their_data_after_being_killed(deployment: Deployment) -> None:
    await ask(deployment.urls.owner_url, "CREATE TABLE committed AS SELECT 2 AS n")
    redis: Redis = Redis.from_url(deployment.urls.redis_url)
    await redis.set("said", "yes")
    await redis.aclose()
    for process in (deployment.servers.postgres, deployment.servers.valkey):
        assert process.pid is not None
        os.kill(process.pid, signal.SIGKILL)
        psutil.Process(process.pid).wait(10)
    assert deployment.servers.revive() == ["Valkey", "PostgreSQL"]
    deployment.servers.wait()
    assert await ask(deployment.urls.owner_url, "SELECT n FROM committed") == 2
    redis = Redis.from_url(deployment.urls.redis_url)
    assert await redis.get("said") == b"yes"
    await redis.aclose()
    assert deployment.servers.revive() == []


async def test_lost_passwords_are_made_anew_and_the_data_kept(deployment: Deployment) -> None:
    await ask(deployment.urls.owner_url, "CREATE TABLE behind_password AS SELECT 3 AS n")
    before = deployment.urls
    (deployment.home / "secrets.json").unlink()
    deployment.restart()
    assert deployment.urls.app_url != before.app_url
    assert await ask(deployment.urls.owner_url, "SELECT n FROM behind_password") == 3
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(before.app_url)


async def test_servers_left_by_a_dead_run_are_stopped_first(deployment: Deployment) -> None:
    """Where the kernel ties no child to its parent, a killed supervisor leaves its servers behind."""
    left = deployment.servers
    first = (left.postgres.pid, left.valkey.pid)
    assert left._home is not None
    left._home.close()  # the lock goes with the process that held it
    deployment.servers = EmbeddedServers(fast=True)
    deployment.urls = deployment.servers.start(deployment.home)
    assert not left.postgres.alive
    assert not left.valkey.alive
    assert (deployment.servers.postgres.pid, deployment.servers.valkey.pid) != first
    assert await ask(deployment.urls.app_url, "SELECT 1") == 1
