"""The deployment's numbers, as worker and clock read them."""

from __future__ import annotations

import pytest

from amends import metrics
from amends.database.scope import platform_scope
from amends.running.gauges import DeploymentGauges
from amends.vitals import Vitals
from tests.world import World


def number(name: str, **labels: str) -> float:
    value = metrics.REGISTRY.get_sample_value(name, labels)
    assert value is not None, name
    return value


async def test_they_tell_what_waits_and_for_how_long(world: World) -> None:
    await world.lodge()
    owed = len(await world.outbox())
    world.move_to(world.at(minutes=3))
    await DeploymentGauges().read()
    assert number("amends_outbox_waiting") == owed > 0
    assert number("amends_outbox_oldest_seconds") == pytest.approx(180, abs=60)
    assert number("amends_clock_lag_seconds") == number("amends_due_overdue") == 0
    world.move_to(world.at(days=30))
    await DeploymentGauges().read()
    assert number("amends_due_overdue") > 0
    assert number("amends_clock_lag_seconds") > 86400
    assert number("amends_seal_age_seconds") == pytest.approx(30 * 86400, abs=60)
    assert number("amends_dead_letters") == number("amends_outgoing_on_hold") == 0


async def test_they_are_not_read_anew_at_every_asking(world: World) -> None:
    gauges = DeploymentGauges()
    await gauges.read()
    await world.lodge()
    await gauges.read()
    assert number("amends_outbox_waiting") == 0
    world.move_to(world.at(minutes=1))
    await gauges.read()
    assert number("amends_outbox_waiting") == len(await world.outbox())


async def test_what_a_process_lacks_is_a_number_too(world: World) -> None:
    async def away() -> None:
        raise ConnectionRefusedError

    async def there() -> None:
        return None

    vitals = Vitals()
    vitals.begin(needs={"redis": away, "database": there}, readings=[away])
    await vitals.read()
    assert number("amends_need_met", need="redis") == 0
    assert number("amends_need_met", need="database") == 1
    async with platform_scope():
        await vitals.read()
        assert number("amends_pool_connections", state="used") >= 1
    assert number("amends_pool_size") >= 1
