"""Moving a complaint to the policy version in force, from its page."""

from __future__ import annotations

from amends.policy.overriding import remove
from tenants.working import edit
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


async def test_what_was_dropped_is_chosen_first(enter: Enter, world: World) -> None:
    ada = await enter("ada")
    case = (await world.lodge(category="A")).complaint_id
    await publish_change(world, edit(remove, ("categories", "A")))
    url = f"/portal/cases/{case}/policy"
    page = await ada.get(url)
    assert "any more" in page.words
    assert "Move this complaint" not in page.words
    shown = await ada.get(f"{url}?category=B&level=T1")
    moved = await ada.submit(shown, "/policy", reason="A is no more")
    assert moved.path.startswith(f"/portal/cases/{case}?")
    assert "Category: A → B" in moved.words
    assert (await world.complaint(case)).category == "B"


async def test_several_from_the_list_of_those_under_earlier_versions(enter: Enter, world: World) -> None:
    ada = await enter("ada")
    url = "/portal/settings/policy/cases"
    assert "Every open complaint is under version 1" in (await ada.get(url)).words
    one, other = [(await world.lodge(category="A")) for _ in range(2)]
    await publish_change(world, LONGER)
    page = await ada.get(url)
    assert "2 open complaints are under earlier versions" in page.words
    refused = await ada.submit(page, "/cases", reason="All of them")
    assert (refused.status, set(refused.errors)) == (422, {"case"})
    kept = await ada.submit(refused, "/cases", case=str(one.complaint_id), reason="")
    assert (kept.status, set(kept.errors)) == (422, {"reason"})
    moved = await ada.submit(kept, "/cases", case=str(one.complaint_id), reason="Agreed", anew="yes")
    assert "One open complaint is under an earlier version" in moved.words
    assert other.number in moved.words
    assert one.number not in moved.words
