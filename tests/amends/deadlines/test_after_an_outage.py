"""The clock was away for days: what it missed fires in order when it is back, folded into what still counts."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec
import pytest

from amends import clock
from amends.database.scope import platform_scope
from amends.deadlines.firing import next_look
from tests.amends.deadlines.governed import let_pass, usual
from tests.world import World

Broken = tuple[datetime, UUID, str]
MISSED = {"promise-warning", "promise-broken", "promise-still-broken"}


async def broken(world: World, cases: list[UUID]) -> set[Broken]:
    return {
        (datetime.fromisoformat(detail["due_at"]), case, detail["clock"])
        for case in cases
        for entry in await world.history(case)
        if entry.act == "promise-broken"
        for detail in [msgspec.json.decode(str(entry.detail))]
    }


async def test_days_later_it_catches_up_in_order_and_says_each_thing_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await usual(world)
    cases = [(await world.lodge(now=world.at(hours=4 * n))).complaint_id for n in range(3)]
    await let_pass(world, world.at(hours=13))
    warned = {note.id for note in await world.notices(event="promise_warning")}
    assert warned, "something was warned of, and has not left, when the clock stopped"

    monkeypatch.setattr("workers.clock.BATCH", 3)
    rounds, before = list[list[Broken]](), await broken(world, cases)
    while await let_pass(world, world.at(days=21)):
        after = await broken(world, cases)
        rounds.append(sorted(after - before))
        before = after

    caught_up = [each for once in rounds for each in once]
    assert len(caught_up) == len(set(caught_up)) > len(cases)
    due = [each[0] for each in caught_up]
    assert due == sorted(due), "the oldest first, round after round"
    for case in cases:
        done = [act for act in await world.acts(case) if act in MISSED]
        assert done.count("promise-broken") == len([each for each in caught_up if each[1] == case])
        assert "promise-still-broken" not in done, "what was missed is not said day for day"
    warnings = await world.notices(event="promise_warning")
    assert {note.id for note in warnings} == warned, "nobody is warned of what is broken"
    told = await world.notices(event="promise_broken", channel="mail", to="bram")
    assert len(told) == len(caught_up)
    mailed = [note for note in warnings if note.channel == "mail" and note.person_id == told[0].person_id]
    assert mailed
    assert all(note.folded_into in {each.id for each in told} for note in mailed)
    async with platform_scope():
        at = await next_look()
    assert at is not None
    assert at > clock.now(), "nothing is left behind"
