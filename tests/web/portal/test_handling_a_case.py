"""From the queue to the close, on the pages staff use."""

from __future__ import annotations

from typing import Any

from tests.web.portal.conftest import Enter
from tests.world import World


async def test_a_case_is_handled_to_its_close(world: World, enter: Enter) -> None:
    case = await world.lodge()
    url = f"/portal/cases/{case.complaint_id}"
    ines, bram, chen = await enter("ines"), await enter("bram"), await enter("chen")
    queue = await ines.get("/portal")
    assert case.number in queue.words
    page = await ines.get(queue.link(url))
    page = await ines.submit(page, "/acceptance")
    assert "Accepted" in page.words
    page = await ines.submit(page, "/assignment", assignee=str(world.actor("bram").id))
    assert (await world.complaint(case.complaint_id)).assignee_id == world.actor("bram").id

    page = await bram.get("/portal?show=mine")
    page = await bram.get(page.link(url))
    page = await bram.submit(page, "/investigation")
    page = await bram.submit(page, "/message", body="I am looking into it.")
    assert "I am looking into it." in page.words
    assert (await world.promises(case.complaint_id))["respond"].ended_at is not None
    [allegation] = await world.allegations(case.complaint_id)
    decision: dict[str, Any] = {
        f"outcome__{allegation.id}": "upheld",
        f"ground__{allegation.id}": "Seen on camera",
        "result": "You were right; we apologise.",
    }
    page = await bram.submit(
        page,
        "/decision",
        **decision,
    )
    assert "Decided" in page.words
    assert "Upheld" in page.words
    page = await bram.submit(page, "/remedy", code="RM-REFUND", description="The fee", amount="120")
    assert "CN¥120.00" in page.words
    page = await bram.submit(page, "/carried-out")
    page = await bram.submit(page, "/feedback", feedback="She is content.")
    page = await chen.get(url)
    page = await chen.submit(page, "/closure", reason="agreed")
    assert "Closed" in page.words
    assert (await world.acts(case.complaint_id))[-1] == "close"
    assert case.number in (await chen.get("/portal?show=closed")).words
    assert case.number not in (await chen.get("/portal")).words
