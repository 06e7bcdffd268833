"""Time passes: whoever works on a case is warned, a broken promise is written down and raised, once, with somebody."""

from __future__ import annotations

import asyncio
import contextvars
import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from msgspec import structs

from amends.complaints.case import Case, take
from amends.complaints.deciding import accept
from amends.complaints.desk import Desks
from amends.complaints.tables import Complaint
from amends.config import Settings
from amends.correspondence.operations import write_to_complainant
from amends.database.scope import platform_scope
from amends.deadlines.firing import due_tenants, next_look
from amends.deadlines.moving import Move, move_promises
from amends.deadlines.operations import facts as promise_facts
from amends.deadlines.reopening import reopen
from amends.deadlines.tables import Promise
from amends.escalation.operations import Consequence, escalated
from amends.escalation.raising import acted_out
from amends.escalation.stepping import Stepped
from amends.people.actor import SYSTEM
from amends.people.staff import Staff
from amends.people.tables import Person, PersonStatus
from amends.policy.document import Action, Chain
from amends.tenancy.operations import suspend
from tests.amends.complaints.cases import closed, decide, investigated
from tests.amends.deadlines.governed import FIRST, usual
from tests.world import World
from workers.clock import Firing
from workers.desks import desks_of


async def let_pass(world: World, moment: datetime) -> int:
    """The clock process wakes at this moment."""
    world.move_to(moment)
    return await Firing(world.settings).fire()


@pytest.fixture(autouse=True)
async def ordinary(world: World) -> None:
    await usual(world)


async def dismiss(world: World, *names: str) -> None:
    async with world.scope():
        for name in names:
            await Person.update({Person.status: PersonStatus.SUSPENDED}).where(
                Person.id == world.people[name].id
            )


async def told(world: World, event: str) -> set[str]:
    names = {actor.id: name for name, actor in world.people.items()}
    return {names[row.person_id] for row in await world.notices(event=event)}


@pytest.fixture
async def case(world: World) -> UUID:
    """Ordinary: a word within 24 hours, a decision within seven working days."""
    lodged = await world.lodge()
    await world.do(accept, lodged.complaint_id, by="ines", now=world.at(minutes=30))
    return lodged.complaint_id


async def test_nothing_happens_before_its_time(world: World, case: UUID) -> None:
    assert await let_pass(world, world.at(hours=11, minutes=59)) == 0


async def test_who_works_on_it_is_warned_when_half_and_four_fifths_of_the_time_are_gone(
    world: World, case: UUID
) -> None:
    for moment in (world.at(hours=12), world.at(hours=19, minutes=12)):
        assert await let_pass(world, moment) == 1
        assert (await world.acts(case))[-1] == "promise-warning"
    assert len(await world.notices(event="promise_warning", channel="mail", to="bram")) == 2


async def test_a_warning_that_another_has_overtaken_is_not_sent(world: World, case: UUID) -> None:
    assert await let_pass(world, world.at(hours=19, minutes=12)) == 2
    assert (await world.acts(case)).count("promise-warning") == 1
    assert await told(world, "promise_warning") == {"bram", "chen"}  # both can handle it
    (mail,) = await world.notices(event="promise_warning", channel="mail", to="bram")
    assert len(await world.notices(event="promise_warning", channel="app", to="bram")) == 1
    assert (await world.complaint(case)).number in str(mail.subject)


async def test_kept_to_the_last_moment_is_kept(world: World, case: UUID) -> None:
    await world.do(write_to_complainant, case, by="bram", now=world.at(hours=24), body="Here we are")
    await let_pass(world, world.at(hours=25))
    assert "promise-broken" not in await world.acts(case)
    assert "promise-warning" not in await world.acts(case)  # too late to be of use


async def test_a_broken_promise_is_written_down_and_raised(world: World, case: UUID) -> None:
    await let_pass(world, world.at(hours=24, minutes=1))
    entry = (await world.history(case))[-1]
    detail = json.loads(entry.detail)
    assert entry.act == "promise-broken"
    assert entry.actor_kind == "system"
    assert (detail["clock"], detail["step"]) == ("respond", "first")
    assert detail["told"] == [str(world.people["chen"].id)]
    assert await told(world, "promise_broken") == {"bram", "chen"}


async def test_met_late_but_before_anyone_looked_it_was_broken_all_the_same(world: World, case: UUID) -> None:
    await world.do(write_to_complainant, case, by="bram", now=world.at(hours=26), body="Sorry, late")
    await let_pass(world, world.at(hours=27))
    assert (await world.acts(case)).count("promise-broken") == 1


async def test_while_it_stays_broken_it_is_said_again_until_somebody_acts(world: World, case: UUID) -> None:
    await let_pass(world, world.at(hours=24, minutes=1))
    for hours in (48, 49, 73, 200):  # whatever was missed while nobody looked is said once
        await let_pass(world, world.at(hours=hours, minutes=2))
    acts = await world.acts(case)
    assert (acts.count("promise-broken"), acts.count("promise-still-broken")) == (1, 3)
    mails = await world.notices(event="promise_broken", channel="mail", to="chen")
    assert len(mails) == 4
    await world.do(write_to_complainant, case, by="bram", now=world.at(hours=210), body="Sorry, late")
    open_rows = [row for row in await world.due_rows(case) if row.fired_at is None]
    respond = (await world.promises(case))["respond"]
    assert not [row for row in open_rows if row.promise_id == respond.id]


