"""Olga, who operates the platform."""

from __future__ import annotations

import pytest

from amends.database.scope import platform_scope
from amends.people.secrets import hash_password
from amends.tenancy.operators import create_operator
from tests.web.conftest import Arrive
from tests.web.visitor import Page, Visitor
from tests.world import MONDAY, PASSWORD, World

OLGA = "olga@example.org"


@pytest.fixture
async def console(world: World, arrive: Arrive) -> Visitor:
    """A browser on the base domain; Olga has an account and isn't signed in."""
    password_hash = await hash_password(PASSWORD)
    async with platform_scope():
        await create_operator(email=OLGA, name="Olga", password_hash=password_hash, language="en", now=MONDAY)
    return arrive(host=world.settings.base_domain)


@pytest.fixture
async def olga(console: Visitor) -> Visitor:
    """Olga, signed in."""
    assert (await sign_in(console)).path == "/operator/tenants"
    return console


async def sign_in(console: Visitor, *, email: str = OLGA, password: str = PASSWORD) -> Page:
    page = await console.get("/operator/sign-in")
    return await console.submit(page, "/operator/sign-in", email=email, password=password)
