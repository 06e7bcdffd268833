"""Throw-away servers with two databases: a deployment of few cases and one of many, on the same PostgreSQL."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg

from amends import config
from amends.config import Settings
from amends.database.embedded.servers import EmbeddedServers
from amends_cli.ports import free_port

FEW, MANY = "few", "many"
BASE_DOMAIN = "bench.example"

# Of a database server of its own; both sides share it. Filling writes no log for tables truncated in the same
# transaction, and a machine that fails in the midst of it only has to begin again.
_CONFIGURATION = """\
shared_buffers = '1GB'
wal_level = minimal
max_wal_senders = 0
max_wal_size = '8GB'
checkpoint_timeout = '30min'
autovacuum = off
"""


@dataclass(frozen=True)
class Side:
    name: str
    owner_url: str = field(repr=False)
    settings: Settings = field(repr=False)
    environment: dict[str, str] = field(repr=False)


@contextmanager
def ground() -> Iterator[tuple[Side, Side]]:
    """(few, many), empty; everything is deleted at the end."""
    home = Path(tempfile.mkdtemp(prefix="amends-scale-"))
    servers = EmbeddedServers(fast=True)
    try:
        urls = servers.start(home)
        _configure(servers)
        sides = [
            _side(name, home, urls.owner_url, urls.app_url, urls.redis_url, urls.secret)
            for name in (FEW, MANY)
        ]
        yield sides[0], sides[1]
    finally:
        servers.discard()
        shutil.rmtree(home, ignore_errors=True)


async def make_database(side: Side, *, first_url: str) -> None:
    """Beside the one the servers come with."""
    connection = await asyncpg.connect(first_url)
    try:
        await connection.execute(f"CREATE DATABASE amends_{side.name}")
    finally:
        await connection.close()


def first_url(side: Side) -> str:
    """Of the database the servers come with."""
    return side.owner_url.replace(f"/amends_{side.name}?", "/amends?")


def _configure(servers: EmbeddedServers) -> None:
    data = servers.data / "postgres"
    path = data / "postgresql.auto.conf"
    servers.postgres.stop()
    path.write_text(_CONFIGURATION)
    owner = data.stat()
    os.chown(path, owner.st_uid, owner.st_gid)
    servers.revive()
    servers.wait()


def _side(name: str, home: Path, owner_url: str, app_url: str, redis_url: str, secret: str) -> Side:
    def own(url: str) -> str:
        return url.replace("/amends?", f"/amends_{name}?")

    environment = {
        "AMENDS_MODE": "production",
        "AMENDS_HOME": str(home / name),
        "AMENDS_DATABASE_URL": own(app_url),
        "AMENDS_REDIS_URL": redis_url,
        "AMENDS_STORE_URL": f"file://{home / name}/store",
        "AMENDS_SMTP_URL": "smtp://127.0.0.1:9",  # no worker runs: nothing is sent
        "AMENDS_SECRET": secret,
        "AMENDS_BASE_DOMAIN": BASE_DOMAIN,
        "AMENDS_PUBLIC_SCHEME": "http",
        "AMENDS_TRUSTED_PROXIES": "127.0.0.1",  # every complainant has an address of their own
        "PORT": str(free_port()),
    }
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("AMENDS_")}
    return Side(name, own(owner_url), config.load(environment), inherited | environment)