async def test_what_was_broken_met_late_and_is_open_again_is_spoken_of_again(
    world: World, case: UUID
) -> None:
    await let_pass(world, world.at(hours=24, minutes=1))
    await world.do(write_to_complainant, case, by="bram", now=world.at(hours=26), body="Sorry, late")
    rows = await world.promises(case)
    async with world.at_desk() as desk:
        whole = await take(desk, case)
        await reopen(whole, [rows["respond"]], list(rows.values()), now=world.at(hours=27))
    await let_pass(world, world.at(hours=50))
    assert "promise-still-broken" not in await world.acts(case)
    await let_pass(world, world.at(hours=51, minutes=1))
    acts = await world.acts(case)
    assert (acts.count("promise-broken"), acts.count("promise-still-broken")) == (1, 1)


async def test_each_look_fires_once(world: World, case: UUID) -> None:
    for hours in (20, 20, 25, 25, 26):
        await let_pass(world, world.at(hours=hours))
    acts = await world.acts(case)
    assert (acts.count("promise-warning"), acts.count("promise-broken")) == (1, 1)


async def test_a_promise_that_is_moved_and_comes_to_be_broken_is_told_anew(world: World, case: UUID) -> None:
    """A mail for each date: the one before it says nothing of the later one."""
    await let_pass(world, world.at(hours=20))
    respond = (await world.promises(case))["respond"]
    before = promise_facts(respond)
    later = before.due_at + timedelta(days=7)
    async with world.scope():
        await move_promises([Move(respond.id, before, later, {})], now=world.at(hours=20))
    await let_pass(world, later - timedelta(hours=1))
    await let_pass(world, later + timedelta(minutes=1))
    owed = {str(row.payload) for row in await world.outbox()}
    mails = [row for row in await world.notices() if row.channel == "mail" and row.complaint_id == case]
    assert {row.event for row in mails} >= {"promise_warning", "promise_broken"}
    assert [row.event for row in mails if not any(str(row.id) in payload for payload in owed)] == []


async def test_two_clocks_at_once_fire_once(world: World) -> None:
    cases = [(await world.lodge()).complaint_id for _ in range(5)]
    world.move_to(world.at(days=20))
    await asyncio.gather(*(Firing(world.settings).fire() for _ in range(4)))
    await Firing(world.settings).fire()  # what one clock skipped because the other had it
    for case in cases:
        acts = await world.acts(case)
        assert acts.count("promise-broken") == 2  # respond and resolve
        assert {row.kind for row in await world.due_rows(case) if row.fired_at is None} == {"again"}
    mails = [row.dedup_key for row in await world.outbox()]
    assert len(mails) == len(set(mails))


async def test_never_nobody_is_told(world: World, case: UUID) -> None:
    await dismiss(world, "bram", "chen")
    await let_pass(world, world.at(hours=25))
    assert await told(world, "promise_broken") == {"ada"}


async def test_without_handlers_the_supervisor_is_warned(world: World, case: UUID) -> None:
    await dismiss(world, "bram")
    await let_pass(world, world.at(hours=20))
    assert await told(world, "promise_warning") == {"chen"}


async def test_a_case_being_worked_on_holds_up_no_other(world: World, case: UUID) -> None:
    other = (await world.lodge()).complaint_id
    world.move_to(world.at(hours=25))
    async with world.scope():
        await Complaint.objects().where(Complaint.id == case).lock_rows("UPDATE")
        elsewhere = asyncio.create_task(Firing(world.settings).fire(), context=contextvars.Context())
        assert await elsewhere > 0
    assert "promise-broken" in await world.acts(other)
    assert "promise-broken" not in await world.acts(case)
    await Firing(world.settings).fire()
    assert "promise-broken" in await world.acts(case)


