"""`python -m benchmarks.streams [HOW MANY]`: browsers that listen to one web process, and how soon a change has reached each."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from time import perf_counter
from typing import Final

import psutil
import uvloop

from amends import clock
from amends.config import Settings
from amends.correspondence.operations import note
from amends.database.embedded.servers import Urls
from amends.database.engine import DB
from amends.database.migrate import migrate
from amends.database.scope import tenant_scope
from amends.live.announcing import announcing
from amends.people.sessions import start_session
from benchmarks import processes, report
from benchmarks.client import Client, request
from benchmarks.measuring import used
from benchmarks.world import Bench, make_bench, servers, settings_for
from tenants.desks import desk_in_force

_USUAL: Final = 500
_CHANGES: Final = 5


def main() -> int:
    many = int(sys.argv[1]) if len(sys.argv) > 1 else _USUAL
    with servers() as (urls, home):
        settings = settings_for(urls, home, port=processes.free_port(), pool=4)
        uvloop.run(_measure(settings, urls, home, many))
    return 0


async def _measure(settings: Settings, urls: Urls, home: Path, many: int) -> None:
    await migrate(urls.owner_url)
    await DB.open(urls.app_url, size=1)
    try:
        bench = await make_bench(settings, urls)
        with processes.web(settings, home / "processes.log") as web:
            before = processes.resident(web)
            async with announcing(settings.redis_url), _listeners(bench, many) as listeners:
                print(f"{many} streams: {processes.resident(web) - before:.0f} MB more, load {report.load()}")
                await _at_rest(web)
                for _ in range(_CHANGES):
                    await _change(bench, web, listeners)
    finally:
        await DB.close()


@asynccontextmanager
async def _listeners(bench: Bench, many: int) -> AsyncIterator[Sequence[asyncio.StreamReader]]:
    """Of as many sessions: each browser has its own."""
    readers, port = [], bench.settings.port
    person_id = bench.people["chen"].id
    assert person_id is not None
    async with AsyncExitStack() as leaving:
        for _ in range(many):
            async with tenant_scope(bench.tenant.id):
                token = await start_session(person_id=person_id, now=clock.now())
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            leaving.callback(writer.close)
            cookie = {"cookie": f"amends_session={token}"}
            writer.write(request(bench.host, "GET", "/portal/stream", cookie))
            head = await reader.readuntil(b"\r\n\r\n")
            assert b" 200 " in head, head
            readers.append(reader)
        yield readers


async def _at_rest(web: psutil.Process) -> None:
    before = used(web)
    await asyncio.sleep(30)
    print(f"at rest: {(used(web) - before) / 30:.2%} of a processor")


async def _change(bench: Bench, web: psutil.Process, listeners: Sequence[asyncio.StreamReader]) -> None:
    client, before = Client(bench.host, bench.settings.port), used(web)
    hearing = asyncio.gather(*(_heard(each) for each in listeners))
    async with tenant_scope(bench.tenant.id):
        desk = await desk_in_force(bench.tenant, bench.settings)
        await note(desk, bench.rich, body="Called back.", by=bench.people["chen"], now=clock.now())
    began, pages = perf_counter(), []
    while not hearing.done():  # somebody else works meanwhile
        asked = perf_counter()
        await client.get("/portal", {"cookie": f"amends_session={bench.token}"})
        pages.append(perf_counter() - asked)
        await asyncio.sleep(0.05)
    heard = sorted(at - began for at in await hearing)
    await client.close()
    print(
        f"heard by the first after {heard[0]:.2f} s, by the last after {heard[-1]:.2f} s; processor "
        f"{used(web) - before:.2f} s with {len(pages)} pages beside it, the slowest of them {max(pages) * 1000:.0f} ms"
    )


async def _heard(reader: asyncio.StreamReader) -> float:
    while b"changed" not in await reader.readline():
        pass
    return perf_counter()


if __name__ == "__main__":
    sys.exit(main())
