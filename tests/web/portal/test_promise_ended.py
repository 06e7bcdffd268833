"""The page of a promise that has ended tells how it ended, also where its ledger was never written to."""

from __future__ import annotations

from tests.web.portal.conftest import Enter
from tests.world import World


async def test_one_that_was_kept_as_it_was_made(world: World, enter: Enter) -> None:
    case = (await world.lodge()).complaint_id
    promise = (await world.promises(case))["acknowledge"]
    assert promise.ended_at is not None
    bram = await enter("bram")
    page = await bram.get(f"/portal/cases/{case}/promises/{promise.id}")
    assert page.words.index("Began") < page.words.index("Kept")
