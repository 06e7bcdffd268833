"""The page on which a draft is tried on past complaints: started, followed without a script, stopped, and found again at publishing."""

from __future__ import annotations

import pytest

from amends.policy.categories import named
from amends.policy.overriding import put
from tenants.working import edit
from tests.amends.complaints.cases import accepted
from tests.tenants.policies import changed
from tests.tenants.test_simulations import worked_off
from tests.web.portal.conftest import Enter
from tests.world import World
from web.settings.policy import simulation_view

PAGE = "/portal/settings/policy/simulation"


async def test_from_the_start_to_what_a_publisher_reads(enter: Enter, world: World) -> None:
    ada = await enter("ada")
    assert "There is no draft" in (await ada.get(PAGE)).words
    case = await accepted(world)
    level = str((await world.complaint(case)).level)
    await changed(world, edit(put, ("levels", level, "clocks", "respond", "period"), "10 min"))
    page = await ada.get(PAGE)
    wrong = await ada.submit(page, "/simulation", days="many")
    assert (wrong.status, set(wrong.errors)) == (422, {"days"})
    begun = await ada.submit(wrong, "/simulation", days="36")
    assert "waits for its turn" in begun.words
    assert (await ada.get(f"{PAGE}/now")).path == PAGE
    stopped = await ada.submit(begun, "/cancellation")
    assert "was stopped" in stopped.words
    await ada.submit(stopped, "/simulation", days="36")
    await worked_off(world)
    shown = await ada.get(PAGE)
    assert "What it found" in shown.words
    number = str((await world.complaint(case)).number)
    assert number in shown.words
    draft = await ada.get("/portal/settings/policy/draft")
    assert "Complaints with a change" in draft.words
    await changed(world, edit(put, ("handling", "reopen_within_days"), 14))
    assert "earlier state of the draft" in (await ada.get(PAGE)).words


async def test_complaints_are_listed_by_the_page_and_counted_by_category_and_level(
    enter: Enter, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(simulation_view, "SHOWN", 2)
    cases = [await accepted(world) for _ in range(3)]
    rows = [await world.complaint(case) for case in cases]
    ada = await enter("ada")
    level = str(rows[0].level)
    await changed(world, edit(put, ("levels", level, "clocks", "respond", "period"), "10 min"))
    await ada.submit(await ada.get(PAGE), "/simulation", days="36")
    await worked_off(world)
    pages = [(await ada.get(f"{PAGE}?page={page}")).words for page in (1, 2, 99)]
    shown = [{str(row.number) for row in rows if str(row.number) in words} for words in pages]
    assert [len(numbers) for numbers in shown] == [2, 1, 1]
    assert shown[0] | shown[1] == {str(row.number) for row in rows}
    assert shown[1] == shown[2]
    async with world.at_desk() as desk:
        category = named(desk.policy, str(rows[0].category), "en")
        place = f"{category} · {desk.policy.levels[level].name.en}"
    assert place in pages[0]
