"""The host name says whose pages these are, and only a proxy of ours may say what it was."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from ipaddress import ip_network
from uuid import uuid4

import pytest

from amends.people import rates
from amends.tenancy.tables import HostName
from tests.web.conftest import Arrive
from tests.web.visitor import Visitor
from tests.world import MONDAY, World
from web.app import create_app

PROXY, STRANGER = "10.1.1.1", "203.0.113.9"
Come = Callable[[str], Visitor]


@pytest.fixture
async def come(world: World) -> AsyncIterator[Come]:
    """A deployment behind a proxy at 10.1.1.1; `come(address)` is a request from there to the base domain."""
    settings = replace(world.settings, trusted_proxies=(ip_network("10.0.0.0/8"),))
    app, visitors = create_app(settings), list[Visitor]()

    def comes(address: str) -> Visitor:
        visitors.append(Visitor(app, "localhost", address=address))
        return visitors[-1]

    yield comes
    for visitor in visitors:
        await visitor.close()


async def test_the_console_is_nothing_on_a_tenants_host(arrive: Arrive) -> None:
    for path in ("/operator/sign-in", "/operator/tenants", "/operator/tenants/harbour", "/mailbox"):
        assert (await arrive().look(path)).status == 404, path


async def test_a_tenants_pages_are_nothing_on_the_base_domain(world: World, arrive: Arrive) -> None:
    for path in ("/complaints/new", "/track", "/portal", "/portal/sign-in", "/branding.css"):
        assert (await arrive(host=world.settings.base_domain).look(path)).status == 404, path


async def test_an_unknown_host_is_a_plain_404(arrive: Arrive) -> None:
    for host in ("nowhere.localhost", "harbour.example.org", "a.harbour.localhost", "localhost.evil.org"):
        page = await arrive(host=host).look("/")
        assert page.status == 404, host
        assert page.response.headers["content-type"].startswith("text/plain")
        assert "Harbour" not in page.html


async def test_a_port_and_capitals_change_nothing(arrive: Arrive) -> None:
    assert (await arrive(host="HARBOUR.localhost:8000").get("/")).status == 200


async def test_a_strangers_forwarded_host_is_not_believed(come: Come) -> None:
    page = await come(STRANGER).get("/track", **{"x-forwarded-host": "harbour.localhost"})
    assert page.status == 404


async def test_our_proxys_forwarded_host_is_believed(come: Come) -> None:
    page = await come(PROXY).get("/track", **{"x-forwarded-host": "harbour.localhost"})
    assert page.status == 200


async def test_a_stranger_cannot_take_another_address_to_try_again(come: Come, world: World) -> None:
    stranger = come(STRANGER)
    assert await _tries(stranger) == 429


async def test_behind_our_proxy_each_visitor_counts_for_themselves(come: Come, world: World) -> None:
    assert await _tries(come(PROXY), host="harbour.localhost") == 404


async def _tries(visitor: Visitor, *, host: str = "") -> int:
    """One more than is allowed to one address, each from a new forwarded one; how the last is answered."""
    visitor.http.base_url = visitor.http.base_url.copy_with(host=host or "harbour.localhost")
    status = 0
    for number in range(rates.TRACKING.tries + 1):
        answer = await visitor.http.post(
            "/api/v1/tracking",
            json={"number": "A1", "access_code": "00000-00000"},
            headers={"x-forwarded-for": f"198.51.100.{number}"},
        )
        status = answer.status_code
    return status


async def test_an_organisation_s_own_domain_leads_to_its_pages_and_to_no_other_s(
    world: World, arrive: Arrive
) -> None:
    async with world.other.scope():
        await HostName.insert(HostName(id=uuid4(), host="complaints.garden.example", created_at=MONDAY))
    page = await arrive(host="Complaints.Garden.example").get("/")
    assert (page.status, "Garden" in page.words) == (200, True)
    assert (await arrive(host="www.complaints.garden.example").look("/")).status == 404
    async with world.other.scope():
        await HostName.delete().where(HostName.host == "complaints.garden.example")
    assert (await arrive(host="complaints.garden.example").look("/")).status == 404
