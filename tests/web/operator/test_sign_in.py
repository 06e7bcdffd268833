"""Operators come in by their own door, and leave no session behind."""

from __future__ import annotations

import pytest

from amends.database.scope import platform_scope
from amends.people import rates
from amends.tenancy.tables import OperatorAct
from tests.web.conftest import Arrive
from tests.web.operator.conftest import OLGA, sign_in
from tests.web.visitor import Visitor
from tests.world import MONDAY, PASSWORD, World


async def test_the_front_door_leads_to_the_organisations(console: Visitor) -> None:
    assert (await console.get("/")).path == "/operator/sign-in?next=/operator/tenants"
    page = await sign_in(console)
    assert page.path == "/operator/tenants"
    assert "Harbour" in page.words
    assert (await console.get("/operator/sign-in")).path == "/operator/tenants"


async def test_the_cookie_is_for_this_host_only(console: Visitor) -> None:
    page = await console.get("/operator/sign-in")
    answer = await console.submit(page, "/operator/sign-in", follow=False, email=OLGA, password=PASSWORD)
    [cookie] = [
        line for line in answer.response.headers.get_list("set-cookie") if line.startswith("amends_operator=")
    ]
    assert "HttpOnly" in cookie
    assert "samesite=lax" in cookie.lower()
    assert "domain" not in cookie.lower()


@pytest.mark.parametrize(
    ("email", "password"), [(OLGA, "not her password"), ("nobody@example.org", PASSWORD)]
)
async def test_a_wrong_pair_is_answered_the_same_way(console: Visitor, email: str, password: str) -> None:
    page = await sign_in(console, email=email, password=password)
    assert page.status == 422
    assert "E-mail address and password do not fit." in page.words
    assert page.form("/operator/sign-in").values["email"] == [email]
    assert password not in page.html
    assert (await console.look("/operator/tenants")).status == 303


async def test_staff_of_a_tenant_have_no_account_here(world: World, console: Visitor) -> None:
    page = await sign_in(console, email=world.actor("ada").email)
    assert page.status == 422


async def test_too_many_tries_end_in_a_pause_for_that_address(console: Visitor, arrive: Arrive) -> None:
    for _ in range(rates.SIGN_IN.tries - 1):
        await rates.count_sign_in(OLGA, address="127.0.0.1", tenant_id=None, now=MONDAY)
    assert (await sign_in(console, password="a guess at it")).status == 422
    assert (await sign_in(console)).status == 429
    assert (await sign_in(arrive(host="localhost", address="192.0.2.7"))).path == "/operator/tenants"


async def test_a_form_without_its_token_is_refused(console: Visitor) -> None:
    answer = await console.send("/operator/sign-in", {"email": OLGA, "password": PASSWORD})
    assert answer.status == 403


async def test_signing_out_ends_the_session(console: Visitor, arrive: Arrive) -> None:
    page = await sign_in(console)
    copy = arrive(host="localhost")
    copy.http.cookies.set("amends_operator", console.http.cookies["amends_operator"])
    assert (await copy.look("/operator/tenants")).status == 200
    left = await console.submit(page, "/operator/sign-out")
    assert "You are signed out." in left.words
    assert (await copy.look("/operator/tenants")).status == 303


async def test_signing_in_again_ends_the_session_before(console: Visitor, arrive: Arrive) -> None:
    page = await console.get("/operator/sign-in")
    await sign_in(console)
    before = arrive(host="localhost")
    before.http.cookies.set("amends_operator", console.http.cookies["amends_operator"])
    await console.submit(page, "/operator/sign-in", email=OLGA, password=PASSWORD)
    assert (await before.look("/operator/tenants")).status == 303
    assert (await console.look("/operator/tenants")).status == 200


async def test_coming_in_is_written_down(console: Visitor) -> None:
    await sign_in(console)
    async with platform_scope():
        acts = [act.act for act in await OperatorAct.objects().where(OperatorAct.operator_id.is_not_null())]
    assert acts == ["sign-in"]


async def test_a_null_character_in_the_address_is_no_fault(console: Visitor) -> None:
    assert (await sign_in(console, email="ol\x00ga@example.com")).status == 422
