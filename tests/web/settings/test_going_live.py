"""A trial before its administrators and before complainants, up to the moment it counts."""

from __future__ import annotations

import asyncio

from tests.web.conftest import Arrive
from tests.web.portal.conftest import Enter
from tests.web.visitor import Page, Visitor
from tests.world import PASSWORD, Organisation, World

LIVE = "/portal/settings/live"
STEPS = "/portal/settings/first-steps"


async def begin(ada: Visitor, *, name: str = "Lighthouse", password: str = PASSWORD) -> Page:
    page = await ada.get(LIVE)
    return await ada.submit(page, LIVE, typed_name=name, password=password)


async def test_complainants_are_told_before_they_write(lighthouse: Organisation, arrive: Arrive) -> None:
    amina = arrive(host=lighthouse.host)
    for path in ("/", "/complaints/new", "/track"):
        assert "This is a trial. Complaints lodged here are not handled" in (await amina.get(path)).words
    assert "400-3000" in (await amina.get("/complaints/new")).words


async def test_nothing_says_trial_where_complaints_count(world: World, enter: Enter, arrive: Arrive) -> None:
    assert "trial" not in (await arrive().get("/")).words
    page = await (await enter("ada")).get("/portal")
    assert "trial" not in page.words
    assert "First steps" not in page.words
    assert LIVE not in (await (await enter("ada")).get("/portal/settings")).html


async def test_staff_see_how_much_is_tried(lighthouse: Organisation, enter: Enter, ada: Visitor) -> None:
    await lighthouse.lodge()
    assert "This is a trial with 1 case so far" in (await ada.get("/portal")).words
    await lighthouse.lodge()
    page = await (await enter("bram", of=lighthouse)).get("/portal")
    assert "This is a trial with 2 cases so far" in page.words
    assert LIVE not in page.html


async def test_the_first_page_says_what_comes_next_until_it_is_put_aside(ada: Visitor) -> None:
    page = await ada.get("/portal")
    assert "Say how to reach you" in page.words
    assert LIVE in (await ada.get("/portal/settings")).html
    steps = await ada.get(STEPS)
    await ada.submit(steps, f"{STEPS}/without", step="contacts")
    page = await ada.get("/portal")
    assert "Say how to reach you" not in page.words
    assert "Give it your colour and logo" in page.words
    await ada.submit(steps, f"{STEPS}/without", step="all")
    assert 'id="first-steps"' not in (await ada.get("/portal")).html
    await ada.submit(await ada.get(STEPS), f"{STEPS}/again", step="all")
    assert 'id="first-steps"' in (await ada.get("/portal")).html


async def test_a_step_is_done_when_it_is_done(lighthouse: Organisation, ada: Visitor) -> None:
    done = "Try a complaint – done"
    assert done not in (await ada.get(STEPS)).words
    await lighthouse.lodge()
    assert done in (await ada.get(STEPS)).words


async def test_going_live_asks_for_name_and_password(lighthouse: Organisation, ada: Visitor) -> None:
    await lighthouse.lodge()
    refused = await begin(ada, name="Harbour")
    assert (refused.status, set(refused.errors)) == (422, {"typed_name"})
    assert 'value="Harbour"' in refused.html
    refused = await begin(ada, password="not the password")
    assert (refused.status, set(refused.errors)) == (422, {"password"})
    assert len(await lighthouse.complaints()) == 1


async def test_after_going_live_nothing_of_the_trial_is_found(
    lighthouse: Organisation, ada: Visitor, arrive: Arrive
) -> None:
    lodged = await lighthouse.lodge()
    page = await begin(ada)
    assert (page.status, page.path) == (200, f"{LIVE}?done=live")
    assert "Live since" in page.words
    assert await lighthouse.complaints() == []
    amina = arrive(host=lighthouse.host)
    assert (await amina.get(f"/complaints/{lodged.complaint_id}")).status == 404
    assert (await ada.get(f"/portal/cases/{lodged.complaint_id}")).status == 404
    assert "trial" not in (await amina.get("/")).words


async def test_a_second_click_wipes_nothing(lighthouse: Organisation, ada: Visitor) -> None:
    form = await ada.get(LIVE)
    both = await asyncio.gather(
        *(ada.submit(form, LIVE, typed_name="灯塔", password=PASSWORD) for _ in range(2)),
    )
    assert {page.status for page in both} <= {200, 409}
    counted = await lighthouse.lodge()
    again = await ada.submit(form, LIVE, typed_name="灯塔", password=PASSWORD)
    assert again.status == 200
    assert [row.id for row in await lighthouse.complaints()] == [counted.complaint_id]
    assert (await lighthouse.acts()).count("go-live") == 1
