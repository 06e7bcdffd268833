"""The real web application on the test's own servers, and people in front of it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

import pytest
from litestar.types import ASGIApp

from amends.config import Settings
from amends.database.embedded.servers import Urls
from tests.web.visitor import Visitor
from tests.world import World
from web.app import create_app

Arrive = Callable[..., Visitor]


@pytest.fixture(scope="session")
def app(database: Urls, session_settings: Settings) -> ASGIApp:
    """Not started by a server: the tests' own database pool is used. Its templates are compiled once."""
    return create_app(session_settings)


@pytest.fixture
async def arrive(app: ASGIApp, world: World) -> AsyncIterator[Arrive]:
    """`arrive()` opens a new browser on Harbour's host; `arrive(host=…)` on another."""
    visitors: list[Visitor] = []

    def arrives(*, host: str = "", language: str = "en", address: str = "127.0.0.1") -> Visitor:
        visitors.append(Visitor(app, host or world.host, language=language, address=address))
        return visitors[-1]

    yield arrives
    for visitor in visitors:
        await visitor.close()
