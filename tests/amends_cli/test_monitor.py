"""AMENDS_MONITOR_PORT: what a process tells while it starts, works, lacks something, or is stuck."""

from __future__ import annotations

import asyncio
import threading
import tomllib
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import asyncpg
import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from amends import VERSION, clock
from amends.config import Settings
from amends.database.embedded.servers import Urls
from amends.database.engine import DB
from amends.database.readiness import database_ready
from amends.environment import BadSetting
from amends.running.gauges import DeploymentGauges
from amends.vitals import VITALS
from amends_cli import monitor, ports


@pytest.fixture
async def asked(settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    """The monitor port of this very process."""
    port = ports.free_port()
    with monitor.listening(replace(settings, monitor_port=port), process="clock"):
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30) as http:
            yield http
    VITALS.end()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(VITALS, "patience", 0.1)
    monkeypatch.setattr(monitor, "_GRACE", 0.2)


async def test_without_the_setting_nothing_listens(settings: Settings) -> None:
    assert settings.monitor_port is None
    with monitor.listening(settings, process="clock"):
        assert "monitor" not in {thread.name for thread in threading.enumerate()}


async def test_a_port_that_is_taken_is_named(asked: httpx.AsyncClient, settings: Settings) -> None:
    with (
        pytest.raises(BadSetting, match=r"^AMENDS_MONITOR_PORT: 127\.0\.0\.1:\d+ cannot be used \(.+\)$"),
        monitor.listening(replace(settings, monitor_port=asked.base_url.port), process="clock"),
    ):
        pytest.fail("listening twice")


async def test_a_process_that_has_not_begun_lives_but_is_not_ready(asked: httpx.AsyncClient) -> None:
    assert (await asked.get("/healthz")).json() == {"is": "alive"}
    early = await asked.get("/readyz")
    assert (early.status_code, early.json()) == (503, {"missing": {"process": "Starting"}})
    assert (await asked.get("/anything")).status_code == 404
    assert (await asked.head("/healthz")).content == b""


async def test_ready_means_the_database_is_there_and_as_far_as_this_version(
    asked: httpx.AsyncClient, database: Urls
) -> None:
    VITALS.begin(needs={"database": database_ready})
    assert (await asked.get("/readyz")).json() == {"is": "ready"}
    owner = await asyncpg.connect(database.owner_url)
    try:
        last = await owner.fetchrow(
            "DELETE FROM migration WHERE name = (SELECT max(name) FROM migration) RETURNING *"
        )
        VITALS.begin(needs={"database": database_ready})  # forgets what it knew
        late = await asked.get("/readyz")
        assert (late.status_code, late.json()) == (503, {"missing": {"database": "MigrationsMissing"}})
    finally:
        await owner.execute("INSERT INTO migration VALUES ($1, $2)", *last)
        await owner.close()


@pytest.mark.usefixtures("impatient")
async def test_what_is_missing_is_named_by_kind_without_the_error_s_words(asked: httpx.AsyncClient) -> None:
    async def refused() -> None:
        raise ConnectionRefusedError("postgresql://amends_app:hunter2@db.example.org")

    async def silent() -> None:
        await asyncio.Event().wait()

    VITALS.begin(needs={"database": refused, "redis": silent})
    missing = await asked.get("/readyz")
    assert missing.status_code == 503
    assert missing.json() == {"missing": {"database": "ConnectionRefusedError", "redis": "NoAnswer"}}
    assert (await asked.get("/healthz")).status_code == 200, "to start it anew would bring no database"


@pytest.mark.usefixtures("impatient")
async def test_what_hangs_is_not_asked_a_second_time(asked: httpx.AsyncClient) -> None:
    asking, answer = [], asyncio.Event()

    async def slow() -> None:
        asking.append(clock.ticks())
        await answer.wait()

    VITALS.begin(needs={}, readings=[slow])
    for _ in range(3):
        assert (await asked.get("/metrics")).status_code == 200
    assert len(asking) == 1
    answer.set()
    await VITALS.read()


async def test_a_part_that_stopped_turning_is_named(
    asked: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    VITALS.begin(needs={})
    VITALS.turned("relay", again_within=10)
    assert (await asked.get("/healthz")).status_code == 200
    later = clock.ticks() + 11
    monkeypatch.setattr(clock, "ticks", lambda: later)
    stuck = await asked.get("/healthz")
    assert (stuck.status_code, stuck.json()) == (503, {"stuck": ["relay"]})


@pytest.mark.usefixtures("impatient")
async def test_a_loop_that_is_stuck_cannot_hide_it(asked: httpx.AsyncClient) -> None:
    VITALS.begin(needs={})
    told: dict[str, httpx.Response] = {}
    done = threading.Event()

    def ask() -> None:
        for path in ("/healthz", "/readyz", "/metrics"):
            told[path] = httpx.get(asked.base_url.join(path))
        done.set()

    asker = threading.Thread(target=ask)
    asker.start()
    assert done.wait(30), "this holds up the loop until all is told"
    asker.join()
    assert (told["/healthz"].status_code, told["/healthz"].json()) == (503, {"stuck": ["loop"]})
    assert (told["/readyz"].status_code, told["/readyz"].json()) == (503, {"missing": {"loop": "NoAnswer"}})
    assert told["/metrics"].status_code == 200


async def test_metrics_name_the_process_its_mode_and_version(asked: httpx.AsyncClient) -> None:
    families = {
        family.name: family for family in text_string_to_metric_families((await asked.get("/metrics")).text)
    }
    [told] = families["amends_process_info"].samples
    assert told.labels == {"process": "clock", "mode": "test", "version": VERSION}
    assert "process_resident_memory_bytes" in families
    declared = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))
    assert declared["project"]["version"] == VERSION


@pytest.fixture
async def silent_database(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    """A server that takes connections and never says a word, as one that is paused or behind a lost network."""
    lines: list[asyncio.StreamWriter] = []

    async def take(_: asyncio.StreamReader, line: asyncio.StreamWriter) -> None:
        lines.append(line)

    server = await asyncio.start_server(take, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    before, DB.pool = DB.pool, None
    await DB.open(f"postgresql://amends_app:x@127.0.0.1:{port}/amends", size=2)
    yield
    for line in lines:
        line.transport.abort()
    server.close()
    await server.wait_closed()
    await VITALS.missing()  # whatever hung has ended now
    assert DB.pool is not None
    DB.pool.terminate()
    DB.pool = before


@pytest.mark.usefixtures("impatient", "silent_database")
async def test_with_a_database_that_says_nothing_a_process_still_tells(asked: httpx.AsyncClient) -> None:
    VITALS.begin(needs={"database": database_ready}, readings=[DeploymentGauges().read])
    late = await asked.get("/readyz")
    assert (late.status_code, late.json()) == (503, {"missing": {"database": "NoAnswer"}})
    assert (await asked.get("/healthz")).status_code == 200
    told = (await asked.get("/metrics")).text
    assert 'amends_need_met{need="database"} 0.0' in told
    assert "amends_process_info{" in told
    assert "process_open_fds" in told
