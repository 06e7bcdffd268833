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
from amends.policy.document import Guard
from amends.policy.parse import dumps, loads
from tests.world import MONDAY, World


async def test_a_move_waits_until_what_the_policy_asks_for_is_done(world: World) -> None:
    case = (await world.lodge()).complaint_id
    await world.do(accept, case, by="ines")
    for guard, said in ((Guard.ASSIGNED, "Assign"), (Guard.ANSWERED, "Write")):
        with pytest.raises(NotYet) as refused:
            await begin(world, case, guard)
        assert str(refused.value.hint).startswith(said)
    assert (await world.complaint(case)).state == "ACCEPTED"
    department = (await world.complaint(case)).department_id
    await world.do(assign, case, by="ines", department_id=department, assignee_id=world.actor("bram").id)
    await world.do(write_to_complainant, case, by="bram", body="We are looking into it.")
    await begin(world, case, Guard.ASSIGNED, Guard.ANSWERED)
    assert (await world.complaint(case)).state == "INVESTIGATING"


async def begin(world: World, case: UUID, *guards: Guard) -> None:
    async with world.at_desk() as desk:
        policy = loads(dumps(structs.replace(desk.policy, guards={"investigate": guards})))
        guarded = replace(desk, policy=policy)
        await investigate(guarded, case, by=world.actor("bram"), now=MONDAY)
