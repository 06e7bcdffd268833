"""Every route against operators: inside an organisation under a grant, and every route of the console against all."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import httpx
from litestar import Litestar
from litestar.routes import HTTPRoute

from amends.config import Settings
from amends.database.scope import platform_scope
from amends.people.rights import Right
from amends.tenancy.operators import start_session
from tests.guests import granted
from tests.structure.test_rights import SERVES, Ids, harbours  # noqa: F401 - a fixture
from tests.web.conftest import Arrive
from tests.web.portal.conftest import Enter
from tests.web.visitor import Visitor
from tests.world import World
from web.app import create_litestar

READABLE = {
    "GET /portal", "GET /portal/rows", "GET /portal/lists", "GET /portal/search", "GET /portal/access",
    "GET /portal/cases/{complaint_id:uuid}", "GET /portal/cases/{complaint_id:uuid}/evidence/{evidence_id:uuid}",
    "GET /portal/cases/{complaint_id:uuid}/notices/{notice_id:uuid}",
}  # fmt: skip
"""All that a guest may see; everything else of the portal is refused, save leaving."""
LEAVING = "POST /portal/operator/leave"
DOORS = ("/operator/sign-in", "/operator/invitation", "/operator/reset", "/mailbox")
"""Open to strangers on the base domain."""
MADE_UP = {"slug": "harbour", "token": "x" * 43}


async def test_a_guest_reads_and_nothing_else(
    world: World,
    arrive: Arrive,
    harbours: Ids,  # noqa: F811
) -> None:
    guest = arrive()
    token = (await granted(world, email="olga@example.org")).token
    guest.http.cookies.set("amends_guest", token, domain=world.host, path="/portal")
    for route in sorted(SERVES, key=lambda each: each == LEAVING):
        status = (await send_made_up(guest, harbours.fill(route))).status_code
        expected = 200 if route in READABLE else 303 if route == LEAVING else 403
        assert status == expected, f"{route} answered {status}"
    looked = [act for act in await world.acts(harbours.complaint_id) if act == "operator-looked"]
    assert len(looked) == 3  # the case, its file, one of its notices


def test_no_route_of_the_portal_is_open_to_guests_by_itself(settings: Settings) -> None:
    """Whatever is added later: what a guest may read says so by one of two rights, and reading changes nothing."""
    for route in http_routes(create_litestar(settings)):
        if not route.path.startswith("/portal"):
            continue
        for handler in route.route_handlers:
            name = f"{sorted(handler.http_methods)[0]} {route.path}"
            if handler.opt.get("guests"):
                assert name == LEAVING
            readable = handler.opt.get("right") in (Right.READ_CASES, Right.READ_AUDIT)
            if readable and handler.opt.get("guests") is not False and handler.http_methods & {"GET", "HEAD"}:
                assert name in READABLE, f"{name}: may an operator under a grant see this? Then say so here."


async def test_the_console_serves_operators(world: World, arrive: Arrive, settings: Settings) -> None:
    operator = (await granted(world)).operator
    assert operator.id is not None
    async with platform_scope():
        token = await start_session(operator_id=operator.id, now=world.at())
    olga = arrive(host=world.settings.base_domain)
    olga.http.cookies.set("amends_operator", token)
    for route in sorted(
        console_routes(create_litestar(settings)), key=lambda each: each.endswith("sign-out")
    ):
        answer = await send_made_up(olga, route)
        assert answer.status_code in (200, 303, 404, 409, 422), f"{route} answered {answer.status_code}"
        assert "/operator/sign-in" not in answer.headers.get("location", "") or route.endswith("sign-out"), (
            route
        )


async def test_strangers_and_staff_find_the_console_closed(
    world: World,
    arrive: Arrive,
    enter: Enter,
    settings: Settings,
) -> None:
    ada = await enter("ada")
    staff_token = ada.http.cookies.get("amends_session")
    stranger, visitor = (arrive(host=world.settings.base_domain) for _ in range(2))
    visitor.http.cookies.set("amends_operator", staff_token or "")
    for route in console_routes(create_litestar(settings)):
        assert (await send_made_up(ada, route)).status_code == 404, f"on an organisation's host: {route}"
        for nobody in (stranger, visitor):
            answer = await send_made_up(nobody, route)
            assert (answer.status_code, answer.headers["location"].split("?")[0]) == (
                303,
                "/operator/sign-in",
            ), route


async def send_made_up(visitor: Visitor, route: str) -> httpx.Response:
    method, path = route.split()
    for name, value in MADE_UP.items():
        path = path.replace(f"{{{name}:str}}", value)
    while "{" in path:
        start, _, rest = path.partition("{")
        path = f"{start}{uuid4()}{rest.partition('}')[2]}"
    if method == "POST" and "csrftoken" not in visitor.http.cookies:
        for page in ("/operator/sign-in", "/portal/sign-in"):
            await visitor.http.get(page)
    headers = {"x-csrftoken": visitor.http.cookies.get("csrftoken") or ""}
    return await visitor.http.request(method, path, headers=headers)


def console_routes(application: Litestar) -> list[str]:
    """Behind the sign-in."""
    return sorted(
        f"{method} {route.path}"
        for route in http_routes(application)
        if route.path.startswith("/operator") and not route.path.startswith(DOORS)
        for method in route.methods - {"OPTIONS", "HEAD"}
    )


def http_routes(application: Litestar) -> Iterator[HTTPRoute]:
    for route in application.routes:
        if isinstance(route, HTTPRoute):
            yield route
