"""Staff read their own language and their own time, whatever the organisation's are."""

from __future__ import annotations

from amends.people.tables import Person
from tests.web.portal.conftest import Enter
from tests.world import World


async def test_staff_are_spoken_to_in_their_own_language(world: World, enter: Enter) -> None:
    visitor = await enter("bram")  # his profile says English, the organisation's language is Chinese
    visitor.http.cookies.delete("amends_language")
    visitor.http.headers["accept-language"] = "zh-CN,en;q=0.5"
    assert '<html lang="en"' in (await visitor.get("/portal")).html


async def test_a_time_is_told_exactly_with_its_zone(world: World, enter: Enter) -> None:
    await world.lodge()
    page = await (await enter("bram")).get("/portal")
    assert "China Standard Time" in page.html
    async with world.scope():
        await Person.update({Person.time_zone: "Europe/London"}).where(Person.id == world.actor("bram").id)
    page = await (await enter("bram")).get("/portal")
    assert "Greenwich Mean Time" in page.html
    assert "China Standard Time" not in page.html
