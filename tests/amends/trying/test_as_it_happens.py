"""What trying a policy foretells is what then happens to a complaint that nobody works on."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec import structs

from amends.deadlines.period import Period, Unit
from amends.notices.tables import NoticeRow
from amends.people.staff import staff
from amends.policy.document import Chain, Step, Text, Trigger, Within
from amends.trying.duty import duty_between
from amends.trying.tried import Tried, tried
from tests.amends.deadlines.governed import let_pass, usual
from tests.world import MONDAY, World, lodgement

TEN = MONDAY + timedelta(hours=1)

NAME = Text(zh="步骤", en="Step")
HOUR = Period(1, Unit.HOURS)
STEPS = {
    "lodged": Step(rank=1, name=NAME, on=(Trigger.LODGED,), role="handler", acknowledge_within=HOUR),
    "next": Step(rank=2, name=NAME, on=(Trigger.UNANSWERED,), role="supervisor", within=Within.ORGANISATION),
    "half": Step(rank=3, name=NAME, on=(Trigger.WARNING,), percent=50, role="supervisor", waits=True),
    "broken": Step(
        rank=4, name=NAME, on=(Trigger.BREACH,), role="handler", acknowledge_within=HOUR, clocks=("respond",)
    ),
    "nobody": Step(rank=5, name=NAME, on=(Trigger.BREACH,), role="crisis_team"),
}  # fmt: skip


async def foretold(world: World) -> Tried:
    async with world.at_desk() as desk:
        people, duty = await staff(TEN), await duty_between(desk.policy.rosters, TEN, TEN)
        return tried(desk, lodgement(desk.policy), people, duty, at=TEN)


def line(row: NoticeRow) -> tuple[object, ...]:
    return (hour(row.created_at), str(row.event), row.person_id, str(row.channel), hour(row.not_before))


def hour(at: datetime | None) -> datetime | None:
    """The test's clock goes on while it works."""
    return at.replace(minute=0, second=0, microsecond=0) if at is not None else None


async def test_told_when_and_by_which_way_as_foretold(world: World) -> None:
    async with world.at_desk() as desk:
        respond = structs.replace(desk.policy.clocks["respond"], again_every=Period(2, Unit.WORKING_DAYS))
    await usual(world, clocks={"respond": respond}, chains={"one": Chain(name=NAME, steps=STEPS)})
    found = await foretold(world)
    lodged = await world.lodge(now=TEN)
    for place, moment in enumerate(found.moments[1:], 1):
        if not any(each.again for each in found.moments if each.at < moment.at):
            await let_pass(world, moment.at + timedelta(seconds=20 * place))
            last = moment.at
    said = {
        (
            hour(each.at),
            str(heard.telling.event),
            heard.telling.to.person_id,
            str(way.channel),
            hour(way.not_before),
        )
        for each in found.moments
        if each.at <= last
        for heard in each.heard
        for way in heard.by
    }
    happened = {line(row) for row in await world.notices() if row.complaint_id == lodged.complaint_id}
    assert happened == said
    assert {each.trigger for each in found.moments} >= {Trigger.UNANSWERED, Trigger.WARNING, Trigger.BREACH}
    promises = await world.promises(lodged.complaint_id)
    assert {str(row.kind): row.due_at for row in found.promises} == {
        kind: row.due_at for kind, row in promises.items()
    }
