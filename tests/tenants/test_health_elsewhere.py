"""What is weak though no policy says it: years whose public holidays nobody knows, and escalations that reached nobody."""

from __future__ import annotations

from datetime import UTC, datetime

from amends.escalation.gaps import deal_with
from amends.health.finding import Finding, Rule
from tenants.health import health
from tests.structure.test_rights import reached_nobody
from tests.world import MONDAY, Organisation, World


async def found(of: Organisation, rule: Rule, now: datetime = MONDAY) -> list[Finding]:
    async with of.at_desk() as desk:
        weak = await health(of.tenant, desk.policy, now=now)
    return [each for each in weak.all if each.rule is rule]


async def test_a_year_whose_public_holidays_are_not_known(world: World) -> None:
    late = datetime(2040, 5, 1, tzinfo=UTC)
    assert [each.numbers["year"] for each in await found(world, Rule.CALENDAR_WITHOUT_YEAR, late)] == [
        2040,
        2041,
    ]
    assert await found(world.other, Rule.CALENDAR_WITHOUT_YEAR) == [], "Britain's are known for years"


async def test_an_escalation_that_reached_nobody_until_it_is_dealt_with(world: World) -> None:
    assert await found(world, Rule.GAPS_OPEN) == []
    gap = await reached_nobody(world, (await world.lodge()).complaint_id)
    [weak] = await found(world, Rule.GAPS_OPEN)
    assert weak.numbers == {"count": 1}
    async with world.scope():
        await deal_with(gap, note="Chen has the role now.", by=world.actor("ada"), now=world.at())
    assert await found(world, Rule.GAPS_OPEN) == []
