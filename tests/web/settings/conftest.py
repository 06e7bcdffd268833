"""An organisation that is still trying, and its administrator before the settings."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from amends.config import Settings
from amends.tenancy.lookups import Lookups
from amends.tenancy.operations import NewTenant
from tests.names import NameServer, naming
from tests.web.portal.conftest import Enter
from tests.web.portal.conftest import enter as enter
from tests.web.visitor import Visitor
from tests.world import Organisation, World, add_organisation

WANTED = NewTenant("lighthouse", "灯塔", "Lighthouse", "service", "Asia/Shanghai", "zh", "400-3000")


@pytest.fixture
async def lighthouse(world: World) -> Organisation:
    return await add_organisation(world.settings, WANTED, trial=True)


@pytest.fixture
async def ada(enter: Enter, lighthouse: Organisation) -> Visitor:
    return await enter("ada", of=lighthouse)


@pytest.fixture
async def names(session_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[NameServer]:
    """The one the application asks, too."""
    async with naming() as server:
        monkeypatch.setattr("web.settings.mail.Lookups", lambda _: Lookups(server.address))
        monkeypatch.setattr("web.settings.domain.Lookups", lambda _: Lookups(server.address))
        yield server
