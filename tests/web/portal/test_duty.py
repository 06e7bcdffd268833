"""Chen fills the hotline's roster; Bram hands over to Ines, who says that she has read it."""

from __future__ import annotations

from tests.web.portal.conftest import Enter
from tests.world import World

DUTY = "/portal/duty"
NEW = f"{DUTY}/shifts/new"


async def put_on(world: World, enter: Enter, who: str, begins: str, ends: str) -> None:
    chen = await enter("chen")
    form = await chen.get(f"{NEW}?roster=hotline")
    await chen.submit(form, NEW, person=world.actor(who).id, begins=begins, ends=ends)


async def test_a_week_shows_who_is_there_and_when_nobody_is(world: World, enter: Enter) -> None:
    chen = await enter("chen")
    page = await chen.get(DUTY)
    assert "Nobody is on the roster after this" in page.words
    assert "5 times without anybody" in page.words, "four nights and the weekend"
    form = await chen.get(f"{NEW}?roster=hotline&begins=2026-03-02T18:00&ends=2026-03-03T09:00")
    page = await chen.submit(form, NEW, person=world.actor("bram").id)
    assert page.path.startswith(DUTY)
    assert "from 18:00 Bram" in page.words
    assert "until 09:00 Bram" in page.words
    page = await (await enter("otto")).get(DUTY)
    assert "Bram" in page.words
    assert "Put somebody on duty" not in page.words


async def test_a_form_that_is_refused_keeps_what_was_typed(world: World, enter: Enter) -> None:
    chen = await enter("chen")
    form = await chen.get(f"{NEW}?roster=hotline")
    refused = await chen.submit(
        form, NEW, person=world.actor("bram").id, begins="2026-03-03T18:00", ends="2026-03-03T09:00"
    )
    assert (refused.status, list(refused.errors)) == (422, ["ends"])
    assert refused.form(NEW).values["begins"] == ["2026-03-03T18:00"]
    refused = await chen.submit(refused, NEW, person="", ends="2026-03-04T09:00")
    assert list(refused.errors) == ["person"]


async def test_a_duty_changes_hands_and_is_taken_off(world: World, enter: Enter) -> None:
    await put_on(world, enter, "bram", "2026-03-02T18:00", "2026-03-03T09:00")
    chen = await enter("chen")
    page = await chen.get(DUTY)
    url = page.link(r"/shifts/[0-9a-f]{8}-")
    await chen.submit(await chen.get(url), url, person=world.actor("ines").id)
    page = await chen.get(DUTY)
    assert ("Ines" in page.words, "Bram" in page.words) == (True, False)
    url = page.link(r"/shifts/[0-9a-f]{8}-")
    page = await chen.submit(await chen.get(url), f"{url}/removal")
    assert "Taken off duty, and told." in page.words
    assert "Ines" not in page.words


async def test_what_is_handed_over_is_read_by_the_next(world: World, enter: Enter) -> None:
    await put_on(world, enter, "bram", "2026-03-02T08:00", "2026-03-02T18:00")
    await put_on(world, enter, "ines", "2026-03-02T18:00", "2026-03-03T09:00")
    bram, ines = await enter("bram"), await enter("ines")
    page = await bram.submit(await bram.get(DUTY), f"{DUTY}/notes", note="Mr Wang calls back at nine.")
    assert "Waits for whoever comes next." in page.words
    page = await ines.get(DUTY)
    assert "1 note not read yet" in page.words
    page = await ines.submit(page, "/reading")
    assert "Read by Ines" in page.words
    assert "Nothing waits to be read." in page.words
    assert "Leave something" not in (await (await enter("otto")).get(DUTY)).words


async def test_a_week_goes_on_in_the_weeks_after_it(world: World, enter: Enter) -> None:
    await put_on(world, enter, "bram", "2026-03-02T18:00", "2026-03-03T09:00")
    chen = await enter("chen")
    refused = await chen.submit(await chen.get(DUTY), f"{DUTY}/weeks", weeks="many")
    assert list(refused.errors) == ["weeks"]
    await chen.submit(refused, f"{DUTY}/weeks", weeks="2")
    assert "from 18:00 Bram" in (await chen.get(f"{DUTY}?week=2026-03-18")).words
    assert "from 18:00 Bram" not in (await chen.get(f"{DUTY}?week=2026-03-25")).words


async def test_the_settings_say_which_roster_has_nobody(world: World, enter: Enter) -> None:
    ada = await enter("ada")
    assert "Nobody is on duty in the next 14 days" in (await ada.get("/portal/settings")).words
    await put_on(world, enter, "bram", "2026-03-02T18:00", "2026-03-03T09:00")
    assert "Nobody is on duty in the next 14 days" not in (await ada.get("/portal/settings")).words
