"""A case that ended goes on again: it is never left with somebody who went, nor with a department that retired, meanwhile."""

from __future__ import annotations

from typing import Any

from amends.complaints.closing import reopen, withdraw
from amends.complaints.handling import assign
from amends.complaints.merging import merge, unmerge
from amends.complaints.tables import Complaint
from amends.database.rows import select_all
from amends.people.departments import retire_department
from amends.people.leaving import HandOver, leave
from amends.people.tables import Department
from tests.amends.complaints.cases import accepted, closed
from tests.world import World


async def with_bram(world: World, case: Complaint) -> None:
    given: dict[str, Any] = {"department_id": case.department_id, "assignee_id": world.actor("bram").id}
    await world.do(assign, case.id, by="ines", **given)


async def bram_leaves(world: World) -> None:
    bram = world.actor("bram").id
    assert bram is not None
    async with world.at_desk() as desk:
        await leave(
            desk, bram, hand_over=HandOver(successor_id=None), by=world.actor("ada"), now=world.at(days=1)
        )


async def retired(world: World, case: Complaint) -> Department:
    """The one the case is with; its work goes to the one that is returned."""
    async with world.at_desk() as desk:
        to = (await select_all(Department, "WHERE id <> $1 ORDER BY rank, code", case.department_id))[0]
        given: dict[str, Any] = {"to_id": to.id, "by": world.actor("ada"), "now": world.at(days=1)}
        await retire_department(desk, case.department_id, **given)
    return to


async def test_who_left_does_not_get_back_a_case_that_is_taken_out_of_another(world: World) -> None:
    other = await accepted(world)
    await with_bram(world, await world.complaint(other))
    row = await world.complaint(await accepted(world))
    await with_bram(world, row)
    number = str((await world.complaint(other)).number)
    await world.do(merge, row.id, by="chen", now=world.at(hours=1), number=number, reason="The same")
    await bram_leaves(world)
    await world.do(unmerge, row.id, by="chen", now=world.at(days=2), reason="They differ")
    found = await world.complaint(row.id)
    assert found.assignee_id is None
    assert found.department_id == row.department_id


async def test_a_reopened_case_goes_where_the_work_of_its_department_went(world: World) -> None:
    case = await closed(world)
    to = await retired(world, await world.complaint(case))
    await world.do(reopen, case, by="amina", now=world.at(days=2), reason="It happened again")
    assert (await world.complaint(case)).department_id == to.id


async def test_who_is_still_there_has_it_again_and_who_left_has_not(world: World) -> None:
    case = await closed(world)
    async with world.as_owner("complaint") as database:
        sql = "UPDATE complaint SET assignee_id = $2 WHERE id = $1"
        await database.execute(sql, case, world.actor("bram").id)
    await world.do(reopen, case, by="amina", now=world.at(days=2), reason="It happened again")
    assert (await world.complaint(case)).assignee_id == world.actor("bram").id
    await world.do(withdraw, case, by="amina", now=world.at(days=3), reason="")
    await bram_leaves(world)
    await world.do(reopen, case, by="amina", now=world.at(days=4), reason="And again")
    assert (await world.complaint(case)).assignee_id is None
