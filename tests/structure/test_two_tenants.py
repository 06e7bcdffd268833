"""Everything one organisation holds, asked for by another: every public route, the API and the actors.

The portal's routes are walked in `test_rights`; a route on neither list fails here.
"""

from __future__ import annotations

from uuid import UUID

import pytest
from litestar.routes import HTTPRoute

from amends.complaints.access import access_code
from amends.complaints.lodging import Lodged
from amends.config import Settings
from amends.evidence.intake import Upload, receive
from amends.evidence.operations import evidence_of
from amends.evidence.store import open_store
from tests.web.conftest import Arrive
from tests.web.visitor import Visitor
from tests.world import World
from web.app import create_litestar
from workers import effects

CASE = "/complaints/{complaint_id:uuid}"
OWN = {
    "GET /complaints/{complaint_id:uuid}/contact",
    "POST /complaints/{complaint_id:uuid}/contact",
    "POST /complaints/{complaint_id:uuid}/contact/proof",
    "POST /complaints/{complaint_id:uuid}/contact/discard",
    f"GET {CASE}",
    f"GET {CASE}/evidence/{{evidence_id:uuid}}",
    f"POST {CASE}/message",
    f"POST {CASE}/answer",
    f"POST {CASE}/handover",
    f"POST {CASE}/withdrawal",
    f"POST {CASE}/reopening",
    f"POST {CASE}/remedy-confirmation",
    f"POST {CASE}/remedy-dispute",
    "GET /complaints/lodged",
}
"""Of one complaint: opened by the cookie that number and code gave."""
BY_LINK = {
    "GET /outside/{request_id:uuid}",
    "POST /outside/{request_id:uuid}/answer",
    "GET /outside/{request_id:uuid}/files/{evidence_id:uuid}",
    "GET /survey/{survey_id:uuid}",
    "POST /survey/{survey_id:uuid}/answer",
}
"""Of one request to somebody outside, or one survey: tests/web/portal/test_outside.py and tests/web/portal/test_survey.py go
there from everywhere."""
PUBLISHED = {"GET /help/{article_id:uuid}", "POST /help/{article_id:uuid}/answered"}
"""Of one article that anybody may read on its own organisation's host: tests/web/portal/test_articles.py."""
BY_NUMBER = {"POST /track", "POST /lost-code", "POST /api/v1/tracking"}
OF_NOBODY = {
    "GET /", "GET /privacy", "GET /accessibility", "GET /imprint", "GET /logo/{name:str}", "GET /healthz", "GET /readyz", "GET /proved-host", "GET /language", "GET /theme", "GET /branding.css", "GET /manifest.webmanifest", "GET /app-icon/{name:str}", "GET /track", "POST /track/leave",
    "GET /lost-code", "GET /complaints/new", "GET /complaints/new/fields", "POST /complaints/new/fields", "POST /complaints/new/draft", "POST /complaints/new/draft/discard", "POST /complaints/new/files", "POST /complaints/new/step",
    "GET /complaints/new/fields/found", "POST /complaints", "GET /help", "POST /complaints/new/help",
    "POST /api/v1/complaints", "GET /static/{file_path:path}",
}  # fmt: skip
WALKED_ELSEWHERE = ("/portal", "/invitation", "/operator", "/mailbox")


@pytest.fixture
async def harbours(world: World) -> tuple[Lodged, UUID]:
    store = open_store(world.settings.store_url)
    stored = await receive(store, tenant_id=world.id, uploads=[Upload("letter.txt", b"Dear Sirs")])
    lodged = await world.lodge(evidence=stored)
    async with world.scope():
        [evidence] = await evidence_of(lodged.complaint_id)
    return lodged, evidence.id


def code_of(world: World, lodged: Lodged) -> str:
    return access_code(
        world.settings.secret, complaint_id=lodged.complaint_id, number=lodged.access_code_number
    )


async def cookies_of_amina(world: World, arrive: Arrive, lodged: Lodged, garden: Visitor) -> None:
    amina = arrive()
    page = await amina.get("/track")
    opened = await amina.submit(page, "/track", number=lodged.number, code=code_of(world, lodged))
    assert opened.status == 200
    for name, value in amina.http.cookies.items():
        if name == "amends_case":
            garden.http.cookies.set(name, value, domain=world.other.host)


def test_every_route_is_on_a_list(settings: Settings) -> None:
    listed = {*OWN, *BY_LINK, *BY_NUMBER, *PUBLISHED, *OF_NOBODY}
    found = {
        f"{method} {route.path}"
        for route in create_litestar(settings).routes
        if isinstance(route, HTTPRoute) and not route.path.startswith(WALKED_ELSEWHERE)
        for method in route.methods - {"OPTIONS", "HEAD"}
    }
    assert found == listed


async def test_a_complaint_is_nothing_on_another_organisation_s_host(
    world: World, arrive: Arrive, harbours: tuple[Lodged, UUID]
) -> None:
    lodged, evidence_id = harbours
    garden = arrive(host=world.other.host)
    await garden.get("/track")
    await cookies_of_amina(world, arrive, lodged, garden)
    headers = {"x-csrftoken": garden.http.cookies.get("csrftoken") or ""}
    for route in sorted(OWN):
        method, path = route.split()
        path = path.replace("{complaint_id:uuid}", str(lodged.complaint_id))
        path = path.replace("{evidence_id:uuid}", str(evidence_id))
        answer = await garden.http.request(method, path, headers=headers, data={"form_id": "x" * 32})
        assert answer.status_code == 404, route


async def test_number_and_code_open_nothing_there(
    world: World, arrive: Arrive, harbours: tuple[Lodged, UUID]
) -> None:
    lodged, _ = harbours
    garden = arrive(host=world.other.host)
    page = await garden.get("/track")
    refused = await garden.submit(page, "/track", number=lodged.number, code=code_of(world, lodged))
    assert refused.status == 422
    by_api = await garden.http.post(
        "/api/v1/tracking", json={"number": lodged.number, "access_code": code_of(world, lodged)}
    )
    assert by_api.status_code == 404
    await garden.submit(
        await garden.get("/lost-code"), "/lost-code", number=lodged.number, email="amina@example.com"
    )
    assert await world.notices(event="access_code") == []
    assert await world.other.notices(event="access_code") == []


async def test_an_actor_in_the_wrong_scope_finds_nothing_to_do(
    world: World, harbours: tuple[Lodged, UUID]
) -> None:
    """A message that names Garden and Harbour's row: nothing is claimed, sent or changed."""
    rows = await world.outbox()
    assert rows
    for owed in rows:
        errand = await effects.take(tenant_id=world.other.id, outbox_id=owed.id, settings=world.settings)
        assert errand is None
    for still in await world.outbox():
        assert still.attempts == 0
        assert still.settled_at is None
        assert still.claimed_until is None
