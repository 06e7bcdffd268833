"""A year of a busy organisation: whatever happens to its cases, in whatever order, every promise is what the slow and
obvious way says, none lives on where nothing is owed, and each breach is written down once.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
import pytest
from msgspec import structs

from amends.complaints import closing, deciding, handling
from amends.complaints.lifecycle import ENDED, State
from amends.complaints.regrading import regrade
from amends.correspondence.operations import write_to_complainant
from amends.deadlines import acts
from amends.deadlines.operations import promises_of
from amends.deadlines.period import parse_period
from amends.deadlines.recording import record_done
from amends.deadlines.tables import Promise
from amends.errors import DomainError
from amends.policy.document import Basis, CaseEvent, Clock, ClockUse, Extension, Pause, Text
from tests.amends.complaints.cases import decide
from tests.amends.deadlines.governed import let_pass, usual
from tests.amends.deadlines.obvious import Days, ObviousCase, Rule
from tests.world import World

WAITING = Pause(name=Text(zh="等待材料", en="Waiting for documents"))
NAME = Text(zh="时限", en="clock")
CLOCKS = {
    "respond": Clock(name=NAME, ends=CaseEvent.RESPONDED),
    "resolve": Clock(
        name=NAME,
        starts=CaseEvent.ACCEPTED,
        ends=CaseEvent.DECIDED,
        pauses=("waiting",),
        extension=Extension(most=3),
    ),
    "update": Clock(name=NAME, ends=CaseEvent.TOLD, also_ends=(CaseEvent.DECIDED,), repeats=True),
    "report": Clock(name=NAME, starts=CaseEvent.AWARE, basis=Basis.STATUTORY),
    "head": Clock(name=NAME, ends=CaseEvent.DECIDED, pauses=("waiting",)),
    "execute": Clock(name=NAME, starts=CaseEvent.AGREED, ends=CaseEvent.EXECUTED),
    "visit": Clock(name=NAME, starts=CaseEvent.CLOSED),
    "apology": Clock(name=NAME, starts=CaseEvent.REOPENED, ends=CaseEvent.RESPONDED),
}
RULES = {
    "respond": Rule("received", "responded"),
    "resolve": Rule("accepted", "decided"),
    "update": Rule("received", "told", frozenset({"decided"}), repeats=True),
    "report": Rule("aware", "recorded", outlives=True),
    "head": Rule("received", "decided"),
    "execute": Rule("agreed", "executed"),
    "visit": Rule("closed", "recorded", frozenset({"reopened"})),
    "apology": Rule("reopened", "responded"),
}
CALM = {
    "respond": "48 h",
    "resolve": "10 wd",
    "update": "7 d",
    "execute": "5 wd",
    "visit": "14 d",
    "apology": "3 wd",
}
URGENT = {"respond": "2 h", "resolve": "3 wd", "update": "1 d", "report": "2 d", "head": "36 h", "execute": "2 wd", "visit": "5 d", "apology": "1 wd"}  # fmt: skip


@dataclass
class Story:
    """One case, in the database and in the obvious way."""

    world: World
    case: UUID
    obvious: ObviousCase
    levels: dict[str, dict[str, str]]
    chance: random.Random
    now: datetime

    async def do(self, operation: Callable[..., Awaitable[Any]], by: str, **given: Any) -> None:
        await self.world.do(operation, self.case, by=by, now=self.now, **given)

    async def promise(self, *, paused: bool | None = None, codes: set[str]) -> Promise | None:
        """One of those that run, by chance."""
        async with self.world.scope():
            rows = await promises_of(self.case)
        fit = [
            row
            for row in rows
            if row.ended_at is None and row.kind in codes and paused in (None, row.paused_since is not None)
        ]
        return self.chance.choice(fit) if fit else None


Step = Callable[[Story], Awaitable[None]]
EVENTS: dict[str, tuple[str, dict[str, Any], Any, tuple[str, ...], dict[str, Any]]] = {
    "accept": ("ines", {}, deciding.accept, ("admitted", "accepted", "told"), {}),
    "refuse": ("ines", {"reason": "not_about_us", "explanation": "No"}, deciding.refuse, ("admitted", "responded", "told"), {"over": True}),
    "forward": ("ines", {"party": "City", "contact": "1", "reason": "Theirs"}, deciding.forward, ("admitted", "responded", "told"), {"over": True}),
    "investigate": ("bram", {}, handling.investigate, (), {}),
    "message": ("bram", {"body": "Still at it"}, write_to_complainant, ("responded", "told"), {}),
    "offer": ("bram", {"solution": "A refund"}, handling.offer, ("offered", "responded", "told"), {}),
    "agree": ("amina", {}, handling.agree, ("agreed",), {}),
    "dispute": ("amina", {"reason": "Not enough"}, handling.dispute, ("disputed",), {"anew": ("resolve",)}),
    "deadlock": ("bram", {"reason": "No way"}, handling.declare_deadlock, ("responded", "told"), {"met": ("resolve",)}),
    "refer": ("bram", {"body": "Court", "reference": "7"}, handling.refer, (), {"over": True}),
    "confirm": ("bram", {"feedback": "Fine"}, closing.record_feedback, ("executed",), {}),
    "close": ("bram", {"reason": "explained"}, closing.close, ("executed", "closed", "told"), {"over": True}),
    "reopen": ("chen", {"reason": "Again"}, closing.reopen, ("reopened",), {"anew": ("resolve", "update")}),
    "withdraw": ("amina", {"reason": ""}, closing.withdraw, (), {"over": True}),
}  # fmt: skip
"""By whom, what is given, the operation, and what it is to clocks."""


def moving(code: str) -> Step:
    async def step(story: Story) -> None:
        by, given, operation, events, more = EVENTS[code]
        await story.do(operation, by, **given)
        story.obvious.happen(story.now, *events, **more)

    return step


async def deciding_it(story: Story) -> None:
    await decide(story.world, story.case, now=story.now)
    story.obvious.happen(story.now, "decided", "responded", "told")


async def recording(story: Story) -> None:
    row = await story.promise(codes={"report", "visit"})
    if row is not None:
        await story.do(record_done, "bram", promise_id=row.id, note="Done")
        story.obvious.happen(story.now, met=(str(row.kind),))


async def grading(story: Story) -> None:
    level = story.chance.choice(sorted(story.levels))
    await story.do(regrade, "bram", level=level, reason="It looks different now")
    story.obvious.regrade(story.levels[level], story.now)


async def pausing(story: Story) -> None:
    row = await story.promise(paused=False, codes={"resolve", "head"})
    if row is not None:
        await story.do(
            acts.pause, "bram", promise_id=row.id, code="waiting", since=None, note="", paragraph=""
        )
        story.obvious.running()[str(row.kind)].paused = story.now


async def running_on(story: Story) -> None:
    row = await story.promise(paused=True, codes={"resolve", "head"})
    if row is not None:
        await story.do(acts.resume, "bram", promise_id=row.id, at=None, note="", paragraph="")
        one = story.obvious.running()[str(row.kind)]
        assert one.paused is not None
        one.pauses.append((one.paused, story.now))
        one.paused = None


async def extending(story: Story) -> None:
    row, days = await story.promise(paused=False, codes={"resolve"}), story.chance.randint(1, 6)
    if row is not None:
        given = {"period": parse_period(f"{days} wd"), "until": None, "reason": "The lab", "paragraph": ""}
        await story.do(acts.extend, "bram", promise_id=row.id, **given)
        one = story.obvious.running()["resolve"]
        one.extended.append((len(one.pauses), days))


STEPS: list[Step] = [
    *(moving(code) for code in EVENTS if code not in ("refuse", "forward", "withdraw", "refer")),
    *[
        moving("accept"),
        moving("investigate"),
        moving("message"),
        moving("offer"),
        deciding_it,
        moving("close"),
    ]
    * 2,
    *(moving(code) for code in ("refuse", "forward", "withdraw", "refer") if code != "forward"),
    *[grading, pausing, running_on] * 4,
    *[extending, recording] * 2,
]


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
async def test_every_promise_is_what_the_obvious_way_says(world: World, seed: int) -> None:
    chance = random.Random(seed)
    levels, days = await govern_it(world)
    stories = [await begun(world, levels, days, chance) for _ in range(12)]
    for story in stories:
        for _ in range(chance.randint(10, 30)):
            story.now += timedelta(minutes=chance.choice((7, 45, 200, 900, 2_000, 9_000)))
            try:
                await chance.choice(STEPS)(story)
            except DomainError:
                continue  # not now; nothing has changed
            await agrees(story)
    end = max(story.now for story in stories) + timedelta(days=40)
    while await let_pass(world, end):
        pass
    for story in stories:
        await agrees(story)
        await each_breach_once(story, end)


async def govern_it(world: World) -> tuple[dict[str, dict[str, str]], Days]:
    async with world.at_desk() as desk:
        policy, calendar = desk.policy, desk.calendar
    order = sorted(policy.levels, key=lambda code: policy.levels[code].rank)
    levels = {code: URGENT if code == order[0] else CALM for code in (order[0], order[-1])}
    given = {
        code: structs.replace(
            level,
            clocks={
                clock: ClockUse(period=parse_period(text)) for clock, text in levels.get(code, CALM).items()
            },
        )
        for code, level in policy.levels.items()
    }
    pauses = {**policy.pauses, "waiting": WAITING}
    await usual(world, clocks={**CLOCKS}, levels=given, pauses=pauses, guards={})
    return levels, Days(ZoneInfo(calendar.zone.key), calendar.works_on)


async def begun(world: World, levels: dict[str, dict[str, str]], days: Days, chance: random.Random) -> Story:
    now = world.at(minutes=chance.randrange(300 * 24 * 60))
    lodged = await world.lodge(now=now)
    level = str((await world.complaint(lodged.complaint_id)).level)
    obvious = ObviousCase(RULES, levels.get(level, CALM), days)
    obvious.happen(now, "received", "aware")
    obvious.happen(now, "acknowledged")
    return Story(world, lodged.complaint_id, obvious, levels, chance, now)


async def agrees(story: Story) -> None:
    async with story.world.scope():
        rows = await promises_of(story.case)
    found = sorted(
        (row.started_at, str(row.kind), row.due_at, row.ended_at, bool(row.cancelled), bool(row.late_by_regrading), row.paused_since)
        for row in rows
    )  # fmt: skip
    wanted = sorted(
        (each.start, each.code, each.due, each.ended, each.cancelled, each.late_by_regrading, each.paused)
        for each in story.obvious.promises
    )
    assert found == wanted
    row = await story.world.complaint(story.case)
    if State(row.state) in ENDED:
        assert {each.kind for each in rows if each.ended_at is None} <= {"report", "visit"}
    due = [each.due_at for each in rows if each.ended_at is None and each.paused_since is None]
    assert row.next_due == min(due, default=None)


async def each_breach_once(story: Story, end: datetime) -> None:
    """Of what is broken as it stands; what was broken once and moved since has had its own."""
    async with story.world.scope():
        rows = {str(row.id): row for row in await promises_of(story.case)}
    history = [entry for entry in await story.world.history(story.case) if entry.act == "promise-broken"]
    told = Counter(
        (msgspec.json.decode(str(entry.detail))["promise"], msgspec.json.decode(str(entry.detail))["due_at"])
        for entry in history
    )
    assert set(told.values()) <= {1}
    by_start = {(each.code, each.start): each for each in story.obvious.promises}
    # Of what was late by re-grading alone while it stands still nobody is told before it runs on.
    broken = {
        promise_id
        for promise_id, row in rows.items()
        if (one := by_start[str(row.kind), row.started_at]).broken(end) and one.paused is None
    }
    assert {promise_id for promise_id, _ in told} == broken
