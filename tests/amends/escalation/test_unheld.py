"""Steps that tell of new complaints and nobody holds: administrators hear of them in the portal, once a day."""

from __future__ import annotations

from datetime import timedelta

from msgspec import structs

from amends.escalation.unheld import tell_of_unheld
from amends.policy.document import Chain, Step, Text, Trigger
from tests.governing import govern
from tests.world import MONDAY, World

EVENING = MONDAY + timedelta(hours=8)
DUTY = Step(rank=1, name=Text(zh="值班经理", en="Duty manager"), on=(Trigger.LODGED,), role="duty")


async def governed(world: World, *, role: str) -> None:
    async with world.at_desk() as desk:
        roles = {**desk.policy.roles, "duty": structs.replace(desk.policy.roles["supervisor"])}
    steps = {"duty": structs.replace(DUTY, role=role)}
    await govern(world, roles=roles, chains={"one": Chain(name=Text(zh="链", en="Chain"), steps=steps)})


async def tell(world: World, *, hours: int = 8) -> None:
    async with world.at_desk() as desk:
        await tell_of_unheld(desk, now=world.at(hours=hours))


async def test_once_a_day_in_the_portal_and_never_by_mail(world: World) -> None:
    await governed(world, role="duty")
    await tell(world)
    assert await world.notices(event="steps_unheld") == [], "nothing was lodged, so nobody was passed over"
    for _ in range(3):
        await world.lodge()
    await tell(world)
    await tell(world, hours=10)
    [notice] = await world.notices(event="steps_unheld")
    assert (notice.channel, notice.person_id) == ("app", world.actor("ada").id)
    assert "Duty manager" in notice.body or "值班经理" in notice.body
    await world.lodge(now=world.at(hours=30))
    await tell(world, hours=32)
    assert len(await world.notices(event="steps_unheld")) == 2


async def test_nothing_where_somebody_holds_the_role(world: World) -> None:
    await governed(world, role="handler")
    await world.lodge()
    await tell(world)
    assert await world.notices(event="steps_unheld") == []
