"""A paragraph of somebody's own in the letter of an act, where the policy makes room for one."""

from __future__ import annotations

import pytest

from tests.web.portal.conftest import Enter
from tests.web.portal.test_acts import begun
from tests.world import World

WORDS = "We met on the quay, {name}, and I am sorry.\n\nBram"


async def test_it_stands_before_the_closing_as_it_was_written(world: World, enter: Enter) -> None:
    case = await begun(world, to="REVIEW")
    staff = await enter("ines")
    page = await staff.get(f"/portal/cases/{case}")
    await staff.submit(
        page, "/refusal", reason="employment", explanation="Ask the court.", own_words=f"  {WORDS} "
    )
    (told,) = [notice for notice in await world.notices(event="refused") if notice.address]
    assert told.own_words == WORDS
    *_, words, signed, closing = str(told.body).strip().split("\n\n")
    assert f"{words}\n\n{signed}" == WORDS
    assert "\n" not in closing


@pytest.mark.parametrize("act", ["refusal", "forwarding", "acceptance"])
async def test_it_is_asked_for_where_there_is_room_for_it(world: World, enter: Enter, act: str) -> None:
    case = await begun(world, to="REVIEW")
    staff = await enter("ines")
    page = await staff.get(f"/portal/cases/{case}")
    assert ("own_words" in page.form(f"/{act}").values) == (act != "acceptance")


async def test_it_is_refused_where_there_is_none(world: World, enter: Enter) -> None:
    case = await begun(world, to="REVIEW")
    staff = await enter("ines")
    page = await staff.submit(await staff.get(f"/portal/cases/{case}"), "/acceptance", own_words=WORDS)
    assert page.status == 422
    assert (await world.complaint(case)).state == "REVIEW"


async def test_it_comes_back_with_what_else_was_typed(world: World, enter: Enter) -> None:
    case = await begun(world, to="REVIEW")
    staff = await enter("ines")
    page = await staff.submit(
        await staff.get(f"/portal/cases/{case}"), "/refusal", reason="employment", own_words="Dear Amina"
    )
    assert page.status == 422
    assert "Dear Amina" in page.html
