"""A suspended organisation's pages close and say whom to call; nothing else changes."""

from __future__ import annotations

from tests.web.conftest import Arrive
from tests.web.visitor import Page, Visitor
from tests.world import World


async def suspend(olga: Visitor) -> Page:
    page = await olga.get("/operator/tenants/harbour")
    return await olga.submit(page, "/suspension", reason="The contract has ended")


async def test_its_pages_say_whom_to_call(olga: Visitor, arrive: Arrive) -> None:
    await suspend(olga)
    for path in ("/", "/complaints/new", "/track", "/portal", "/portal/sign-in"):
        page = await arrive().get(path)
        assert page.status == 503, path
        assert "400-1000" in page.words, path


async def test_its_api_says_so_too_and_the_others_go_on(world: World, olga: Visitor, arrive: Arrive) -> None:
    await suspend(olga)
    answer = await arrive().http.post("/api/v1/tracking", json={})
    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"
    assert (await arrive(host=world.other.host).get("/")).status == 200


async def test_colours_and_language_still_work(olga: Visitor, arrive: Arrive) -> None:
    await suspend(olga)
    assert (await arrive().get("/branding.css")).status == 200


async def test_the_console_shows_who_did_it_and_why(olga: Visitor) -> None:
    page = await suspend(olga)
    assert page.path == "/operator/tenants/harbour?done=suspended"
    for words in (
        "The organisation is suspended.",
        "Organisation suspended",
        "The contract has ended",
        "Olga",
    ):
        assert words in page.words


async def test_resumed_it_is_as_before(world: World, olga: Visitor, arrive: Arrive) -> None:
    await world.lodge()
    page = await suspend(olga)
    page = await olga.submit(page, "/resumption")
    assert "The organisation is active again." in page.words
    assert (await arrive().get("/")).status == 200
    assert len(await world.complaints()) == 1


async def test_there_is_nothing_where_no_organisation_is(olga: Visitor) -> None:
    assert (await olga.get("/operator/tenants/nowhere")).status == 404
    token = (await olga.get("/operator/tenants/harbour")).form("/suspension").values["_csrf_token"]
    answer = await olga.send("/operator/tenants/nowhere/suspension", {"_csrf_token": token})
    assert answer.status == 404


async def test_a_reason_too_long_is_not_cut(olga: Visitor) -> None:
    page = await olga.get("/operator/tenants/harbour")
    back = await olga.submit(page, "/suspension", reason="x" * 201)
    assert (back.status, back.errors) == (422, {"suspension-reason": "This text is too long."})


async def test_null_characters_are_nothing_to_stumble_over(olga: Visitor, console: Visitor) -> None:
    assert (await olga.get("/operator/tenants/%00")).status == 404
    page = await olga.get("/operator/tenants/harbour")
    assert (await olga.submit(page, "/suspension", reason="Ended\x00 now")).status == 200
    assert "Ended now" in (await olga.get("/operator/tenants/harbour")).words