async def test_one_organisations_trouble_stops_no_other(
    world: World, case: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.other.lodge()

    def broken(tenant_id: UUID, settings: Settings) -> Desks:
        if tenant_id == world.id:
            raise ZeroDivisionError
        return desks_of(tenant_id, settings)

    firing = Firing(world.settings)
    world.move_to(world.at(days=3))
    with monkeypatch.context() as patched:
        patched.setattr("workers.clock.desks_of", broken)
        assert await firing.fire() > 0
    assert await firing.fire() == 0  # ours is left alone for a while
    assert await Firing(world.settings).fire() > 0


async def test_a_row_that_fails_is_tried_again_and_holds_up_no_other(
    world: World, case: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = (await world.lodge()).complaint_id

    with monkeypatch.context() as patched:

        def fails_for_one(case_: Case, promise: Promise, staff: Staff, **given: Any) -> Consequence:
            if case_.id == case:
                raise ZeroDivisionError
            return escalated(case_, promise, staff, **given)

        patched.setattr("amends.deadlines.firing.escalated", fails_for_one)
        await let_pass(world, world.at(hours=24, minutes=1))
    assert "promise-broken" in await world.acts(other)
    assert "promise-broken" not in await world.acts(case)

    await let_pass(world, world.at(hours=24, minutes=7))
    assert (await world.acts(case)).count("promise-broken") == 1


async def test_a_row_the_database_refuses_is_tried_again_and_holds_up_no_other(
    world: World, case: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = (await world.lodge()).complaint_id

    with monkeypatch.context() as patched:

        def of_no_case_for_one(case_: Case, promise: Promise, staff: Staff, **given: Any) -> Consequence:
            made = escalated(case_, promise, staff, **given)
            return replace(made, act=replace(made.act, complaint_id=uuid4())) if case_.id == case else made

        patched.setattr("amends.deadlines.firing.escalated", of_no_case_for_one)
        await let_pass(world, world.at(hours=24, minutes=1))
    assert (await world.acts(other)).count("promise-broken") == 1
    assert "promise-broken" not in await world.acts(case)

    await let_pass(world, world.at(hours=24, minutes=7))
    assert (await world.acts(case)).count("promise-broken") == 1


async def test_what_a_batch_could_not_keep_is_done_when_its_rows_are_tried_one_by_one(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    over = structs.replace(FIRST, role="handler", action=Action.TAKE_OVER)
    await usual(world, chains={"one": Chain(name=over.name, steps={"over": over})})
    first, second = (await world.lodge()).complaint_id, (await world.lodge()).complaint_id

    with monkeypatch.context() as patched:

        async def fails_for_one(case_: Case, come: Stepped, *, now: datetime) -> None:
            if case_.id == second:
                raise ZeroDivisionError
            await acted_out(case_, come, now=now)

        patched.setattr("amends.escalation.raising.acted_out", fails_for_one)
        await let_pass(world, world.at(hours=24, minutes=1))
    assert (await world.complaint(first)).assignee_id == world.people["bram"].id
    assert (await world.acts(first)).count("assign") == 1
    assert (await world.complaint(second)).assignee_id is None

    await let_pass(world, world.at(hours=24, minutes=7))
    assert (await world.complaint(second)).assignee_id == world.people["bram"].id
    assert [(await world.acts(case)).count("promise-broken") for case in (first, second)] == [1, 1]


async def test_killed_before_its_commit_it_fires_again_and_once(
    world: World, case: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:

        async def killed(*_: object, **__: object) -> None:
            raise KeyboardInterrupt

        patched.setattr("amends.deadlines.firing.tell_all", killed)
        with pytest.raises(KeyboardInterrupt):
            await let_pass(world, world.at(hours=25))
    assert "promise-broken" not in await world.acts(case)
    await let_pass(world, world.at(hours=25))
    assert (await world.acts(case)).count("promise-broken") == 1


async def test_a_suspended_organisations_promises_run_on(world: World, case: UUID) -> None:
    async with platform_scope():
        await suspend(slug="harbour", by=SYSTEM, now=world.at(hours=1))
    await let_pass(world, world.at(hours=25))
    assert (await world.acts(case)).count("promise-broken") == 1


async def test_a_closed_case_is_left_in_peace(world: World) -> None:
    case = await closed(world)
    before = await world.acts(case)
    await let_pass(world, world.at(days=90))
    assert await world.acts(case) == before


async def test_a_decision_in_time_breaks_nothing(world: World) -> None:
    case = await investigated(world)
    await decide(world, case, now=world.at(hours=20))
    await let_pass(world, world.at(days=30))
    assert not {"promise-broken", "promise-warning"} & set(await world.acts(case))


async def test_the_clock_knows_when_to_look_next(world: World) -> None:
    async with platform_scope():
        assert await next_look() is None
    await world.lodge()
    async with platform_scope():
        assert await next_look() == world.at(hours=12)


async def test_the_longest_waiting_organisation_comes_first(world: World) -> None:
    await world.other.lodge(now=world.at(hours=2))
    await world.lodge()
    async with platform_scope():
        assert await due_tenants(now=world.at(days=30), most=100) == [world.other.id, world.id]
        assert await due_tenants(now=world.at(hours=1), most=100) == []


async def test_an_organisation_with_thousands_of_due_rows_crowds_out_no_other(world: World) -> None:
    """Rows that cannot be fired stay due; whoever is behind them must be heard all the same."""
    await world.other.lodge()
    async with world.as_owner() as owner:
        await owner.execute(
            """INSERT INTO due_index (due_row_id, tenant_id, fire_at)
            SELECT gen_random_uuid(), $1, $2::timestamptz FROM generate_series(1, 2500)""",
            world.id,
            world.at(days=-1),
        )
    world.move_to(world.at(days=30))
    async with platform_scope():
        assert await due_tenants(now=world.at(days=30), most=2000) == [world.id, world.other.id]
    assert await Firing(world.settings).fire() > 0
