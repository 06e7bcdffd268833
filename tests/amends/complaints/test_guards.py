"""What a policy asks for before a move; by default nothing."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest
from msgspec import structs

from amends.complaints.deciding import accept
from amends.complaints.guards import NotYet
from amends.complaints.handling import assign, investigate
from amends.correspondence.operations import write_to_complainant
from amends.policy.document import Condition, Guard, Text
from amends.policy.parse import dumps, loads
from tests.world import MONDAY, World


def guard(fact: str, *, zh: str, en: str) -> Guard:
    return Guard(move="investigate", needs=Condition(field=fact, value="yes"), hint=Text(zh=zh, en=en))


ASSIGNED = guard("case.assigned", zh="请先指派。", en="Assign it first.")
ANSWERED = guard("case.answered", zh="请先回复投诉人。", en="Write to the complainant first.")


async def test_a_move_waits_until_what_the_policy_asks_for_is_done(world: World) -> None:
    case = (await world.lodge()).complaint_id
    await world.do(accept, case, by="ines")
    for asked in (ASSIGNED, ANSWERED):
        with pytest.raises(NotYet) as refused:
            await begin(world, case, asked)
        assert refused.value.own_words == {"zh": asked.hint.zh, "en": asked.hint.en}
    assert (await world.complaint(case)).state == "ACCEPTED"
    department = (await world.complaint(case)).department_id
    await world.do(assign, case, by="ines", department_id=department, assignee_id=world.actor("bram").id)
    await world.do(write_to_complainant, case, by="bram", body="We are looking into it.")
    await begin(world, case, ASSIGNED, ANSWERED)
    assert (await world.complaint(case)).state == "INVESTIGATING"


async def test_a_guard_asks_only_where_its_condition_holds(world: World) -> None:
    case = (await world.lodge()).complaint_id
    await world.do(accept, case, by="ines")
    elsewhere = structs.replace(ASSIGNED, when=Condition(field="case.channel", value="letter"))
    await begin(world, case, elsewhere)
    assert (await world.complaint(case)).state == "INVESTIGATING"


async def begin(world: World, case: UUID, *guards: Guard) -> None:
    async with world.at_desk() as desk:
        named = {f"guard-{number}": each for number, each in enumerate(guards)}
        policy = loads(dumps(structs.replace(desk.policy, guards=named)))
        guarded = replace(desk, policy=policy)
        await investigate(guarded, case, by=world.actor("bram"), now=MONDAY)
