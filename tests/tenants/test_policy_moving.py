"""One complaint goes over to the version in force: only by an act, with a reason, and promises stay unless it says so."""

from __future__ import annotations

from uuid import UUID

import pytest

from amends.audit.tables import HistoryEntry
from amends.errors import Forbidden, Invalid, NotFound
from amends.policy.overriding import put, remove
from amends.tenancy.operations import tenant_by_id
from tenants.moving import CannotMove, MovedAlready, Preview, move_case, preview
from tenants.working import edit
from tests.tenants.policies import publish_change
from tests.world import World

LONGER = edit(put, ("levels", "T3", "clocks", "resolve", "period"), "20 wd")
SHORTER = edit(put, ("levels", "T3", "clocks", "resolve", "period"), "1 h")


async def move(
    world: World,
    case: UUID,
    *,
    to: int = 2,
    anew: bool = False,
    reason: str = "Agreed",
    by: str = "ada",
    hours: int = 2,
) -> Preview:
    async with world.scope():
        tenant = await tenant_by_id(world.id)
        now = world.at(hours=hours)
        return await move_case(
            tenant, world.settings, case, to=to, anew=anew, reason=reason, by=world.actor(by), now=now
        )


async def looked_at(world: World, case: UUID) -> Preview:
    async with world.scope():
        tenant = await tenant_by_id(world.id)
        return await preview(tenant, world.settings, case, now=world.at(hours=2))


async def test_what_was_promised_stays_promised(world: World) -> None:
    case = (await world.lodge(category="A")).complaint_id
    before = await world.promises(case)
    version = await publish_change(world, LONGER)
    found = await looked_at(world, case)
    assert [each.kind for each in found.moving] == ["resolve"]
    assert (found.old.number, found.new.number) == (1, 2)
    assert (await world.complaint(case)).policy_version_id == found.old.id
    await move(world, case)
    assert {kind: row.due_at for kind, row in (await world.promises(case)).items()} == {
        kind: row.due_at for kind, row in before.items()
    }
    row = await world.complaint(case)
    assert (row.policy_version_id, row.calendar_version_id) == (version.id, world.tenant.calendar_version_id)
    entry: HistoryEntry = (await world.history(case))[-1]
    assert entry.act == "move-policy"
    assert '"from":1' in str(entry.detail).replace(" ", "")
    assert await world.notices(event="message", to="amina") == []


async def test_promised_anew_where_the_act_says_so(world: World) -> None:
    case = (await world.lodge(category="A")).complaint_id
    before = (await world.promises(case))["resolve"]
    looks = {row.id: row.fire_at for row in await world.due_rows(case) if row.promise_id == before.id}
    await publish_change(world, LONGER)
    [moved] = (await move(world, case, anew=True)).moving
    after = (await world.promises(case))["resolve"]
    assert after.due_at == moved.would_be > before.due_at
    later = {row.id: row.fire_at for row in await world.due_rows(case) if row.promise_id == before.id}
    assert later.keys() == looks.keys()
    assert all(later[key] > looks[key] for key in looks)
    [letter] = await world.notices(event="message", to="amina")
    assert letter.complaint_id == case


async def test_nothing_is_promised_for_a_time_that_has_gone(world: World) -> None:
    case = (await world.lodge(category="A")).complaint_id
    before = (await world.promises(case))["resolve"].due_at
    await publish_change(world, SHORTER)
    assert (await move(world, case, anew=True, hours=30)).moving == []
    assert (await world.promises(case))["resolve"].due_at == before


async def test_only_what_touches_the_case_is_shown(world: World) -> None:
    case = (await world.lodge(category="A")).complaint_id
    await publish_change(
        world,
        LONGER,
        edit(put, ("categories", "B", "help"), {"zh": "别的", "en": "Another"}),
        edit(put, ("levels", "T1", "clocks", "resolve", "period"), "2 h"),
        edit(put, ("notices", "lodged", "subject"), {"zh": "新 {no}", "en": "New {no}"}),
    )
    found = await looked_at(world, case)
    categories, levels = found.after["categories"], found.after["levels"]
    assert isinstance(categories, dict)
    assert isinstance(levels, dict)
    assert (list(categories), list(levels)) == (["A"], ["T3"])
    assert "notices" not in found.after
    assert found.before != found.after


async def test_a_category_that_is_gone_is_in_the_way(world: World) -> None:
    case = (await world.lodge(category="A")).complaint_id
    await publish_change(world, edit(remove, ("categories", "A")))
    assert (await looked_at(world, case)).hindrance
    with pytest.raises(CannotMove):
        await move(world, case)


async def test_moved_once_and_to_what_was_seen(world: World) -> None:
    case = (await world.lodge(category="A")).complaint_id
    with pytest.raises(MovedAlready):
        await move(world, case, to=1)
    await publish_change(world, LONGER)
    with pytest.raises(MovedAlready):
        await move(world, case, to=3)
    await move(world, case)
    with pytest.raises(MovedAlready):
        await move(world, case)


async def test_a_reason_and_the_right_are_needed(world: World) -> None:
    case = (await world.lodge(category="A")).complaint_id
    await publish_change(world, LONGER)
    with pytest.raises(Invalid):
        await move(world, case, reason=" ")
    with pytest.raises(Forbidden):
        await move(world, case, by="chen")
    with pytest.raises(NotFound):
        await move(world, UUID(int=0))
