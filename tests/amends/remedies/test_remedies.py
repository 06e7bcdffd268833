"""A remedy from its proposal to its confirmation: within one's own limit, above it, and where it takes two."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from msgspec import structs

from amends.complaints import closing, handling
from amends.complaints.concerned import name_concerned
from amends.complaints.guards import NotYet
from amends.complaints.obliged import say_done, waive
from amends.database.rows import select_all
from amends.errors import DomainError, Invalid, NotFound
from amends.people.actor import Actor
from amends.policy.parts.work import Duty
from amends.remedies import approving, carrying_out
from amends.remedies.ledger import ledgers_of
from amends.remedies.operations import Charge, change, entrust, grant, remedies_of, withdraw
from amends.remedies.refusals import (
    ApprovedAlready,
    AwaitsApproval,
    NotTheRole,
    NotYoursToApprove,
    RemedyMovedOn,
)
from amends.remedies.rules import State, state_of
from amends.remedies.tables import Remedy
from amends.remedies.wording import awaited_words
from amends.tasks.tables import Task
from amends.tenancy.operations import NewTenant
from tests.amends.complaints.cases import decide, decided, investigated
from tests.governing import govern
from tests.world import MONDAY, Organisation, World, add_organisation

Operation = Callable[..., Awaitable[Any]]


def holding(there: Organisation, name: str, *roles: str) -> Actor:
    return replace(there.actor(name), roles=roles)


async def act(there: Organisation, operation: Operation, case: UUID, by: Actor, **given: Any) -> Any:
    async with there.at_desk() as desk:
        return await operation(desk, case, by=by, now=given.pop("now", MONDAY), **given)


async def proposed(
    there: Organisation, case: UUID, amount: str, code: str = "RM-REFUND", by: str = "bram"
) -> Remedy:
    before = {row.id for row in await remedies(there, case)}
    await act(there, grant, case, there.actor(by), code=code, description="The fee", amount=amount)
    [made] = [row for row in await remedies(there, case) if row.id not in before]
    return made


async def remedies(there: Organisation, case: UUID) -> list[Remedy]:
    """Each row is what its ledger comes to."""
    async with there.scope():
        rows, ledgers = list(await remedies_of(case)), await ledgers_of(case)
    for row in rows:
        assert state_of(ledgers[row.id]) is row.standing
    return rows


async def standing(there: Organisation, case: UUID) -> State:
    [row] = await remedies(there, case)
    return row.standing


async def open_tasks(there: Organisation) -> list[str]:
    async with there.scope():
        rows = await select_all(Task, "WHERE done_at IS NULL AND cancelled_at IS NULL ORDER BY kind, role")
    return [f"{row.kind}:{row.role or ''}" for row in rows]


async def test_within_their_own_limit_nobody_else_is_asked(world: World) -> None:
    case = await investigated(world)
    row = await proposed(world, case, "500")
    assert row.standing is State.GRANTED
    assert await open_tasks(world) == ["remedy:"]
    assert row.due_at is not None
    assert row.due_at > MONDAY
    await act(
        world,
        grant,
        case,
        holding(world, "chen", "department_head"),
        code="RM-REFUND",
        description="",
        amount="5000",
    )
    assert [row.standing for row in await remedies(world, case)] == [State.GRANTED, State.GRANTED]


async def test_above_it_another_person_approves_before_anything_is_told_or_done(world: World) -> None:
    case = await investigated(world)
    row = await proposed(world, case, "500.01")
    assert (row.standing, await open_tasks(world)) == (State.AWAITING, ["remedy-approval:department_head"])
    with pytest.raises(AwaitsApproval):
        await world.do(carrying_out.carried_out, case, by="bram", remedy_id=row.id)
    with pytest.raises(NotYet) as held:
        await decide(world, case)
    assert "Head of department" in held.value.own_words["en"]
    assert "责任部门负责人" in held.value.own_words["zh"]
    assert await world.notices(event="decision") == []

    seen = {"remedy_id": row.id, "seen": 1}
    with pytest.raises(NotYoursToApprove):
        await act(world, approving.approve, case, holding(world, "bram", "department_head"), **seen)
    with pytest.raises(NotTheRole):
        await act(world, approving.approve, case, holding(world, "chen", "supervisor"), **seen)
    await act(world, approving.approve, case, holding(world, "chen", "department_head"), **seen)
    assert await standing(world, case) is State.GRANTED
    assert await open_tasks(world) == ["remedy:"]

    await decide(world, case)
    assert await standing(world, case) is State.OFFERED
    [told] = await world.notices(event="decision", channel="mail")
    assert "500.01元" in told.body


async def test_sent_back_it_is_changed_and_asked_for_anew(world: World) -> None:
    case = await investigated(world)
    row, head = await proposed(world, case, "800"), holding(world, "chen", "department_head")
    with pytest.raises(Invalid):
        await act(world, approving.send_back, case, head, remedy_id=row.id, reason=" ", seen=1)
    await act(world, approving.send_back, case, head, remedy_id=row.id, reason="Too much", seen=1)
    assert (await standing(world, case), await open_tasks(world)) == (State.SENT_BACK, [])
    assert any("Too much" in notice.body for notice in await world.notices(event="case_news", to="bram"))
    with pytest.raises(RemedyMovedOn):
        await act(world, approving.approve, case, head, remedy_id=row.id, seen=2)
    await world.do(change, case, by="bram", remedy_id=row.id, description="", amount="700")
    with pytest.raises(RemedyMovedOn):
        await act(world, approving.approve, case, head, remedy_id=row.id, seen=2)
    await act(world, approving.approve, case, head, remedy_id=row.id, seen=3)
    assert await standing(world, case) is State.GRANTED
    await world.do(change, case, by="bram", remedy_id=row.id, description="", amount="400")
    assert await standing(world, case) is State.GRANTED
    assert await open_tasks(world) == ["remedy:"]


async def test_a_large_one_takes_two_people_and_one_twice_is_one(world: World) -> None:
    case = await investigated(world)
    row = await proposed(world, case, "5000.01")
    both = holding(world, "chen", "leader", "finance")
    seen = {"remedy_id": row.id, "seen": 1}
    assert await open_tasks(world) == ["remedy-approval:finance", "remedy-approval:leader"]
    await act(world, approving.approve, case, both, **seen)
    assert await standing(world, case) is State.AWAITING
    with pytest.raises(ApprovedAlready):
        await act(world, approving.approve, case, both, **seen)
    await act(world, approving.approve, case, holding(world, "otto", "finance"), **seen)
    assert await standing(world, case) is State.GRANTED


async def test_two_at_once_count_two_and_one_at_once_with_itself_counts_one(world: World) -> None:
    case = await investigated(world)
    row = await proposed(world, case, "6000")
    leader, finance = holding(world, "chen", "leader"), holding(world, "otto", "finance")

    async def tries(by: Actor) -> str:
        try:
            await act(world, approving.approve, case, by, remedy_id=row.id, seen=1)
        except DomainError as refusal:
            return refusal.code
        return "approved"

    assert sorted(await asyncio.gather(*(tries(leader) for _ in range(4)))) == [
        "approved",
        *["remedy-approved-already"] * 3,
    ]
    assert await standing(world, case) is State.AWAITING
    assert sorted(await asyncio.gather(tries(finance), tries(leader))) in (
        ["approved", "remedy-approved-already"],
        ["approved", "remedy-awaits-approval"],
        ["approved", "remedy-moved-on"],
    )
    assert await standing(world, case) is State.GRANTED
    again = await proposed(world, case, "7000")
    row = again
    assert sorted(await asyncio.gather(tries(finance), tries(leader))) == ["approved", "approved"]
    assert [row.standing for row in await remedies(world, case)] == [State.GRANTED] * 2


async def test_whom_it_is_about_approves_nothing_and_another_organisation_finds_nothing(world: World) -> None:
    case = await investigated(world)
    row = await proposed(world, case, "800")
    dora = holding(world.other, "dora", "department_head")
    with pytest.raises(NotFound):
        await act(world.other, approving.approve, case, dora, remedy_id=row.id, seen=1)
    async with world.other.scope():
        assert (await remedies_of(case), await ledgers_of(case)) == ([], {})
    await world.do(name_concerned, case, by="bram", person_id=world.actor("chen").id)
    head = holding(world, "chen", "department_head")
    for operation in (approving.approve, approving.send_back):
        reason = {"reason": "No"} if operation is approving.send_back else {}
        with pytest.raises(DomainError) as refused:
            await act(world, operation, case, head, remedy_id=row.id, seen=1, **reason)
        assert refused.value.code == "about-you"
    charge = Charge(owner_id=world.actor("chen").id)
    with pytest.raises(Invalid):
        await world.do(entrust, case, by="bram", remedy_id=row.id, charge=charge)


async def test_it_is_carried_out_disputed_done_again_and_confirmed_though_the_case_is_closed(
    world: World,
) -> None:
    case = await decided(world)
    row = await proposed(world, case, "120")
    later = world.at(hours=6)
    await world.do(handling.agree, case, by="amina", now=later)
    assert await standing(world, case) is State.ACCEPTED
    for wrong in (world.at(hours=9), world.at(days=-1)):
        with pytest.raises(Invalid):
            await world.do(carrying_out.carried_out, case, by="bram", now=later, remedy_id=row.id, at=wrong)
    done = {"remedy_id": row.id, "at": world.at(hours=5), "how": "Transfer 77"}
    await world.do(carrying_out.carried_out, case, by="bram", now=later, **done)
    await world.do(closing.record_feedback, case, by="bram", now=later, feedback="")
    await world.do(closing.close, case, by="bram", now=later, reason="agreed")
    [row] = await remedies(world, case)
    assert (row.standing, row.carried_out_at) == (State.CARRIED_OUT, world.at(hours=5))
    assert await open_tasks(world) == []

    await world.do(
        carrying_out.dispute_remedy, case, by="amina", now=later, remedy_id=row.id, reason="Half of it"
    )
    assert (await standing(world, case), await open_tasks(world)) == (State.DISPUTED, ["remedy:"])
    await world.do(carrying_out.carried_out, case, by="bram", now=later, remedy_id=row.id, how="The rest")
    await world.do(carrying_out.prove, case, by="bram", now=later, remedy_id=row.id, note="Receipt", proof=[])
    with pytest.raises(Invalid):
        await world.do(carrying_out.confirm, case, by="bram", now=later, remedy_id=row.id)
    await world.do(carrying_out.confirm, case, by="amina", now=later, remedy_id=row.id)
    await world.do(carrying_out.confirm, case, by="amina", now=later, remedy_id=row.id)
    assert (await standing(world, case), await open_tasks(world)) == (State.CONFIRMED, [])
    assert [each for each in await world.acts(case) if each.startswith("remedy")] == [
        "remedy",
        "remedy-carried-out",
        "remedy-disputed",
        "remedy-carried-out",
        "remedy-proved",
        "remedy-confirmed",
    ]


async def test_its_owner_and_day_go_with_its_task_and_withdrawn_it_is_told(world: World) -> None:
    case = await investigated(world)
    row = await proposed(world, case, "120")
    owner, until = world.actor("chen").id, (MONDAY + timedelta(days=3)).date()
    await world.do(entrust, case, by="bram", remedy_id=row.id, charge=Charge(owner_id=owner, until=until))
    async with world.scope():
        [task] = await select_all(Task, "WHERE done_at IS NULL AND cancelled_at IS NULL")
    assert (task.assignee_id, task.due_at) == (owner, world.at(days=3, hours=15))
    await decide(world, case)
    before = len(await world.notices(event="message"))
    await world.do(withdraw, case, by="bram", remedy_id=row.id, reason="You were paid twice")
    assert (await standing(world, case), await open_tasks(world)) == (State.WITHDRAWN, [])
    told = (await world.notices(event="message"))[before:]
    assert told != []
    assert all("You were paid twice" in notice.body and "120.00" in notice.body for notice in told)


@pytest.mark.parametrize(
    ("industry", "roles"), [("vehicle", ("head_leader", "legal")), ("ecommerce", ("leader", "legal"))]
)
async def test_what_an_industry_names_takes_its_own_two_whatever_the_amount(
    world: World, industry: str, roles: tuple[str, str]
) -> None:
    there = await add_organisation(
        world.settings, NewTenant("works", "工坊", "Works", industry, "Asia/Shanghai", "zh", "400-3000")
    )
    case = (await there.lodge()).complaint_id
    row = await proposed(there, case, "500", "RM-PUNITIVE")
    async with there.at_desk() as desk:
        awaited = awaited_words(desk.policy, [row])
        names = [desk.policy.roles[role].name.en for role in roles]
    assert awaited is not None
    assert all(name in awaited.en for name in names)
    await act(there, approving.approve, case, holding(there, "chen", roles[0]), remedy_id=row.id, seen=1)
    assert await standing(there, case) is State.AWAITING
    await act(there, approving.approve, case, holding(there, "otto", roles[1]), remedy_id=row.id, seen=1)
    assert await standing(there, case) is State.GRANTED
    small = await proposed(
        there, case, "200", "RM-COMP" if await takes_money(there, "RM-COMP") else "RM-REFUND"
    )
    assert small.standing is State.GRANTED


async def takes_money(there: Organisation, code: str) -> bool:
    async with there.at_desk() as desk:
        return desk.policy.remedies[code].with_amount


async def test_a_case_held_to_its_outcomes_waits_for_what_they_oblige_to(world: World) -> None:
    """Upheld: correct, give a remedy, apologise; each by a fact, by somebody's word, or a reason why not."""
    async with world.at_desk() as desk:
        policy = desk.policy
    obliged = ("correct", "remedy", "apologise", "report", "recourse")
    upheld = structs.replace(policy.outcomes["upheld"], obliges=tuple(map(Duty, obliged)))
    await govern(
        world,
        outcomes={**policy.outcomes, "upheld": upheld},
        handling=structs.replace(policy.handling, duties_before_close=True),
    )
    case = await investigated(world)
    with pytest.raises(NotYet):
        await decide(world, case)
    await world.do(grant, case, by="bram", code="RM-APOLOGY", description="", amount="")
    await decide(world, case)
    [given] = await remedies(world, case)
    await world.do(carrying_out.carried_out, case, by="bram", remedy_id=given.id)
    await world.do(closing.record_feedback, case, by="bram", feedback="")
    for place, duty in enumerate(("correct", "report")):
        with pytest.raises(NotYet):
            await world.do(closing.close, case, by="bram", reason="agreed")
        say = say_done if place % 2 else waive
        with pytest.raises(Invalid):
            await world.do(say, case, by="bram", duty=duty, words=" ")
        await world.do(say, case, by="bram", duty=duty, words="As it stands")
    await world.do(closing.close, case, by="bram", reason="agreed")
