"""Staff in front of the portal."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from amends import clock
from amends.people.sessions import start_session
from tests.web.conftest import Arrive
from tests.web.visitor import Visitor
from tests.world import Organisation, World

Enter = Callable[..., Awaitable[Visitor]]


@pytest.fixture
def enter(world: World, arrive: Arrive) -> Enter:
    """`await enter("bram")` gives Bram's browser, signed in already; Dora's is on Garden's host."""

    async def enters(name: str, *, language: str = "en", of: Organisation | None = None) -> Visitor:
        organisation = of or (world.other if name == "dora" else world)
        person_id = organisation.actor(name).id
        assert person_id is not None
        async with organisation.scope():
            token = await start_session(person_id=person_id, now=clock.now())
        visitor = arrive(host=organisation.host, language=language)
        for cookie, value in (("amends_session", token), ("amends_language", language)):
            visitor.http.cookies.set(cookie, value, domain=organisation.host)
        return visitor

    return enters
