"""Who may go where: every route of the portal against every kind of person. A route without a line here fails."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

import httpx
import pytest
from litestar import Litestar
from litestar.routes import HTTPRoute

from amends.config import Settings
from amends.evidence.intake import Upload, receive
from amends.evidence.operations import evidence_of
from amends.evidence.store import open_store
from tests.web.conftest import Arrive
from tests.web.portal.conftest import Enter
from tests.web.visitor import Visitor
from tests.world import World
from web.app import create_litestar

ALL = "ada ines bram chen otto"
CASE = "/portal/cases/{complaint_id:uuid}"
EVIDENCE = CASE + "/evidence/{evidence_id:uuid}"

# Whom each route serves. The rest of the staff get 403, strangers are led to the sign-in page, and Dora, who may do
# everything in her own organisation, finds nothing of this one.
SERVES = {
    "GET /portal": ALL,
    "GET /portal/rows": ALL,
    f"GET {CASE}": ALL,
    f"GET {EVIDENCE}": ALL,
    f"GET {EVIDENCE}/original": "chen otto",
    f"POST {CASE}/acknowledgement": "ines bram chen",
    f"POST {CASE}/acceptance": "ines chen",
    f"POST {CASE}/refusal": "ines chen",
    f"POST {CASE}/forwarding": "ines chen",
    f"POST {CASE}/assignment": "ada ines chen",
    f"POST {CASE}/investigation": "bram chen",
    f"POST {CASE}/message": "bram chen",
    f"POST {CASE}/note": "ada ines bram chen",
    f"POST {CASE}/redelivery": "ada ines bram chen",
    f"POST {CASE}/allegation": "bram chen",
    f"POST {CASE}/evidence": "ines bram chen",
    f"POST {CASE}/offer": "bram chen",
    f"POST {CASE}/remedy": "bram chen",
    f"POST {CASE}/decision": "bram chen",
    f"POST {CASE}/execution": "bram chen",
    f"POST {CASE}/carried-out": "bram chen",
    f"POST {CASE}/feedback": "bram chen",
    f"POST {CASE}/closure": "bram chen",
    f"POST {CASE}/deadlock": "bram chen",
    f"POST {CASE}/referral": "bram chen",
    f"POST {CASE}/withdrawal": "ines bram chen",
    f"POST {CASE}/reopening": "chen",
    "GET /portal/intake": "ines bram chen",
    "POST /portal/intake": "ines bram chen",
    "GET /portal/people": "ada",
    "POST /portal/people": "ada",
    "GET /portal/settings": "ada",
    "GET /portal/notices": ALL,
    "POST /portal/notices/read": ALL,
    "GET /portal/password": ALL,
    "POST /portal/password": ALL,
    "POST /portal/sign-out": ALL,
}
OPEN_TO_ALL = {
    "GET /portal/sign-in", "POST /portal/sign-in", "GET /invitation/{token:str}", "POST /invitation/{token:str}",
}  # fmt: skip
SERVED = (200, 303, 409, 422)
"""An empty form is refused by the engine, not for want of a right."""


@dataclass(frozen=True)
class Ids:
    complaint_id: UUID
    evidence_id: UUID

    def fill(self, path: str) -> str:
        filled = path.replace("{complaint_id:uuid}", str(self.complaint_id))
        return filled.replace("{evidence_id:uuid}", str(self.evidence_id))


@pytest.fixture
async def harbours(world: World) -> Ids:
    """A complaint of Harbour's with one file."""
    store = open_store(world.settings.store_url)
    stored = await receive(store, tenant_id=world.id, uploads=[Upload("letter.txt", b"Dear Sirs")])
    lodged = await world.lodge(evidence=stored)
    async with world.scope():
        [evidence] = await evidence_of(lodged.complaint_id)
    return Ids(lodged.complaint_id, evidence.id)


def test_every_route_of_the_portal_has_its_line(settings: Settings) -> None:
    assert sorted(portal_routes(create_litestar(settings))) == sorted({*SERVES, *OPEN_TO_ALL})


@pytest.mark.parametrize("name", ALL.split())
async def test_staff_are_served_what_their_roles_allow(
    enter: Enter, world: World, harbours: Ids, name: str
) -> None:
    for route, names in SERVES.items():
        status = await knock(await enter(name), route, harbours)
        if name in names.split():
            assert status in SERVED, f"{name}: {route} answered {status}"
        else:
            assert status == 403, f"{name}: {route} answered {status}"


async def test_a_refused_right_is_written_down(enter: Enter, world: World, harbours: Ids) -> None:
    for route in (f"POST {CASE}/closure", f"GET {EVIDENCE}/original"):
        await knock(await enter("ines"), route, harbours)
    assert [act for act in await world.acts() if act == "refused-access"] == ["refused-access"] * 2


async def test_strangers_are_led_to_the_sign_in_page(arrive: Arrive, harbours: Ids) -> None:
    for route in SERVES:
        stranger = arrive()
        answer = await send(stranger, route, harbours)
        assert (answer.status_code, answer.headers["location"].split("?")[0]) == (303, "/portal/sign-in"), (
            route
        )


async def test_another_organisation_finds_nothing_of_this_one(enter: Enter, harbours: Ids) -> None:
    dora = await enter("dora")
    for route in SERVES:
        if "{complaint_id" in route:
            assert await knock(dora, route, harbours) == 404, route


async def test_a_session_opens_only_its_own_organisations_host(
    enter: Enter, arrive: Arrive, world: World, harbours: Ids
) -> None:
    dora, visitor = await enter("dora"), arrive()
    token = dora.http.cookies.get("amends_session")
    assert token is not None
    visitor.http.cookies.set("amends_session", token, domain=world.host)
    for route in SERVES:
        assert await knock(visitor, route, harbours) == 303, route


def portal_routes(application: Litestar) -> Iterator[str]:
    for route in application.routes:
        if isinstance(route, HTTPRoute) and route.path.startswith(("/portal", "/invitation")):
            for method in route.methods - {"OPTIONS", "HEAD"}:
                yield f"{method} {route.path}"


async def knock(visitor: Visitor, route: str, ids: Ids) -> int:
    return (await send(visitor, route, ids)).status_code


async def send(visitor: Visitor, route: str, ids: Ids) -> httpx.Response:
    """The first answer to an empty request with all a browser would send along."""
    method, path = route.split()
    if method == "POST" and "csrftoken" not in visitor.http.cookies:
        await visitor.http.get("/portal/sign-in")
    headers = {"x-csrftoken": visitor.http.cookies.get("csrftoken") or ""}
    return await visitor.http.request(method, ids.fill(path), headers=headers)
