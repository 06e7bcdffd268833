"""Roles a policy names are told beside those an event is about, and nobody learns a complainant's code by it."""

from __future__ import annotations

from msgspec import structs

from amends.complaints.recovery import send_code_again
from amends.notices.texts import CODE_LATER
from amends.policy.document import Way
from amends.policy.events import Event
from tests.governing import govern
from tests.world import World


async def tell_also(world: World, event: Event, *roles: str, ways: tuple[Way, ...] = (Way.CHOSEN,)) -> None:
    async with world.at_desk() as desk:
        notices = desk.policy.notices
    changed = structs.replace(notices[event], to=roles, ways=ways)
    await govern(world, notices={**notices, event: changed})


async def test_who_holds_the_role_gets_a_copy_in_the_portal_and_by_mail(world: World) -> None:
    await tell_also(world, Event.LODGED, "supervisor")
    case = (await world.lodge()).complaint_id
    copies = await world.notices(event="lodged", to="chen")
    assert sorted(str(row.channel) for row in copies) == ["app", "mail"]
    [hers] = [row for row in await world.notices(event="lodged") if row.person_id is None]
    assert CODE_LATER in hers.body
    for row in copies:
        assert CODE_LATER not in row.body
        assert f"/portal/cases/{case}" in row.body
        assert "Amina" in row.body


async def test_nobody_is_told_twice(world: World) -> None:
    await tell_also(world, Event.LODGED, "supervisor", "admin")
    await world.lodge()
    told = [(row.person_id, row.channel) for row in await world.notices(event="lodged")]
    assert len(told) == len(set(told)) == 5


async def test_a_lost_code_is_copied_to_nobody(world: World) -> None:
    await tell_also(world, Event.ACCESS_CODE, "supervisor")
    lodged = await world.lodge()
    async with world.at_desk() as desk:
        assert await send_code_again(desk, number=lodged.number, email="amina@example.com", now=world.at())
    assert await world.notices(event="access_code", to="chen") == []
