"""Moving a complaint to the policy version in force, from its page."""

from __future__ import annotations

from tests.tenants.policies import publish_change
from tests.tenants.test_policy_moving import LONGER
from tests.web.portal.conftest import Enter
from tests.world import World


async def test_from_the_page_of_the_case(enter: Enter, world: World) -> None:
    ada = await enter("ada")
    case = (await world.lodge(category="A")).complaint_id
    assert f"/portal/cases/{case}/policy" not in (await ada.get(f"/portal/cases/{case}")).html
    await publish_change(world, LONGER)
    page = await ada.get((await ada.get(f"/portal/cases/{case}")).link("/policy$"))
    assert "From policy version 1 to version 2" in page.words
    refused = await ada.submit(page, "/policy", reason="")
    assert (refused.status, set(refused.errors)) == (422, {"reason"})
    moved = await ada.submit(refused, "/policy", reason="She asked for it", anew="yes")
    assert moved.path.startswith(f"/portal/cases/{case}?")
    assert "Moved to another policy version" in moved.words
    assert "She asked for it" in moved.words
    late = await ada.submit(page, "/policy", reason="Again")
    assert late.status == 409
    assert "This is the version in force" in late.words
