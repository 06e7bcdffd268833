"""Merging two complaints on their pages: first what would go over, then the act, then apart again."""

from __future__ import annotations

from tests.amends.complaints.cases import accepted
from tests.web.portal.conftest import Enter
from tests.world import World


async def test_it_shows_what_would_go_over_merges_and_takes_apart(world: World, enter: Enter) -> None:
    gone, into = await accepted(world), await accepted(world)
    number = str((await world.complaint(into)).number)
    bram = await enter("bram")
    page = await bram.get((await bram.get(f"/portal/cases/{gone}")).link("/merging$"))
    wrong = await bram.get(f"{page.path}?number=NO-SUCH-1")
    assert (wrong.status, set(wrong.errors), "NO-SUCH-1" in wrong.html) == (422, {"number"}, True)
    shown = await bram.get(f"{page.path}?number={number}")
    assert "What would go over" in shown.words
    refused = await bram.submit(shown, "/merging", reason="")
    assert (refused.status, set(refused.errors)) == (422, {"reason"})
    done = await bram.submit(refused, "/merging", reason="The same parcel twice")
    assert done.path.startswith(f"/portal/cases/{gone}?")
    assert "Merged with another complaint" in done.words
    assert done.link(f"/portal/cases/{into}$")
    other = await bram.get(f"/portal/cases/{into}")
    assert "Another complaint was merged into this one" in other.words
    assert "The same parcel twice" in other.words
    assert f"Made in complaint {(await world.complaint(gone)).number}" in other.words
    assert other.link(f"/portal/cases/{gone}$")
    twice = await bram.submit(shown, "/merging", reason="The same parcel twice")
    assert twice.status == 409
    undoing = await bram.get(done.link("/merging$"))
    apart = await bram.submit(undoing, "/undoing", reason="Two parcels after all")
    assert "Handled on its own again" in apart.words
    assert (await world.complaint(gone)).merged_into is None
