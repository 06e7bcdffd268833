"""What leaves the usual path is told at once, stays in sight, and is lifted by somebody who leads."""

from __future__ import annotations

import pytest

from amends.complaints.concerned import name_concerned
from amends.complaints.exceptions import NoException, lift, raise_exception
from amends.errors import Forbidden, Invalid
from tests.web.portal.conftest import Enter
from tests.world import World


async def test_an_exception_is_told_at_once_seen_on_the_page_and_lifted(world: World, enter: Enter) -> None:
    case = (await world.lodge()).complaint_id
    await world.do(raise_exception, case, by="bram", kind="malice", reason="He threatens the porter")
    assert [each for each in await world.notices(to="chen") if each.complaint_id == case], "those above hear"
    with pytest.raises(Invalid) as refused:
        await world.do(raise_exception, case, by="ines", kind="malice", reason="Again")
    assert set(refused.value.fields) == {"kind"}
    with pytest.raises(Forbidden):
        await world.do(lift, case, by="bram", kind="malice", reason="Calm again")
    chen = await enter("chen")
    page = await chen.get(f"/portal/cases/{case}")
    assert "Malicious or irrational behaviour" in page.words
    page = await chen.submit(page, "/exception-over", kind="malice", reason="Calm again")
    assert "It goes on as usual" in page.words
    with pytest.raises(NoException):
        await world.do(lift, case, by="chen", kind="malice", reason="Twice")
    assert [act for act in await world.acts(case) if act.startswith("exception")] == [
        "exception-raised",
        "exception-lifted",
    ]


async def test_whom_the_case_is_about_does_not_hear_of_it_and_others_do(world: World) -> None:
    case, chen = (await world.lodge()).complaint_id, world.actor("chen").id
    await world.do(name_concerned, case, by="ines", person_id=chen)
    before = len(await world.notices(to="chen"))
    await world.do(raise_exception, case, by="bram", kind="legal", reason="A lawyer writes")
    assert len(await world.notices(to="chen")) == before
    told = [each for each in await world.notices(to="ada") if each.complaint_id == case]
    assert told, "never nobody"
