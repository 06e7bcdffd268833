"""Another category or level: what was promised is reckoned anew from its beginning, and nothing is passed off as kept."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from msgspec import structs

from amends.audit.tables import HistoryEntry
from amends.complaints import closing
from amends.complaints.regrading import preview, regrade
from amends.correspondence.operations import CaseEnded, write_to_complainant
from amends.deadlines import rules
from amends.deadlines.entries import ledgers_of
from amends.deadlines.ledger import EntryKind
from amends.deadlines.operations import facts, promises_of
from amends.deadlines.period import parse_period
from amends.deadlines.recording import record_done
from amends.deadlines.tables import Promise
from amends.errors import Forbidden, Invalid
from amends.policy.document import Action, CaseEvent, Chain, Clock, ClockUse, Text
from tests.amends.complaints.cases import accepted, closed
from tests.amends.deadlines.governed import FIRST, let_pass, usual
from tests.world import World

REASON = "Somebody was hurt, which we learnt on the telephone"
EXTRA = {
    "report": Clock(name=Text(zh="上报", en="report"), public=False),
    "update": Clock(name=Text(zh="进展", en="progress"), ends=CaseEvent.TOLD, repeats=True),
}
URGENT = {"respond": "2 h", "resolve": "3 wd", "report": "1 d", "update": "1 d"}
CALM = {"respond": "48 h", "resolve": "10 wd"}


async def two_levels(world: World) -> tuple[str, str]:
    """The most and the least urgent level, with promises of their own."""
    await usual(world, clocks=EXTRA)
    async with world.at_desk() as desk:
        levels = desk.policy.levels
    by_rank = sorted(levels, key=lambda code: levels[code].rank)
    urgent, calm = by_rank[0], by_rank[-1]
    given = {
        code: structs.replace(level, clocks=_uses(URGENT if code == urgent else CALM))
        for code, level in levels.items()
    }
    await usual(world, clocks=EXTRA, levels=given)
    return urgent, calm


def _uses(periods: dict[str, str]) -> dict[str, ClockUse]:
    return {code: ClockUse(period=parse_period(text)) for code, text in periods.items()}


async def graded(world: World, case: UUID, level: str, *, now: datetime, by: str = "bram") -> None:
    await world.do(regrade, case, by=by, now=now, level=level, reason=REASON)


async def running(world: World, case: UUID) -> dict[str, Promise]:
    async with world.scope():
        return {str(row.kind): row for row in await promises_of(case) if row.ended_at is None}


async def states(world: World, case: UUID, now: datetime) -> dict[str, str]:
    return {kind: rules.state(facts(row), now) for kind, row in (await running(world, case)).items()}


async def last(world: World, case: UUID) -> dict[str, Any]:
    return _detail((await world.history(case))[-1])


def _detail(entry: HistoryEntry) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(str(entry.detail))
    return found


async def test_what_runs_is_reckoned_from_its_own_start(world: World) -> None:
    urgent, calm = await two_levels(world)
    case = await lodged_at(world, calm)
    before = await running(world, case)
    await graded(world, case, urgent, now=world.at(hours=1))
    after = await running(world, case)
    assert after.keys() == {"respond", "resolve", "report", "update"}
    assert after["respond"].started_at == before["respond"].started_at == world.at()
    assert after["respond"].due_at == world.at(hours=2)
    assert after["respond"].first_due_at == world.at(hours=48)
    assert (
        after["report"].started_at == after["update"].started_at == world.at()
    )  # as if it had been so all the time
    assert (await world.complaint(case)).next_due == world.at(hours=2)
    assert not any(row.late_by_regrading for row in after.values())


async def test_back_and_forth_leaves_the_same_promises(world: World) -> None:
    urgent, calm = await two_levels(world)
    case = await lodged_at(world, urgent)
    before = await running(world, case)
    await graded(world, case, calm, now=world.at(hours=1))
    assert (await running(world, case)).keys() == {"respond", "resolve"}
    await graded(world, case, urgent, now=world.at(hours=1, minutes=30))
    after = await running(world, case)
    assert {k: (r.id, r.due_at) for k, r in after.items()} == {k: (r.id, r.due_at) for k, r in before.items()}
    async with world.scope():
        ledgers = await ledgers_of(case)
    kinds = [entry.kind for entry in ledgers.of(after["report"].id)]
    assert kinds == [EntryKind.CANCELLED, EntryKind.REOPENED, EntryKind.RETARGETED]


async def test_what_is_late_by_that_alone_is_told_apart_and_told_of(world: World) -> None:
    urgent, calm = await two_levels(world)
    case = await lodged_at(world, calm)
    now = world.at(hours=30)
    await graded(world, case, urgent, now=now)
    assert await states(world, case, now) == {
        "respond": "late_by_regrading",
        "resolve": "running",
        "report": "running",
        "update": "running",
    }
    assert [each.get("late") for each in (await last(world, case))["promises"]] == [True, None]
    await let_pass(world, world.at(hours=31))
    assert (await world.acts(case))[-1] == "promise-broken"
    assert (await last(world, case))["late_by_regrading"] is True
    await world.do(write_to_complainant, case, by="bram", now=world.at(hours=32), body="We are on it")
    respond = (await world.promises(case))["respond"]
    assert rules.state(facts(respond), now) == "met_late_by_regrading"


async def test_a_level_raised_because_a_promise_was_broken_is_raised_once(world: World) -> None:
    """What is late by that alone raises it no further, and is not told of again and again."""
    async with world.at_desk() as desk:
        levels = desk.policy.levels
    upwards = sorted(levels, key=lambda code: -levels[code].rank)
    hours = {code: {"respond": "48 h", "resolve": f"{100 // 4**at} h"} for at, code in enumerate(upwards)}
    given = {code: structs.replace(levels[code], clocks=_uses(hours[code])) for code in upwards}
    raises = structs.replace(FIRST, action=Action.RAISE_LEVEL)
    await usual(world, levels=given, chains={"one": Chain(name=raises.name, steps={"up": raises})})
    case = await accepted(world)
    if (await world.complaint(case)).level != upwards[0]:
        await graded(world, case, upwards[0], now=world.at(hours=1))
    before = (await world.acts(case)).count("regrade")
    for minutes in range(1, 5):
        await let_pass(world, world.at(hours=48, minutes=minutes))
    assert (await world.complaint(case)).level == upwards[1]
    acts = await world.acts(case)
    assert (acts.count("regrade") - before, acts.count("promise-broken")) == (1, 2)


async def test_what_was_broken_in_earnest_is_not_undone(world: World) -> None:
    urgent, calm = await two_levels(world)
    case = await lodged_at(world, urgent)
    due = (await running(world, case))["respond"].due_at
    await graded(world, case, calm, now=world.at(hours=3))
    after = await running(world, case)
    assert after["respond"].due_at == due
    assert (await states(world, case, world.at(hours=3)))["respond"] == "broken_running"


async def test_a_mistaken_grade_is_taken_back_without_a_trace_on_the_dates(world: World) -> None:
    urgent, calm = await two_levels(world)
    case = await lodged_at(world, calm)
    await graded(world, case, urgent, now=world.at(hours=30))
    await graded(world, case, calm, now=world.at(hours=31))
    row = (await running(world, case))["respond"]
    assert (row.due_at, bool(row.late_by_regrading)) == (world.at(hours=48), False)
    assert await let_pass(world, world.at(hours=47)) == 1  # the warning, told of at its own time
    assert (await world.acts(case))[-1] == "promise-warning"


async def test_what_was_done_already_is_not_owed_again(world: World) -> None:
    urgent, calm = await two_levels(world)
    case = await lodged_at(world, calm)
    await world.do(write_to_complainant, case, by="bram", now=world.at(hours=1), body="Hello")
    await graded(world, case, urgent, now=world.at(hours=2))
    after = await running(world, case)
    assert after.keys() == {"resolve", "report", "update"}
    assert after["update"].started_at == world.at(
        hours=1
    )  # it begins again each time they are told something
    report = after["report"]
    await world.do(record_done, case, by="bram", now=world.at(hours=3), promise_id=report.id, note="Sent")
    await graded(world, case, calm, now=world.at(hours=4))
    await graded(world, case, urgent, now=world.at(hours=5))
    assert (await running(world, case)).keys() == {"resolve", "update"}


async def test_who_and_why_and_what_changed_stand_in_the_history(world: World) -> None:
    urgent, calm = await two_levels(world)
    case = await lodged_at(world, calm)
    await graded(world, case, urgent, now=world.at(hours=1), by="ines")
    entry = (await world.history(case))[-1]
    assert (entry.act, entry.actor_id) == ("regrade", world.actor("ines").id)
    assert _detail(entry)["level"] == {"from": calm, "to": urgent}
    assert {each["clock"] for each in _detail(entry)["promises"]} == {"respond", "resolve"}
    assert {each["clock"] for each in _detail(entry)["begun"]} == {"report", "update"}
    assert (await world.complaint(case)).graded_by is None
    [letter] = await world.notices(event="message", channel="mail")
    assert letter.person_id is None


async def test_what_cannot_be_is_refused_and_changes_nothing(world: World) -> None:
    urgent, calm = await two_levels(world)
    case = await accepted(world)
    level = str((await world.complaint(case)).level)
    other = calm if level == urgent else urgent
    wrong: list[dict[str, Any]] = [
        {"level": level},
        {"level": "no-such"},
        {"category": "no-such"},
        {"level": other, "reason": " "},
    ]
    for given in wrong:
        with pytest.raises(Invalid):
            await world.do(regrade, case, by="bram", **{"reason": REASON, **given})
    with pytest.raises(Forbidden):
        await world.do(regrade, case, by="otto", level=other, reason=REASON)
    over = await closed(world)
    with pytest.raises(CaseEnded):
        await graded(world, over, other, now=world.at(hours=9))
    assert (await world.complaint(case)).level == level
    assert "regrade" not in await world.acts(case)


async def test_a_preview_says_what_would_be_and_writes_nothing(world: World) -> None:
    urgent, calm = await two_levels(world)
    case = await lodged_at(world, calm)
    async with world.at_desk() as desk:
        wanted, found = await preview(desk, case, category="", level=urgent, now=world.at(hours=30))
    assert wanted.level == urgent
    assert {str(each.row.kind): each.stands.late_by_regrading for each in found.moved} == {
        "respond": True,
        "resolve": False,
    }
    assert (await running(world, case)).keys() == {"respond", "resolve"}


async def test_after_a_reopening_what_ended_with_the_case_stays_ended(world: World) -> None:
    urgent, calm = await two_levels(world)
    case = await closed(world)
    if (await world.complaint(case)).level == urgent:
        urgent, calm = calm, urgent
    await world.do(closing.reopen, case, by="chen", now=world.at(hours=6), reason="It broke again")
    await graded(world, case, urgent, now=world.at(hours=7))
    after = await running(world, case)
    assert after["resolve"].started_at == world.at(hours=6)
    assert not {"report", "respond"} & after.keys()


async def lodged_at(world: World, level: str) -> UUID:
    """Whatever its category says, it has this level from the beginning."""
    case = (await world.lodge()).complaint_id
    if (await world.complaint(case)).level != level:
        await graded(world, case, level, now=world.at(), by="ines")
    return case
