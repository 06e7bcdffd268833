"""Both embedded servers of one AMENDS_HOME, started and stopped together."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from amends.database.embedded import account as accounts
from amends.database.embedded import places
from amends.database.embedded.home import Home
from amends.database.embedded.postgres import EmbeddedPostgres
from amends.database.embedded.process import Say, ServerProcess, silent
from amends.database.embedded.valkey import EmbeddedValkey

LOG_LIMIT = 10_000_000


@dataclass(frozen=True, kw_only=True)
class Urls:
    owner_url: str = field(repr=False)
    app_url: str = field(repr=False)
    backup_url: str = field(repr=False)
    redis_url: str = field(repr=False)
    secret: str = field(repr=False)


class EmbeddedServers:
    """Start from the main thread: on Linux the servers then end with this process, however it ends.

    `fast` trades durability for speed and lets the owner create databases: throw-away servers of tests only.
    """

    def __init__(self, *, fast: bool = False, say: Say = silent) -> None:
        self._fast = fast
        self._say = say
        self._home: Home | None = None
        self._places: places.Places | None = None
        self._postgres: EmbeddedPostgres | None = None
        self._valkey: EmbeddedValkey | None = None

    def start(self, home: Path) -> Urls:
        self._home = Home(home)
        account = accounts.choose()
        self._home.open(traversable=account.borrowed, postgresql=places.postgresql_major())
        try:
            return self._start(self._home, account)
        except BaseException:
            self.stop()
            raise

    def _start(self, home: Home, account: accounts.Account) -> Urls:
        found = self._places = places.find(home, account, self._say)
        passwords, new_passwords = home.passwords()
        self._postgres = EmbeddedPostgres(
            program=found.postgres, data=found.data / "postgres", sockets=found.sockets,
            log=_log(home, "postgres"), account=account, passwords=passwords, fast=self._fast, say=self._say,
        )  # fmt: skip
        self._valkey = EmbeddedValkey(
            program=found.valkey, data=found.data / "redis", sockets=found.sockets,
            log=_log(home, "valkey"), account=account, say=self._say,
        )  # fmt: skip
        self._valkey.prepare()
        self._valkey.spawn()
        self._postgres.prepare(new_passwords=new_passwords)
        self._postgres.spawn()
        self._valkey.wait()
        self._postgres.wait()
        return Urls(
            owner_url=self._postgres.url("amends_owner"),
            app_url=self._postgres.url("amends_app"),
            backup_url=self._postgres.url("amends_backup"),
            redis_url=self._valkey.url,
            secret=passwords["secret"],
        )

    @property
    def data(self) -> Path:
        assert self._places is not None, "not started"
        return self._places.data

    @property
    def postgres(self) -> ServerProcess:
        assert self._postgres is not None, "not started"
        return self._postgres.process

    @property
    def valkey(self) -> ServerProcess:
        assert self._valkey is not None, "not started"
        return self._valkey.process

    def revive(self) -> list[str]:
        """Start again what has died, with all committed data; names what it was. Doesn't wait: see `wait`."""
        revived = []
        if self._valkey is not None and not self._valkey.process.alive:
            self._valkey.prepare()
            self._valkey.spawn()
            revived.append(self._valkey.process.name)
        if self._postgres is not None and not self._postgres.process.alive:
            self._postgres.prepare(new_passwords=False)
            self._postgres.spawn()
            revived.append(self._postgres.process.name)
        return revived

    def wait(self) -> None:
        """Until both answer again."""
        if self._valkey is not None:
            self._valkey.wait()
        if self._postgres is not None:
            self._postgres.wait()

    def stop(self) -> None:
        """Valkey first, then PostgreSQL; may be called again."""
        if self._valkey is not None:
            self._valkey.process.stop()
        if self._postgres is not None:
            self._postgres.process.stop()
        if self._places is not None:
            shutil.rmtree(self._places.sockets, ignore_errors=True)
        if self._home is not None:
            self._home.close()

    def discard(self) -> None:
        """Stop and delete all data: throw-away servers only."""
        assert self._fast, "only throw-away servers may be discarded"
        self.stop()
        if self._places is not None:
            shutil.rmtree(self._places.data, ignore_errors=True)
        if self._home is not None:
            shutil.rmtree(self._home.path, ignore_errors=True)


@contextmanager
def throw_away() -> Iterator[tuple[EmbeddedServers, Urls]]:
    """Fresh servers for a test run, gone without a trace afterwards."""
    servers = EmbeddedServers(fast=True)
    try:
        yield servers, servers.start(Path(tempfile.mkdtemp(prefix="amends-test-")))
    finally:
        servers.discard()


def _log(home: Home, name: str) -> Path:
    """Kept short: the last run's beginning is of no use to anybody."""
    path = home.folder("logs") / f"{name}.log"
    if path.exists() and path.stat().st_size > LOG_LIMIT:
        path.replace(path.with_suffix(".log.old"))
    path.touch(mode=0o600)
    return path
