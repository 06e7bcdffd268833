"""What is told of a request: its number on the answer, a count by route, a line without what was typed."""

from __future__ import annotations

import logging
from dataclasses import replace

import httpx
import pytest
from litestar.types import ASGIApp

from amends import metrics
from amends.database.readiness import database_ready
from amends.vitals import VITALS
from tests.web.conftest import Arrive
from tests.world import World
from web.edge.telling import Told


def counted(**labels: str) -> float:
    return metrics.REGISTRY.get_sample_value("amends_http_requests_total", labels) or 0.0


async def test_requests_are_counted_by_route_template_and_never_by_path(arrive: Arrive, world: World) -> None:
    case = await world.lodge()
    shown = {"site": "tenant", "route": "/track", "method": "GET", "status": "200"}
    lost = {"site": "tenant", "route": "(none)", "method": "GET", "status": "404"}
    before = counted(**shown), counted(**lost)
    visitor = arrive()
    await visitor.get(f"/track?number={case.number}")
    await visitor.get(f"/nowhere/{case.number}")
    assert (counted(**shown), counted(**lost)) == (before[0] + 1, before[1] + 1)
    routes = {
        sample.labels["route"]
        for family in metrics.REGISTRY.collect()
        for sample in family.samples
        if "route" in sample.labels
    }
    assert not any(str(case.number) in route for route in routes)


async def test_unusual_methods_share_one_label(arrive: Arrive) -> None:
    await arrive().http.request("BREW", "/track")
    methods = {
        sample.labels["method"]
        for family in metrics.REGISTRY.collect()
        for sample in family.samples
        if "method" in sample.labels
    }
    assert "BREW" not in methods
    assert "other" in methods


async def test_a_line_for_each_page_holds_no_query_and_an_address_only_where_wanted(
    app: ASGIApp, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    for wanted, address in (("on", None), ("addresses", "198.51.100.7"), ("off", "no line")):
        caplog.clear()
        told_of = Told(app, replace(world.settings, access_log=wanted))
        transport = httpx.ASGITransport(app=told_of, client=("198.51.100.7", 1))  # type: ignore[arg-type]
        async with httpx.AsyncClient(transport=transport, base_url=f"http://{world.host}") as http:
            with caplog.at_level(logging.INFO, "web.access"):
                answer = await http.get("/track?number=secret-number")
                await http.get("/healthz")
                await http.get("/static/base.css")
        lines = [record for record in caplog.records if record.name == "web.access"]
        if wanted == "off":
            assert lines == []
            continue
        [line] = lines
        told = vars(line)
        assert (told["method"], told["route"], told["status"]) == ("GET", "/track", 200)
        assert told["bytes"] == answer.num_bytes_downloaded < len(answer.content)
        assert told.get("address") == address
        assert "secret-number" not in str(told)


@pytest.mark.parametrize(
    "host", ["10.0.3.7:8000", "[fd00::7]:8000", "nobody.example", "harbour.localhost", ""]
)
async def test_probes_answer_any_host_at_once_and_set_no_cookie(
    app: ASGIApp, world: World, host: str
) -> None:
    VITALS.begin(needs={"database": database_ready})
    transport = httpx.ASGITransport(app=app)  # type: ignore[arg-type]
    try:
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as http:
            for path, said in (("/healthz", "ok"), ("/readyz", "ready")):
                answer = await http.get(path, headers={"host": host})
                assert (answer.status_code, answer.text) == (200, said)
                assert "set-cookie" not in answer.headers
            assert (await http.get("/metrics", headers={"host": world.host})).status_code == 404
    finally:
        VITALS.end()


async def test_the_web_is_not_ready_without_its_database(app: ASGIApp) -> None:
    async def away() -> None:
        raise ConnectionRefusedError

    VITALS.begin(needs={"database": away})
    transport = httpx.ASGITransport(app=app)  # type: ignore[arg-type]
    try:
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as http:
            answer = await http.get("/readyz")
            assert (answer.status_code, answer.text) == (503, "not ready")
            assert (await http.get("/healthz")).status_code == 200
    finally:
        VITALS.end()
