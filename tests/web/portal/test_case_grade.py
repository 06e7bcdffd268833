"""Changing a case's category or level on its page: first what it would change, then the act, with a reason."""

from __future__ import annotations

from tests.amends.complaints.cases import closed
from tests.amends.deadlines.test_regrading import graded, lodged_at, two_levels
from tests.web.portal.conftest import Enter
from tests.world import World


async def test_it_shows_what_would_change_and_then_changes_it(world: World, enter: Enter) -> None:
    urgent, calm = await two_levels(world)
    case = await lodged_at(world, calm)
    world.move_to(world.at(hours=30))
    bram = await enter("bram")
    page = await bram.get((await bram.get(f"/portal/cases/{case}")).link("/grade$"))
    assert "What would change" not in page.words
    same = await bram.get(f"{page.path}?category=&level={calm}")
    assert (same.status, set(same.errors)) == (422, {"level"})
    shown = await bram.get(f"{page.path}?category=&level={urgent}")
    assert "late by re-grading" in shown.words
    assert (await world.complaint(case)).level == calm
    refused = await bram.submit(shown, "/grade", reason="")
    assert (refused.status, set(refused.errors)) == (422, {"reason"})
    done = await bram.submit(refused, "/grade", reason="Somebody was hurt")
    assert done.path.startswith(f"/portal/cases/{case}?")
    assert "Category or level changed" in done.words
    assert "Somebody was hurt" in done.words
    assert "late by re-grading" in done.words
    assert (await world.complaint(case)).level == urgent
    twice = await bram.submit(shown, "/grade", reason="Somebody was hurt")
    assert twice.status == 422
    assert (await world.history(case))[-1].act == "regrade"


async def test_what_was_not_shown_is_not_done_and_the_reason_stays(world: World, enter: Enter) -> None:
    urgent, calm = await two_levels(world)
    case = await lodged_at(world, calm)
    bram = await enter("bram")
    shown = await bram.get(f"/portal/cases/{case}/grade?category=&level={urgent}")
    world.move_to(world.at(hours=30))
    bram = await enter("bram")
    fresh = (await bram.get(shown.path)).form("/grade")
    stale = {**fresh.values, "seen": shown.form("/grade").values["seen"], "reason": "Somebody was hurt"}
    refused = await bram.send(fresh.action, stale)
    assert (refused.status, "not what you were shown" in refused.words) == (409, True)
    assert ("late by re-grading" in refused.words, "Somebody was hurt" in refused.html) == (True, True)
    assert (await world.complaint(case)).level == calm
    assert (await bram.submit(refused, "/grade", reason="Somebody was hurt")).status == 200


async def test_of_a_case_that_has_ended_nothing_is_graded(world: World, enter: Enter) -> None:
    case = await closed(world)
    bram = await enter("bram")
    assert "/grade" not in (await bram.get(f"/portal/cases/{case}")).html
    page = await bram.get(f"/portal/cases/{case}/grade")
    assert "This complaint has ended" in page.words


async def test_what_is_late_by_re_grading_is_listed_apart_from_what_is_broken(
    world: World, enter: Enter
) -> None:
    urgent, calm = await two_levels(world)
    broken, regraded = await lodged_at(world, urgent), await lodged_at(world, calm)
    await graded(world, regraded, urgent, now=world.at(hours=30))
    world.move_to(world.at(hours=30, minutes=1))
    bram = await enter("bram")
    listed = {show: (await bram.get(f"/portal?show={show}")).html for show in ("broken", "regraded")}
    assert (str(broken) in listed["broken"], str(regraded) in listed["broken"]) == (True, False)
    assert (str(broken) in listed["regraded"], str(regraded) in listed["regraded"]) == (False, True)
