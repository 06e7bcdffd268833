"""The demonstration's moments are relative: it loads whenever it is asked to, weekends and New Year included."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from amends.config import Settings
from amends.database.embedded.servers import Urls
from amends.evidence.store import open_store
from tenants.demo import load_demo
from tests.emptying import Emptier

SUNDAY_NIGHT = datetime(2027, 1, 2, 18, 10, tzinfo=UTC)


@pytest.mark.slow
@pytest.mark.parametrize("days", [0, 3, 5])
async def test_it_loads_on_any_day_at_any_hour(
    database: Urls,
    emptier: Emptier,
    session_settings: Settings,
    tmp_path_factory: pytest.TempPathFactory,
    days: int,
) -> None:
    store = open_store(tmp_path_factory.mktemp("store").as_uri())
    now = SUNDAY_NIGHT + timedelta(days=days, hours=5 * days)
    try:
        assert await load_demo(session_settings, store, now=now) is not None
    finally:
        await emptier.empty()
