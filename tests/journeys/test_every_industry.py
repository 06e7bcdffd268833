"""A month in every industry: one complaint handled at once, one neglected and then made good."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from amends.audit.verify import verify_tenant
from amends.complaints.closing import close, record_feedback
from amends.complaints.deciding import accept
from amends.complaints.handling import Finding, assign, investigate, resolve
from amends.correspondence.operations import write_to_complainant
from amends.deadlines.operations import facts
from amends.deadlines.recording import is_recorded, record_done
from amends.deadlines.rules import PromiseState, state
from amends.people.records import Certificate, add_qualification
from amends.tenancy.operations import NewTenant
from tenants.templates import pickable_templates
from tests.looked_into import look_into, review
from tests.world import MONDAY, Organisation, World, add_organisation
from workers.clock import Firing

A_MONTH_LATER = MONDAY + timedelta(days=31)
KEPT = {PromiseState.MET, PromiseState.CANCELLED}
"""What repeats, and what others were to do, is called off when the case is over."""
NEEDLESS = {PromiseState.CANCELLED}
"""A progress report of a case that is closed, an examination of one that is accepted."""


async def qualify(at: Organisation, name: str) -> None:
    """With everything any duty under the policy asks for."""
    person = at.people[name].id
    assert person is not None
    async with at.at_desk() as desk:
        for code in desk.policy.qualifications:
            held = Certificate(code=code, label=code, issued_on=MONDAY.date(), expires_on=None)
            await add_qualification(person, given=held, by=at.actor("ada"), now=MONDAY)


async def give(at: Organisation, case: UUID, *, to: str, now: datetime) -> None:
    department = (await at.complaint(case)).department_id
    await at.do(assign, case, by="ines", now=now, department_id=department, assignee_id=at.actor(to).id)


async def do_what_is_recorded(at: Organisation, case: UUID, *, now: datetime) -> None:
    """Reports, tests, visits: promises that nothing else in the case ends."""
    async with at.at_desk() as desk:
        policy = desk.policy
    for row in (await at.promises(case)).values():
        if row.ended_at is None and is_recorded(policy, row.kind):
            await at.do(record_done, case, by="bram", now=now, promise_id=row.id, note="Done as promised")


async def handle(at: Organisation, case: UUID, *, now: datetime) -> None:
    """From the first word to the close, within minutes."""
    async with at.at_desk() as desk:
        outcome = next(iter(desk.policy.outcomes))
    await give(at, case, to="bram", now=now)
    await do_what_is_recorded(at, case, now=now)
    findings = {row.id: Finding(outcome, "As told") for row in await at.allegations(case)}
    await at.do(write_to_complainant, case, by="bram", now=now, body="I look after it.")
    await at.do(investigate, case, by="bram", now=now)
    await look_into(at, case, now=now)
    await at.do(resolve, case, by="bram", now=now, findings=findings, result="You were right.")
    await at.do(record_feedback, case, by="bram", now=now, feedback="Content")
    await at.do(close, case, by="chen", now=now, reason="explained")


async def time_passes(world: World, *, until: datetime) -> None:
    """The clock process looks every morning, and again until nothing is due."""
    moment = MONDAY
    while moment < until:
        moment += timedelta(days=1)
        world.move_to(moment)
        while await Firing(world.settings).fire():
            pass


async def states(at: Organisation, case: UUID, now: datetime) -> set[PromiseState]:
    return {state(facts(row), now) for row in (await at.promises(case)).values()}


@pytest.mark.parametrize("template", sorted(pickable_templates()))
async def test_promises_are_kept_or_their_breach_is_told_and_made_good(world: World, template: str) -> None:
    wanted = NewTenant("lighthouse", "灯塔", "Lighthouse", template, "Asia/Shanghai", "zh", "400-3000")
    lighthouse = await add_organisation(world.settings, wanted)
    await qualify(lighthouse, "bram")
    prompt, neglected = [(await lighthouse.lodge()).complaint_id for _ in range(2)]
    for case in (prompt, neglected):
        await review(lighthouse, case, now=MONDAY + timedelta(minutes=5))
        await lighthouse.do(accept, case, by="ines", now=MONDAY + timedelta(minutes=5))
    await handle(lighthouse, prompt, now=MONDAY + timedelta(minutes=10))

    await time_passes(world, until=A_MONTH_LATER)
    assert await states(lighthouse, prompt, A_MONTH_LATER) - NEEDLESS == {PromiseState.MET}
    assert "promise-broken" not in await lighthouse.acts(prompt)
    assert PromiseState.BROKEN_RUNNING in await states(lighthouse, neglected, A_MONTH_LATER)
    open_still = [row for row in (await lighthouse.promises(neglected)).values() if row.ended_at is None]
    assert (await lighthouse.acts(neglected)).count("promise-broken") == len(open_still)
    told = await lighthouse.notices(event="promise_broken", channel="app", to="chen")
    assert {row.complaint_id for row in told} == {neglected}
    assert len(told) >= len(open_still)  # what stays broken is said again

    await handle(lighthouse, neglected, now=A_MONTH_LATER)
    made_good = await states(lighthouse, neglected, A_MONTH_LATER) - NEEDLESS
    assert made_good == {PromiseState.MET, PromiseState.MET_LATE}
    assert (await lighthouse.complaint(neglected)).state == "CLOSED"
    async with lighthouse.scope():
        checked = await verify_tenant(secrets=[world.settings.secret])
    assert not checked.problems
