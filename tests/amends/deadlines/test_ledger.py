"""Promises that stand still, run on and are extended: what it does to due times, looks, ledgers and history."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from msgspec import structs

from amends.complaints.case import Case, take
from amends.complaints.deciding import accept
from amends.correspondence.operations import write_to_complainant
from amends.database.scope import execute
from amends.deadlines.acts import run_on_by_clock
from amends.deadlines.entries import ledger_of, ledgers_of
from amends.deadlines.extending import extend, may_extend
from amends.deadlines.ledger import Entry
from amends.deadlines.operations import facts
from amends.deadlines.pausing import pause, resume
from amends.deadlines.period import parse_period
from amends.deadlines.rebuilding import differing, rebuild
from amends.deadlines.refusals import (
    DueAtOnce,
    ExtensionsUsedUp,
    NotExtendable,
    NotPaused,
    NotTheExtendingRole,
    NotYoursToExtend,
    PauseUsedUp,
    PromiseBroken,
    PromiseOver,
    StandsStill,
)
from amends.deadlines.rules import PromiseState, state
from amends.deadlines.tables import Promise
from amends.errors import Forbidden, Invalid
from amends.people.actor import SYSTEM
from amends.policy.document import ClockUse, Extension, Pause, Text
from tests.amends.deadlines.governed import usual
from tests.amends.deadlines.test_promises_fire import let_pass
from tests.world import World

EVIDENCE = Pause(name=Text(zh="等待材料", en="Waiting for documents"), longest=parse_period("48 h"))
COURT = Pause(name=Text(zh="司法程序", en="In court"))


@pytest.fixture(autouse=True)
async def ordinary(world: World) -> None:
    async with world.at_desk() as desk:
        respond, named = desk.policy.clocks["respond"], desk.policy.pauses
        resolve = structs.replace(desk.policy.clocks["resolve"], extension=None)
    more = Extension(most=2, longest=parse_period("24 h"))
    stops = structs.replace(respond, pauses=("evidence", "court"), extension=more)
    await usual(
        world,
        clocks={"respond": stops, "resolve": resolve},
        pauses={**named, "evidence": EVIDENCE, "court": COURT},
    )


@pytest.fixture
async def case(world: World) -> UUID:
    """A word within 24 hours, a decision within seven working days."""
    lodged = await world.lodge()
    await world.do(accept, lodged.complaint_id, by="ines", now=world.at(minutes=30))
    return lodged.complaint_id


@asynccontextmanager
async def held(world: World, case: UUID, kind: str = "respond") -> AsyncIterator[tuple[Case, Promise]]:
    async with world.at_desk() as desk:
        yield await take(desk, case), (await promises_in(case))[kind]


async def promises_in(case: UUID) -> dict[str, Promise]:
    rows = await Promise.objects().where(Promise.complaint_id == case).order_by(Promise.started_at)
    return {str(row.kind): row for row in rows}


async def stop(
    world: World,
    case: UUID,
    since: datetime,
    *,
    code: str = "evidence",
    now: datetime | None = None,
    by: str = "bram",
) -> None:
    async with held(world, case) as (whole, promise):
        await pause(whole, promise, code, since=since, by=world.actor(by), now=now or since)


async def go_on(world: World, case: UUID, at: datetime, *, now: datetime | None = None) -> None:
    async with held(world, case) as (whole, promise):
        await resume(whole, promise, at=at, by=world.actor("bram"), now=now or at)


async def more(world: World, case: UUID, *, now: datetime, by: str = "bram", **given: Any) -> None:
    async with held(world, case) as (whole, promise):
        await extend(whole, promise, reason="The lab needs longer", by=world.actor(by), now=now, **given)


async def respond(world: World, case: UUID) -> Promise:
    return (await world.promises(case))["respond"]


async def ledger(world: World, case: UUID) -> list[Entry]:
    promise = await respond(world, case)
    async with world.scope():
        return await ledger_of(promise.id)


async def open_looks(world: World, case: UUID) -> set[str]:
    promise = await respond(world, case)
    return {
        str(row.kind)
        for row in await world.due_rows(case)
        if row.promise_id == promise.id and row.fired_at is None
    }


async def test_while_it_stands_still_nothing_is_warned_of_and_nothing_breaks(
    world: World, case: UUID
) -> None:
    await stop(world, case, world.at(hours=10), code="court")
    for days in (1, 3):
        await let_pass(world, world.at(days=days))
    assert not {"promise-warning", "promise-broken"} & set(await world.acts(case))
    assert state(facts(await respond(world, case)), world.at(days=3)) is PromiseState.PAUSED
    assert await open_looks(world, case) == set()
    decision = (await world.promises(case))["resolve"]
    assert (
        await world.complaint(case)
    ).next_due == decision.due_at  # what stands still is not what is due next


async def test_it_runs_on_with_as_much_time_as_it_had(world: World, case: UUID) -> None:
    before = await respond(world, case)
    await stop(world, case, world.at(hours=10), code="court")
    await go_on(world, case, world.at(days=5))
    after = await respond(world, case)
    assert after.due_at == before.due_at + timedelta(days=5) - timedelta(hours=10)
    assert after.paused_since is None
    assert after.first_due_at == before.due_at
    assert [str(entry.kind) for entry in await ledger(world, case)] == ["paused", "resumed"]
    assert (await world.acts(case))[-2:] == ["clock-paused", "clock-resumed"]
    assert await open_looks(world, case) == {"warning:50", "warning", "breach"}
    await let_pass(world, world.at(days=5, hours=2, minutes=1))  # half of its 24 hours
    assert (await world.acts(case))[-1] == "promise-warning"
    await let_pass(world, after.due_at + timedelta(seconds=1))
    assert "promise-broken" in await world.acts(case)


async def test_it_runs_on_by_itself_when_it_stood_still_as_long_as_it_may(world: World, case: UUID) -> None:
    before = await respond(world, case)
    await stop(world, case, world.at(hours=10))
    assert await open_looks(world, case) == {"pause_over"}
    assert await let_pass(world, world.at(hours=57, minutes=59)) == 0
    await let_pass(world, world.at(hours=59))  # an hour late: it ran on when it should have
    after = await respond(world, case)
    assert after.due_at == before.due_at + timedelta(hours=48)
    last = (await ledger(world, case))[-1]
    assert (last.at, last.detail) == (world.at(hours=58), {"by_clock": True})
    entry = (await world.history(case))[-1]
    assert (entry.act, entry.actor_kind) == ("clock-resumed", "system")
    await let_pass(world, world.at(hours=60, minutes=1))
    assert (await world.acts(case))[-1] == "promise-warning"


async def test_what_it_stood_still_before_counts_into_the_longest(world: World, case: UUID) -> None:
    await stop(world, case, world.at(hours=2))
    await go_on(world, case, world.at(hours=32))  # thirty of its 48 hours
    await stop(world, case, world.at(hours=40))
    await let_pass(world, world.at(hours=60))
    assert (await ledger(world, case))[-1].at == world.at(hours=58)
    with pytest.raises(PauseUsedUp):
        await stop(world, case, world.at(hours=61))
    await stop(world, case, world.at(hours=61), code="court")  # another reason


async def test_who_lets_it_run_on_too_late_gives_it_no_more_than_it_may(world: World, case: UUID) -> None:
    before = await respond(world, case)
    await stop(world, case, world.at(hours=10))
    await go_on(world, case, world.at(hours=70))
    assert (await respond(world, case)).due_at == before.due_at + timedelta(hours=48)


async def test_a_longest_pause_made_shorter_takes_nothing_from_what_it_stood_still(
    world: World, case: UUID
) -> None:
    await stop(world, case, world.at(hours=2))
    await go_on(world, case, world.at(hours=32))
    before = await respond(world, case)
    await stop(world, case, world.at(hours=40))
    async with world.at_desk() as desk:
        reasons = desk.policy.pauses
    await usual(
        world, pauses={**reasons, "evidence": structs.replace(EVIDENCE, longest=parse_period("24 h"))}
    )
    await go_on(world, case, world.at(hours=45))
    assert (await ledger(world, case))[-1].at == world.at(hours=40)
    assert (await respond(world, case)).due_at == before.due_at


async def test_what_may_stand_still_longer_than_the_look_thought_is_looked_at_again(
    world: World, case: UUID
) -> None:
    await stop(world, case, world.at(hours=10))
    async with world.at_desk() as desk:
        reasons = desk.policy.pauses
    await usual(
        world, pauses={**reasons, "evidence": structs.replace(EVIDENCE, longest=parse_period("72 h"))}
    )
    async with held(world, case) as (whole, _):
        await whole.change(policy_version_id=whole.desk.policy_version_id)
    await let_pass(world, world.at(hours=59))
    assert (await respond(world, case)).paused_since is not None
    assert await open_looks(world, case) == {"pause_over"}
    await let_pass(world, world.at(hours=83))
    assert (await ledger(world, case))[-1].at == world.at(hours=82)


async def test_what_changed_in_the_same_turn_of_the_clock_stays_changed(world: World, case: UUID) -> None:
    await stop(world, case, world.at(hours=10))
    async with held(world, case) as (whole, promise):
        await execute(
            'UPDATE promise SET explanation = explanation || \'{"basis": "statutory"}\' WHERE id = $1',
            promise.id,
        )
        await run_on_by_clock(whole, promise, now=world.at(hours=59))
    after = await respond(world, case)
    assert after.paused_since is None
    assert json.loads(after.explanation)["basis"] == "statutory"


async def test_pauses_are_dated_in_order_and_never_in_the_future(world: World, case: UUID) -> None:
    now = world.at(hours=12)
    for since, why in (
        (world.at(hours=13), "future"),
        (world.at(hours=-1), "received"),
    ):
        with pytest.raises(Invalid) as refused:
            await stop(world, case, since, now=now)
        assert why in refused.value.fields["since"]
    with pytest.raises(Invalid, match="marked"):
        await stop(world, case, now, code="holiday")
    await stop(world, case, world.at(hours=10), now=now)
    with pytest.raises(StandsStill):
        await stop(world, case, world.at(hours=11), now=now)
    with pytest.raises(Invalid) as refused:
        await go_on(world, case, world.at(hours=9), now=now)
    assert "last" in refused.value.fields["at"]
    await go_on(world, case, world.at(hours=11), now=now)
    with pytest.raises(NotPaused):
        await go_on(world, case, now)
    with pytest.raises(Invalid):
        await stop(world, case, world.at(hours=10, minutes=30), now=now)


async def test_what_ended_or_is_broken_stands_not_still_and_gets_no_later_date(
    world: World, case: UUID
) -> None:
    late = world.at(hours=25)
    for act in (
        stop(world, case, world.at(hours=20), now=late),
        more(world, case, now=late, period=parse_period("1 h")),
    ):
        with pytest.raises(PromiseBroken):
            await act
    await world.do(write_to_complainant, case, by="bram", now=late, body="Here we are")
    for act in (stop(world, case, late), more(world, case, now=late, period=parse_period("1 h"))):
        with pytest.raises(PromiseOver):
            await act
    with pytest.raises(Forbidden):
        await stop(world, case, world.at(hours=1), by="otto")


async def test_what_is_kept_while_it_stands_still_is_never_late(world: World, case: UUID) -> None:
    await stop(world, case, world.at(hours=10), code="court")
    await world.do(write_to_complainant, case, by="bram", now=world.at(days=9), body="Here we are")
    assert state(facts(await respond(world, case)), world.at(days=10)) is PromiseState.MET
    last = (await ledger(world, case))[-1]
    assert (str(last.kind), last.at) == ("met", world.at(days=9))
    assert set(last.detail["events"]) == {"responded", "told"}  # type: ignore[call-overload]


async def test_it_is_extended_as_often_and_by_as_much_as_the_policy_allows(world: World, case: UUID) -> None:
    now, before = world.at(hours=20), await respond(world, case)
    await let_pass(world, now)  # warned twice
    for given, field in (
        ({"period": parse_period("25 h")}, "period"),
        ({"until": date(2026, 3, 9)}, "until"),
        ({"until": date(2026, 3, 1)}, "until"),
        ({}, "until"),
    ):
        with pytest.raises(Invalid) as refused:
            await more(world, case, now=now, **given)
        assert set(refused.value.fields) == {field}
    await more(world, case, now=now, period=parse_period("24 h"))
    after = await respond(world, case)
    assert (after.due_at, after.first_due_at) == (before.due_at + timedelta(hours=24), before.due_at)
    assert await open_looks(world, case) == {"warning:50", "warning", "breach"}
    await more(world, case, now=now, until=date(2026, 3, 4))
    assert (await respond(world, case)).due_at > after.due_at
    with pytest.raises(ExtensionsUsedUp):
        await more(world, case, now=now, period=parse_period("1 h"))
    entry = (await world.history(case))[-1]
    assert (entry.act, json.loads(entry.detail)["clock"]) == ("clock-extended", "respond")
    async with held(world, case, "resolve") as (whole, promise):
        with pytest.raises(NotExtendable):
            await extend(
                whole, promise, period=parse_period("1 wd"), reason="So", by=world.actor("bram"), now=now
            )


async def test_what_is_due_at_once_has_no_time_to_stop_or_extend(world: World) -> None:
    """At its level; at others the clock runs, so that the policy may name reasons to stop it."""
    level = str((await world.complaint((await world.lodge()).complaint_id)).level)
    async with world.at_desk() as desk:
        levels = desk.policy.levels
    uses = {code: "now" if code == level else "1 h" for code in levels}
    await usual(
        world,
        levels={
            code: structs.replace(
                each, clocks=each.clocks | {"respond": ClockUse(period=parse_period(uses[code]))}
            )
            for code, each in levels.items()
        },
    )
    case = (await world.lodge()).complaint_id
    soon = world.at(minutes=10)
    for act in (stop(world, case, soon), more(world, case, now=soon, period=parse_period("1 h"))):
        with pytest.raises(DueAtOnce):
            await act


async def test_who_extends_is_not_who_handles_where_the_policy_names_a_role(world: World) -> None:
    async with world.at_desk() as desk:
        clock = desk.policy.clocks["respond"]
    asked = structs.replace(clock, extension=Extension(approved_by="supervisor"))
    await usual(world, clocks={"respond": asked})
    case = (await world.lodge()).complaint_id
    now, hour = world.at(hours=1), parse_period("1 h")
    chen = replace(world.actor("chen"), roles=("supervisor",))
    for by, assignee, refused in (
        (world.actor("bram"), None, NotTheExtendingRole),
        (chen, chen.id, NotYoursToExtend),
        (chen, world.actor("bram").id, None),
    ):
        async with held(world, case) as (whole, promise):
            await whole.change(assignee_id=assignee)
            assert may_extend(whole, promise, by) == (refused is None)
            acting = extend(whole, promise, period=hour, reason="The lab", by=by, now=now)
            if refused is None:
                await acting
            else:
                with pytest.raises(refused):
                    await acting


async def test_rows_are_what_ledgers_say_and_can_be_made_so_again(world: World, case: UUID) -> None:
    await stop(world, case, world.at(hours=3))
    await go_on(world, case, world.at(hours=9))
    await more(world, case, now=world.at(hours=10), period=parse_period("5 h"))
    await stop(world, case, world.at(hours=12), code="court")
    async with held(world, case) as (whole, promise):
        assert await differing(whole) == []
        right = replace(facts(promise))
        await execute(
            """UPDATE promise SET due_at = due_at + interval '1 day', paused_since = NULL, ended_at = $2,
            late_by_regrading = true WHERE id = $1""",
            promise.id,
            world.at(hours=13),
        )
        assert [each.row.kind for each in await differing(whole)] == ["respond"]
        await rebuild(whole, by=SYSTEM, now=world.at(hours=14))
        assert await differing(whole) == []
        assert facts((await promises_in(case))["respond"]) == right
    assert await open_looks(world, case) == set()
    assert (await world.acts(case))[-1] == "promises-rebuilt"


async def test_ledgers_of_a_case_are_read_at_once(world: World, case: UUID) -> None:
    await stop(world, case, world.at(hours=3))
    async with world.scope():
        found = await ledgers_of(case)
    promises = await world.promises(case)
    (written,) = found.by_promise[promises["respond"].id]
    assert (written.actor_id, written.recorded_at) == (world.actor("bram").id, world.at(hours=3))
    assert [str(entry.kind) for entry in found.of(promises["acknowledge"].id)] in ([], ["met"])
