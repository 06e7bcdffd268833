"""Staff in front of the portal."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from tests.web.conftest import Arrive
from tests.web.visitor import Visitor
from tests.world import PASSWORD, World

Enter = Callable[..., Awaitable[Visitor]]


@pytest.fixture
def enter(world: World, arrive: Arrive) -> Enter:
    """`await enter("bram")` gives Bram's browser, signed in; Dora signs in at Garden's host."""

    async def enters(name: str, *, language: str = "en") -> Visitor:
        organisation = world.other if name == "dora" else world
        visitor = arrive(host=organisation.host, language=language)
        door = await visitor.get("/portal/sign-in")
        inside = await visitor.submit(
            door, "/portal/sign-in", email=organisation.actor(name).email, password=PASSWORD
        )
        assert inside.path == "/portal", inside.words
        visitor.http.cookies.set("amends_language", language, domain=organisation.host)
        return visitor

    return enters
