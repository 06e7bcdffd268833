"""PostgreSQL and Redis of a deployment's own, for tests to kill, stop, pause and fill."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg
import psutil
from redis.asyncio import Redis

from amends.database.embedded.servers import EmbeddedServers


class OwnServers:
    """Durable, as in production: fsync is on."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.servers = EmbeddedServers()
        self.urls = self.servers.start(home)

    def kill_postgres(self) -> None:
        _kill(self.servers.postgres.pid)

    def kill_redis(self, *, losing_everything: bool = True) -> None:
        _kill(self.servers.valkey.pid)
        if losing_everything:
            shutil.rmtree(self.servers.data / "redis")

    def stop_postgres(self) -> None:
        """As its administrator would, for a restart: every session is ended, what is committed is on disk."""
        pid = self.servers.postgres.pid
        assert pid is not None
        os.kill(pid, signal.SIGINT)
        psutil.Process(pid).wait(30)

    @contextmanager
    def paused_postgres(self) -> Iterator[None]:
        """Every process of it stands still and answers nobody, with its connections open."""
        postmaster = psutil.Process(self.servers.postgres.pid)
        still = [postmaster, *postmaster.children()]
        try:
            for process in still:
                process.suspend()
            yield
        finally:
            for process in still:
                process.resume()

    def revive_servers(self) -> None:
        self.servers.revive()
        self.servers.wait()

    async def redis(self, *words: str) -> object:
        """One command to Redis."""
        async with Redis.from_url(self.urls.redis_url) as client:
            answer: object = await client.execute_command(*words)  # type: ignore[no-untyped-call]  # untyped there
            return answer

    async def ask(self, url: str, sql: str) -> object:
        connection = await asyncpg.connect(url)
        try:
            answer: object = await connection.fetchval(sql)
            return answer
        finally:
            await connection.close()


def _kill(pid: int | None) -> None:
    """And wait for the end: a server dies at once, its port and lock with it."""
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    psutil.Process(pid).wait(10)
