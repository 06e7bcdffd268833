"""Operators' own second factor, their sessions, and a way back in from the command line."""

from __future__ import annotations

from dataclasses import replace

import httpx
import pytest

from amends import clock
from amends.database.scope import platform_scope
from amends.people.actor import Actor, ActorKind
from amends.tenancy import operator_access
from amends.tenancy.tables import OperatorAct
from tests.web.account.conftest import Phone, codes_on, key_on, operators_phone
from tests.web.conftest import Arrive
from tests.web.operator.conftest import OLGA, sign_in
from tests.web.operator.conftest import console as console
from tests.web.operator.conftest import olga as olga
from tests.web.visitor import Visitor
from tests.world import PASSWORD, World
from web.app import create_app

COMMAND_LINE = Actor(ActorKind.OPERATOR, name="command line")
NEW = "quite another long password"


async def test_olga_sets_it_up_and_is_asked_for_it(olga: Visitor, arrive: Arrive) -> None:
    page = await olga.get("/operator/profile/second-factor")
    phone = Phone(key_on(page), [])
    done = await olga.submit(page, "/second-factor", old_password=PASSWORD, code=phone.code())
    assert len(codes_on(done)) == 10
    elsewhere = arrive(host="localhost")
    door = await sign_in(elsewhere)
    assert door.path.startswith("/operator/sign-in/code")
    assert (await elsewhere.look("/operator/tenants")).status == 303
    refused = await elsewhere.submit(door, "/sign-in/code", code=phone.code())
    assert refused.status == 422, "used when it was set up"
    inside = await elsewhere.submit(door, "/sign-in/code", code=codes_on(done)[0])
    assert inside.path == "/operator/tenants"


async def test_where_it_is_required_nothing_opens_without(world: World, console: Visitor) -> None:
    strict = create_app(replace(world.settings, operator_second_factor="required"))
    door = await sign_in(console)
    assert door.path == "/operator/tenants"
    console.http._transport = httpx.ASGITransport(app=strict, client=("127.0.0.1", 1000))  # type: ignore[arg-type]
    for path in ("/operator/tenants", "/operator/health", "/operator/profile", "/operator/password"):
        assert (await console.look(path)).status == 303, path
    setting_up = await sign_in(console)
    assert setting_up.path.startswith("/operator/sign-in/second-factor")
    done = await console.submit(setting_up, "/second-factor", code=Phone(key_on(setting_up), []).code())
    assert len(codes_on(done)) == 10
    assert (await console.look("/operator/tenants")).status == 200


async def test_a_link_from_the_command_line_sets_a_password_once(
    world: World, olga: Visitor, arrive: Arrive
) -> None:
    async with platform_scope():
        token = await operator_access.new_link(email=OLGA, by=COMMAND_LINE, now=clock.now())
    path = f"/operator/reset/{token}"
    assert (await arrive().get(path)).status == 404, "not on an organisation's host"
    other = arrive(host="localhost")
    done = await other.submit(await other.get(path), path, password=NEW, password_again=NEW)
    assert done.path == "/operator/sign-in?done=password-set"
    assert (await olga.look("/operator/tenants")).status == 303
    assert (await other.get(path)).status == 404
    assert (await sign_in(other, password=NEW)).path == "/operator/tenants"


async def test_a_lost_phone_is_forgotten_from_the_command_line(world: World, console: Visitor) -> None:
    await operators_phone(world, OLGA)
    assert (await sign_in(console)).path.startswith("/operator/sign-in/code")
    async with platform_scope():
        await operator_access.reset_second_factor(email=OLGA, by=COMMAND_LINE, now=clock.now())
        acts = [str(row.act) for row in await OperatorAct.objects()]
    assert "second-factor-reset" in acts
    assert (await sign_in(console)).path == "/operator/tenants"


@pytest.mark.parametrize("path", ["/operator/profile", "/operator/profile/security", "/operator/password"])
async def test_olgas_own_pages(olga: Visitor, path: str) -> None:
    page = await olga.get(path)
    assert page.status == 200
    assert "Olga" in page.words
