"""Letters say where to turn next, and until when, once the case is closed."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import msgspec

from amends.complaints.case import Case
from amends.complaints.onward import recourse_words
from amends.deadlines.period import Period, Unit
from amends.organisation.values import Both, OutsideBody
from amends.policy.document import Text
from amends.policy.parts.acceptance import Body
from tests.amends.complaints.cases import accepted, closed
from tests.world import World

_BODIES = {
    "always": Body(name=Text(zh="法院", en="Court"), contact=Text(zh="12368", en="12368"), rank=1),
    "limited": Body(
        name=Text(zh="监察员", en="Ombudsman"), contact=Text(zh="12345", en="12345"), within=Period(6, Unit.MONTHS), rank=2
    ),
}  # fmt: skip
_OWN = OutsideBody(id=uuid4(), name=Both("监察员", "Ombudsman"), phone="12345", months=12)


async def test_a_closed_case_says_until_when_each_body_takes_it_up(world: World) -> None:
    case, still_open = await closed(world), await accepted(world)
    rows = {each: await world.complaint(each) for each in (case, still_open)}
    async with world.at_desk() as desk:
        theirs = replace(desk, bodies=None, policy=msgspec.structs.replace(desk.policy, recourse=_BODIES))
    rows[case].language = rows[still_open].language = "en"
    assert recourse_words(Case(theirs, rows[case])).split("\n") == [
        "· Court (12368)",
        "· Ombudsman (12345), until 2 September 2026, 24:00",
    ]
    assert "until" not in recourse_words(Case(theirs, rows[still_open]))
    rows[case].language = "zh"
    own = recourse_words(Case(replace(desk, bodies=(_OWN,)), rows[case]))
    assert own == "· 监察员 (12345)，2027年3月2日 24:00前提出"
