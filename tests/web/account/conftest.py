"""People with phones in front of both doors."""

from __future__ import annotations

import re

import pyotp
import pytest

from amends import clock
from amends.database.scope import platform_scope
from amends.people.realms import OPERATORS, STAFF
from amends.people.second_factor import confirm, key_to_enrol
from amends.tenancy.operators import stored_password
from tests.web.portal.conftest import enter as enter
from tests.web.visitor import Page, Visitor
from tests.world import PASSWORD, World


class Phone:
    """An authenticator app with one key; `codes` are those to keep on paper."""

    def __init__(self, key: str, codes: list[str]) -> None:
        self.key, self.codes = key, codes

    def code(self, *, steps: int = 0) -> str:
        return pyotp.TOTP(self.key).at(int(clock.now().timestamp()) + 30 * steps)


async def phone_for(world: World, name: str) -> Phone:
    """Somebody's second factor, set up a while ago."""
    owner_id = world.actor(name).id
    assert owner_id is not None
    async with world.scope():
        key = await key_to_enrol(STAFF, owner_id, secrets=world.settings.secrets, now=clock.now())
        phone = Phone(key, [])
        phone.codes = await confirm(
            STAFF, owner_id, code=phone.code(steps=-1), secrets=world.settings.secrets, now=clock.now()
        )
    return phone


async def operators_phone(world: World, email: str) -> Phone:
    async with platform_scope():
        owner_id, _ = await stored_password(email=email)
        assert owner_id is not None
        key = await key_to_enrol(OPERATORS, owner_id, secrets=world.settings.secrets, now=clock.now())
        phone = Phone(key, [])
        phone.codes = await confirm(
            OPERATORS, owner_id, code=phone.code(steps=-1), secrets=world.settings.secrets, now=clock.now()
        )
    return phone


def key_on(page: Page) -> str:
    found = re.search(r"<code>([A-Z2-7 ]{32,})</code>", page.html)
    assert found is not None
    return found[1].replace(" ", "")


def codes_on(page: Page) -> list[str]:
    return re.findall(r"<code>((?:[A-Z0-9]{4}-){5}[A-Z0-9]{4})</code>", page.html)


async def give_password(visitor: Visitor, name: str, *, password: str = PASSWORD) -> Page:
    door = await visitor.get("/portal/sign-in")
    return await visitor.submit(
        door, "/portal/sign-in", email=f"{name}@harbour.example.com", password=password
    )


@pytest.fixture
async def phone(world: World) -> Phone:
    """Bram's."""
    return await phone_for(world, "bram")
