"""Bram comes in, goes out and changes his password."""

from __future__ import annotations

from http.cookies import SimpleCookie
from typing import Any

import pytest

from amends.people import rates
from tests.web.conftest import Arrive
from tests.web.portal.conftest import Enter
from tests.web.visitor import Page, Visitor
from tests.world import MONDAY, PASSWORD, World

BRAM = "bram@harbour.example.com"
NEW_PASSWORD = "quite another long password"


async def sign_in(
    visitor: Visitor, email: str, password: str = PASSWORD, *, path: str = "/portal/sign-in"
) -> Page:
    return await visitor.submit(await visitor.get(path), "/portal/sign-in", email=email, password=password)


async def test_the_right_password_opens_the_queue_and_is_recorded(world: World, arrive: Arrive) -> None:
    inside = await sign_in(arrive(), " Bram@Harbour.example.com ")
    assert (inside.status, inside.path) == (200, "/portal")
    assert "sign-in" in await world.acts()


async def test_the_cookie_stays_on_this_host_and_out_of_scripts(arrive: Arrive) -> None:
    bram = arrive()
    door = await bram.get("/portal/sign-in")
    answer = await bram.submit(
        door, "/portal/sign-in", email="bram@harbour.example.com", password=PASSWORD, follow=False
    )
    [text] = [text for text in answer.response.headers.get_list("set-cookie") if "amends_session" in text]
    cookie = SimpleCookie(text)["amends_session"]
    assert (cookie["domain"], cookie["httponly"], cookie["samesite"].lower()) == ("", True, "lax")
    assert cookie["max-age"] == str(12 * 3600)


@pytest.mark.parametrize(
    "email", ["bram@harbour.example.com", "nobody@example.com", "dora@garden.example.com", ""]
)
async def test_a_wrong_pair_says_the_same_to_everybody(world: World, arrive: Arrive, email: str) -> None:
    page = await sign_in(arrive(), email, "a wrong long password")
    assert page.status == 422
    assert "E-mail address and password do not fit." in page.words
    assert page.form("/portal/sign-in").values["email"] == [email]
    assert "sign-in-failed" in await world.acts()


@pytest.mark.parametrize("email", ["bram@harbour.example.com", "nobody@example.com"])
async def test_too_many_tries_from_one_address_are_refused_there_only(arrive: Arrive, email: str) -> None:
    thief = arrive(address="10.0.0.66")
    statuses = [(await sign_in(thief, email, "wrong")).status for _ in range(11)]
    assert statuses == [422] * 10 + [429]
    page = await sign_in(thief, email)
    assert (page.status, "quarter of an hour" in page.words) == (429, True)
    elsewhere = await sign_in(arrive(), email)
    assert elsewhere.status == (200 if email.startswith("bram") else 422)
    assert (await sign_in(thief, "chen@harbour.example.com")).status == 200


async def test_many_addresses_together_do_not_guess_for_ever(world: World, arrive: Arrive) -> None:
    for place in range(rates.SIGN_IN_ACCOUNT.tries):
        await rates.count_sign_in(BRAM, address=f"10.0.1.{place}", tenant_id=world.id, now=MONDAY)
    assert (await sign_in(arrive(), BRAM)).status == 429


async def test_coming_in_does_not_count_as_a_try(arrive: Arrive) -> None:
    bram = arrive()
    for _ in range(rates.SIGN_IN.tries + 2):
        assert (await sign_in(bram, BRAM)).status == 200
        bram.http.cookies.delete("amends_session")


@pytest.mark.parametrize(
    ("asked", "reached"),
    [
        ("/portal/notices", "/portal/notices"),
        ("//evil.example/portal", "/portal"),
        ("https://evil.example", "/portal"),
        ("/portal/sign-in?next=/portal", "/portal"),
        ("/complaints/new", "/portal"),
    ],
)
async def test_it_leads_on_to_a_page_of_the_portal_only(arrive: Arrive, asked: str, reached: str) -> None:
    inside = await sign_in(arrive(), "bram@harbour.example.com", path=f"/portal/sign-in?next={asked}")
    assert inside.path == reached


async def test_whoever_was_sent_away_comes_back_to_where_they_wanted(world: World, arrive: Arrive) -> None:
    lodged = await world.lodge()
    bram = arrive()
    door = await bram.get(f"/portal/cases/{lodged.complaint_id}")
    inside = await bram.submit(door, "/portal/sign-in", email="bram@harbour.example.com", password=PASSWORD)
    assert inside.path == f"/portal/cases/{lodged.complaint_id}"


async def test_what_was_asked_for_is_not_lost_on_the_way_in(arrive: Arrive) -> None:
    bram, wanted = arrive(), "/portal?show=mine&q=a%20lift%26more"
    door = await bram.get(wanted)
    inside = await bram.submit(door, "/portal/sign-in", email=BRAM, password=PASSWORD)
    assert inside.path == wanted


async def test_signing_in_again_ends_the_session_before(world: World, arrive: Arrive) -> None:
    bram, thief = arrive(), arrive()
    door = await bram.get("/portal/sign-in")
    await bram.submit(door, "/portal/sign-in", email="bram@harbour.example.com", password=PASSWORD)
    before = bram.http.cookies.get("amends_session") or ""
    await bram.submit(door, "/portal/sign-in", email="bram@harbour.example.com", password=PASSWORD)
    assert bram.http.cookies.get("amends_session") != before
    thief.http.cookies.set("amends_session", before, domain=world.host)
    assert (await thief.look("/portal")).status == 303


async def test_signing_out_ends_the_session(world: World, enter: Enter, arrive: Arrive) -> None:
    bram = await enter("bram")
    token = bram.http.cookies.get("amends_session") or ""
    outside = await bram.submit(await bram.get("/portal"), "/portal/sign-out")
    assert (outside.path, "You are signed out." in outside.words) == ("/portal/sign-in?done=signed-out", True)
    thief = arrive()
    thief.http.cookies.set("amends_session", token, domain=world.host)
    assert (await thief.look("/portal")).status == 303


async def test_a_new_password_ends_every_other_session(enter: Enter, arrive: Arrive) -> None:
    here, elsewhere = await enter("bram"), await enter("bram")
    page = await here.submit(
        await here.get("/portal/password"),
        "/portal/password",
        old_password=PASSWORD,
        password=NEW_PASSWORD,
        password_again=NEW_PASSWORD,
    )
    assert page.path == "/portal?done=saved"
    assert (await elsewhere.look("/portal")).status == 303
    assert (await sign_in(arrive(), "bram@harbour.example.com")).status == 422
    assert (await sign_in(arrive(), "bram@harbour.example.com", NEW_PASSWORD)).status == 200


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        (
            {"old_password": "not it", "password": NEW_PASSWORD, "password_again": NEW_PASSWORD},
            "old_password",
        ),
        ({"old_password": PASSWORD, "password": "short", "password_again": "short"}, "password"),
        ({"old_password": PASSWORD, "password": NEW_PASSWORD, "password_again": "x"}, "password_again"),
    ],
)
async def test_a_password_that_will_not_do_says_so_and_changes_nothing(
    enter: Enter, arrive: Arrive, typed: dict[str, Any], field: str
) -> None:
    bram = await enter("bram")
    page = await bram.submit(await bram.get("/portal/password"), "/portal/password", **typed)
    assert (page.status, list(page.errors)) == (422, [field])
    assert NEW_PASSWORD not in page.html
    assert (await sign_in(arrive(), "bram@harbour.example.com")).status == 200
