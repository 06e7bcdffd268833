"""Kinds beside complaints: what they are promised, what becomes of promises when one becomes another."""

from __future__ import annotations

import pytest

from amends.complaints.case import take
from amends.complaints.converting import convert
from amends.complaints.lodging import Lodged
from amends.deadlines.rebuilding import differing
from amends.errors import Forbidden, Invalid
from tests.world import Organisation, World

WHY = "They only ask"


async def due(at: Organisation, case: Lodged) -> dict[str, object]:
    return {
        code: row.due_at
        for code, row in (await at.promises(case.complaint_id)).items()
        if row.ended_at is None
    }


async def test_an_enquiry_is_owed_what_its_kind_says_and_never_nothing(world: World) -> None:
    complaint, enquiry = await world.lodge(), await world.lodge(kind="enquiry")
    theirs = await due(world, enquiry)
    assert theirs
    assert theirs != await due(world, complaint)
    [told] = [
        row
        for row in await world.notices(event="lodged", to="amina")
        if row.complaint_id == enquiry.complaint_id
    ]
    assert "您的咨询" in str(told.subject)


async def test_there_and_back_every_promise_is_what_it_was(world: World) -> None:
    case, other = await world.lodge(), await world.other.lodge()
    before, foreign = await due(world, case), await due(world.other, other)
    later = world.at(hours=1)
    await world.do(convert, case.complaint_id, by="ines", now=later, kind="enquiry", reason=WHY)
    assert (await due(world, case)) != before
    row = await world.complaint(case.complaint_id)
    assert (row.kind, row.state, row.confidential) == ("enquiry", "REVIEW", False)
    again = world.at(hours=2)
    await world.do(convert, case.complaint_id, by="ines", now=again, kind="complaint", reason="It is one")
    assert await due(world, case) == before
    assert (await world.complaint(case.complaint_id)).kind == "complaint"
    assert (await world.acts(case.complaint_id)).count("convert") == 2
    letters = await world.notices(event="converted", to="amina")
    assert ["咨询" in str(letter.subject) for letter in letters] == [True, True]
    async with world.at_desk() as desk:
        assert await differing(await take(desk, case.complaint_id)) == []
    assert await due(world.other, other) == foreign


async def test_only_what_the_policy_lists_by_whom_it_lets(world: World) -> None:
    case = (await world.lodge()).complaint_id
    with pytest.raises(Forbidden):
        await world.do(convert, case, by="bram", kind="enquiry", reason=WHY)
    for kind in ("staff_case", "complaint", "nonsense"):
        with pytest.raises(Invalid) as refused:
            await world.do(convert, case, by="ines", kind=kind, reason=WHY)
        assert set(refused.value.fields) == {"kind"}
    assert "convert" not in await world.acts(case)
