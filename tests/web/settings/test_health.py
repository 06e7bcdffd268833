"""The page of the configuration's health: what is weak now, with the way to where it is mended."""

from __future__ import annotations

from amends.escalation.gaps import deal_with
from amends.people.tables import Department
from amends.policy.overriding import add
from tenants.working import edit
from tests.structure.test_rights import reached_nobody
from tests.tenants.policies import changed
from tests.web.portal.conftest import Enter
from tests.world import World

HEALTH = "/portal/settings/health"
GAPS = "Escalations that reached nobody"
HEADLESS = "Departments without a head"


async def test_what_nobody_is_there_for_is_named_until_it_is_mended(world: World, enter: Enter) -> None:
    ada = await enter("ada")
    before = await ada.get(HEALTH)
    assert HEADLESS in before.words
    assert GAPS not in before.words
    gap = await reached_nobody(world, (await world.lodge()).complaint_id)
    assert GAPS in (await ada.get(HEALTH)).words
    async with world.scope():
        await deal_with(gap, note="Chen has the role now.", by=world.actor("ada"), now=world.at())
        await Department.update({Department.head_id: world.actor("chen").id}, force=True)
    mended = await ada.get(HEALTH)
    assert GAPS not in mended.words
    assert HEADLESS not in mended.words


async def test_what_a_draft_makes_weak_stands_where_it_is_published(world: World, enter: Enter) -> None:
    nobodys = {
        "name": {"zh": "巨额", "en": "Huge amounts"},
        "roles": ["legal"],
    }
    await changed(world, edit(add, ("approvals", "huge"), nobodys), now=world.at())
    ada = await enter("ada")
    draft = await ada.get("/portal/settings/policy/draft")
    assert "Mend this before you publish" in draft.words
    assert "Huge amounts · Legal" in draft.words
    assert "Huge amounts" not in (await ada.get(HEALTH)).words
