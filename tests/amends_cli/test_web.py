"""`amends web` as it runs behind a proxy: a real server, asked over a real connection."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest

from amends_cli import ports
from tests.amends_cli.terminal import COMMAND, environment
from tests.world import World


@pytest.fixture
async def address(world: World) -> AsyncIterator[str]:
    """Where the server listens; this machine counts as its proxy."""
    port = ports.free_port()
    own = {"PORT": str(port), "AMENDS_TRUSTED_PROXIES": "127.0.0.1/32"}
    settings = {
        "AMENDS_MODE": "embedded",
        "AMENDS_DATABASE_URL": world.settings.database_url,
        "AMENDS_REDIS_URL": world.settings.redis_url,
        "AMENDS_SMTP_URL": "smtp://127.0.0.1:9",
        "AMENDS_SECRET": world.settings.secret,
        "AMENDS_HOME": str(world.settings.home),
    }
    process = await asyncio.create_subprocess_exec(
        *COMMAND,
        "web",
        env=environment(**settings, **own),
    )
    async with asyncio.timeout(60):
        while not await _listens(port):
            assert process.returncode is None
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    await process.wait()


async def _listens(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    await writer.wait_closed()
    return True


async def test_our_proxy_names_the_host_and_nobody_else_s_address_is_taken_for_it(address: str) -> None:
    async with httpx.AsyncClient(base_url=address, headers={"host": "localhost"}) as http:
        forwarded = {"x-forwarded-host": "harbour.localhost", "x-forwarded-for": "198.51.100.7"}
        assert (await http.get("/track", headers=forwarded)).status_code == 200
        assert (await http.get("/track")).status_code == 404
        head = await http.head("/healthz")
        assert (head.status_code, head.headers["content-length"], head.content) == (200, "2", b"")
