"""An administrator makes a complaint up and sees what policy and draft make of it, in a browser without scripts."""

from __future__ import annotations

from amends.policy.overriding import put
from tenants.working import edit
from tests.tenants.policies import changed, work_of
from tests.web.portal.conftest import Enter
from tests.world import World, first_category

TRY = "/portal/settings/policy/try"


async def test_the_policy_in_force_alone_then_the_draft_beside_it(enter: Enter, world: World) -> None:
    ada = await enter("ada")
    assert "Nothing tried yet" in (await ada.get(TRY)).words
    async with world.at_desk() as desk:
        category = first_category(desk.policy)
        level = desk.policy.categories[category].level
    asked = f"{TRY}?category={category}&received_at=2026-03-02T09:00&channel=phone"
    alone = await ada.get(asked)
    assert "In force: version 1" in alone.words
    assert "There is no draft" in alone.words
    assert "Who is told" in alone.words
    await changed(world, edit(put, ("levels", level, "clocks", "respond", "period"), "3 wd"))
    assert (await work_of(world)).exists
    beside = await ada.get(asked)
    assert "Draft" in beside.words
    assert "differs" in beside.words
    wrong = await ada.get(f"{TRY}?category={category}&received_at=1026-03-02T09:00")
    assert (wrong.status, set(wrong.errors)) == (422, {"received_at"})
