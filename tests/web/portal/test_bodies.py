"""A regulator passes a complaint on: its number and date are recorded, counted with, changed, answered, and found."""

from __future__ import annotations

from typing import Any

from amends.bodies.binding import matters_of
from tests.amends.search.test_finding import read
from tests.web.conftest import Arrive
from tests.web.portal.conftest import Enter
from tests.web.portal.test_intake import filled
from tests.world import MONDAY, World

OFFICE = "Market regulation office"


async def test_from_the_record_to_the_answer(world: World, enter: Enter, arrive: Arrive) -> None:
    ines = await enter("ines")
    page, values = await filled(
        ines, name="Amina", phone="400-1", channel="regulator", office=OFFICE, office_number="MR-2026-778",
        answer_by="2026-03-03", answer_by_time="25:00",
    )  # fmt: skip
    page = await ines.submit(page, "/portal/intake", **values)
    assert (page.status, list(page.errors)) == (422, ["answer_by_time"])
    assert 'value="MR-2026-778"' in page.html
    case = await ines.submit(page, "/portal/intake", **{**values, "answer_by_time": "17:00"})
    [row] = await world.complaints()
    due = MONDAY.replace(day=3, hour=17, minute=0)
    assert (await world.promises(row.id))["resolve"].due_at == due
    for words in (OFFICE, "MR-2026-778", "wants its answer earlier, by 3 Mar 2026, 17:00."):
        assert words in case.words
    await read()
    found = await ines.get("/portal/search?q=MR-2026-778")
    assert str(row.number) in found.words

    bram = await enter("bram")
    address = f"/portal/cases/{row.id}/bodies"
    page = await bram.get(address)
    assert "waits for our answer" in page.words
    async with world.scope():
        [matter] = await matters_of(row.id)
    given: dict[str, Any] = {"matter": str(matter.id), "office": OFFICE, "office_number": "MR-2026-778"}
    refused = await bram.submit(page, "/date", **given, answer_by="2026-03-05", answer_by_time="", reason="")
    assert (refused.status, list(refused.errors)) == (422, [f"date:{matter.id}-reason"])
    page = await bram.submit(
        refused, "/date", **given, answer_by="2026-03-05", answer_by_time="", reason="They gave more time"
    )
    assert "by the end of" in page.words
    case = await bram.get(f"/portal/cases/{row.id}")
    assert "They gave more time" in case.words
    assert f"{OFFICE} wants its answer earlier" in case.words
    page = await bram.submit(page, "/answer", matter=str(matter.id), answer="By their portal, 17")
    for words in ("answered", "By their portal, 17"):
        assert words in page.words
    tasks = await bram.get("/portal/tasks")
    assert OFFICE not in tasks.words


async def test_of_a_call_nobody_is_asked_for_an_office(world: World, enter: Enter) -> None:
    ines = await enter("ines")
    page, values = await filled(ines, name="Amina", phone="400-1", channel="phone", office_number="7")
    await ines.submit(page, "/portal/intake", **values)
    [row] = await world.complaints()
    async with world.scope():
        assert await matters_of(row.id) == []


async def test_an_office_is_named_where_anything_of_it_is_said(world: World, enter: Enter) -> None:
    ines = await enter("ines")
    page, values = await filled(ines, name="Amina", phone="400-1", channel="platform", office_number="7")
    page = await ines.submit(page, "/portal/intake", **values)
    assert (page.status, list(page.errors)) == (422, ["office"])
