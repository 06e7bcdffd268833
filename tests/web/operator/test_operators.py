"""Operators add and remove one another; the last one stays."""

from __future__ import annotations

from amends.database.scope import platform_scope
from amends.tenancy.operator_accounts import accounts
from tests.web.conftest import Arrive
from tests.web.operator.conftest import sign_in
from tests.web.visitor import Visitor
from tests.world import PASSWORD, World

PETER = "peter@example.org"


async def add_peter(olga: Visitor) -> str:
    page = await olga.get("/operator/operators")
    page = await olga.submit(page, "/operator/operators", email=PETER, name="Peter", language="en")
    assert page.status == 200
    return "/operator/invitation/" + page.html.partition("/operator/invitation/")[2].partition("<")[0]


async def test_a_new_one_chooses_a_password_by_a_link_that_is_good_once(
    world: World, olga: Visitor, arrive: Arrive
) -> None:
    link = await add_peter(olga)
    peter = arrive(host=world.settings.base_domain)
    page = await peter.get(link)
    short = await peter.submit(page, link, password="short", password_again="short")
    assert short.errors == {"password": "Use at least 12 characters."}
    page = await peter.submit(page, link, password=PASSWORD, password_again=PASSWORD)
    assert page.path.startswith("/operator/sign-in")
    assert (await sign_in(peter, email=PETER)).path == "/operator/tenants"
    assert (await peter.get(link)).status == 404


async def test_nobody_signs_in_before_choosing_one(world: World, olga: Visitor, arrive: Arrive) -> None:
    await add_peter(olga)
    assert (await sign_in(arrive(host=world.settings.base_domain), email=PETER, password="")).status == 422


async def test_removed_with_the_name_asked_and_out_at_once(
    world: World, olga: Visitor, arrive: Arrive
) -> None:
    link = await add_peter(olga)
    peter = arrive(host=world.settings.base_domain)
    await peter.submit(await peter.get(link), link, password=PASSWORD, password_again=PASSWORD)
    await sign_in(peter, email=PETER)
    async with platform_scope():
        [peters] = [each for each in await accounts() if each.email == PETER]
    page = await olga.get(f"/operator/operators/{peters.id}/removal")
    assert "Peter · peter@example.org" in page.words
    page = await olga.submit(page, "/removal")
    assert "The operator is removed." in page.words
    assert (await peter.get("/operator/tenants")).path.startswith("/operator/sign-in")
    assert await add_peter(olga)


async def test_the_last_one_stays(olga: Visitor) -> None:
    async with platform_scope():
        [me] = await accounts()
    page = await olga.submit(await olga.get(f"/operator/operators/{me.id}/removal"), "/removal")
    assert page.status == 422
    assert "The last operator cannot be removed" in page.words


async def test_an_address_that_is_here_is_refused_and_kept(olga: Visitor) -> None:
    page = await olga.get("/operator/operators")
    page = await olga.submit(
        page, "/operator/operators", email="olga@example.org", name="Olga", language="en"
    )
    assert page.errors == {"email": "Somebody with this address is already here."}
    assert 'value="olga@example.org"' in page.html
