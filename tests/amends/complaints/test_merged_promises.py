"""What was promised in a merged complaint behaves as any promise of the one it went to: it stands still, is extended, is
re-graded, falls due once; two who merge at once leave nothing double and nothing lost."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import timedelta
from uuid import UUID

import msgspec
import pytest
from msgspec import structs

from amends.complaints import closing
from amends.complaints.merging import merge, unmerge
from amends.complaints.regrading import regrade
from amends.deadlines.acts import extend, pause, resume
from amends.deadlines.entries import ledger_of
from amends.deadlines.period import parse_period
from amends.deadlines.tables import Promise
from amends.errors import DomainError
from amends.policy.document import Extension
from tests.amends.complaints.cases import accepted, investigated, state
from tests.amends.complaints.test_merging import REASON, as_ledgers_say, merged, number_of, promises
from tests.amends.deadlines.governed import let_pass, usual
from tests.world import World


async def two(world: World) -> tuple[UUID, UUID, Promise]:
    """Merged two hours after they came; the promise to resolve that went over."""
    async with world.at_desk() as desk:
        resolve = desk.policy.clocks["resolve"]
    anybody = structs.replace(resolve, extension=Extension(most=2, longest=parse_period("20 wd")))
    await usual(world, clocks={"resolve": anybody})
    gone, into = await accepted(world), await investigated(world)
    await merged(world, gone, into)
    return gone, into, await moved(world, gone, into)


async def moved(world: World, gone: UUID, into: UUID, kind: str = "resolve") -> Promise:
    [found] = [row for row in await promises(world, into) if row.origin_id == gone and row.kind == kind]
    return found


async def owned(world: World, case: UUID) -> Promise:
    [found] = [row for row in await promises(world, case) if row.origin_id is None and row.kind == "resolve"]
    return found


async def test_it_stands_still_runs_on_and_is_extended_where_it_went_and_takes_that_along(
    world: World,
) -> None:
    gone, into, promise = await two(world)
    other = (await owned(world, into)).due_at
    words = {"note": "We wait for the parcel", "paragraph": ""}
    await world.do(
        pause,
        into,
        by="bram",
        now=world.at(hours=3),
        promise_id=promise.id,
        code="complainant",
        since=None,
        **words,
    )
    await world.do(resume, into, by="bram", now=world.at(days=2), promise_id=promise.id, at=None, **words)
    later = (await moved(world, gone, into)).due_at
    assert later > promise.due_at
    day = later.date() + timedelta(days=3)
    await world.do(
        extend, into, by="bram", now=world.at(days=2, hours=1), promise_id=promise.id, period=None, until=day,
        reason="The carrier still looks", paragraph="",
    )  # fmt: skip
    extended = (await moved(world, gone, into)).due_at
    assert extended > later
    assert (await owned(world, into)).due_at == other, "its own promise is another one"
    assert await as_ledgers_say(world, gone, into)
    await world.do(unmerge, gone, by="bram", now=world.at(days=3), reason="Another parcel")
    back = await owned(world, gone)
    assert (back.id, back.due_at) == (promise.id, extended)
    async with world.at_desk():
        kinds = [str(entry.kind) for entry in await ledger_of(promise.id)]
    assert kinds == ["moved", "paused", "resumed", "extended", "moved"]
    assert await as_ledgers_say(world, gone, into)


async def test_it_is_graded_anew_with_the_case_it_went_to_each_from_its_own_beginning(world: World) -> None:
    gone, into, promise = await two(world)
    own = await owned(world, into)
    given = str((await world.complaint(into)).level)
    async with world.at_desk() as desk:
        ranked = sorted(desk.policy.levels, key=lambda code: desk.policy.levels[code].rank)
    level = next(code for code in ranked if code != given)
    await world.do(regrade, into, by="bram", now=world.at(hours=4), level=level, reason="Somebody was hurt")
    went, stayed = await moved(world, gone, into), await owned(world, into)
    assert (went.id, stayed.id) == (promise.id, own.id)
    assert went.due_at != promise.due_at
    assert stayed.due_at != own.due_at
    assert await as_ledgers_say(world, gone, into)


async def test_each_falls_due_exactly_once_and_whoever_has_the_other_case_hears(world: World) -> None:
    gone, into, promise = await two(world)
    every = [row for row in await promises(world, into) if row.ended_at is None]
    last = max(row.due_at for row in every) + timedelta(minutes=1)
    for moment in (last, last + timedelta(minutes=1), last + timedelta(minutes=2)):
        await let_pass(world, moment)
    entries = [entry for entry in await world.history(into) if entry.act == "promise-broken"]
    broken = Counter(UUID(msgspec.json.decode(str(entry.detail))["promise"]) for entry in entries)
    assert broken == Counter(row.id for row in every), "each once, whichever complaint it was made in"
    assert promise.id in broken
    assert "promise-broken" not in await world.acts(gone)
    told = [each for each in await world.notices(event="promise_broken") if each.person_id is not None]
    assert {each.complaint_id for each in told} == {into}


async def test_two_who_merge_them_the_other_way_round_leave_one_of_them(world: World) -> None:
    one, other = await accepted(world), await accepted(world)
    before = {row.id for case in (one, other) for row in await promises(world, case)}
    numbers = {one: await number_of(world, one), other: await number_of(world, other)}
    now = world.at(hours=2)
    told = await asyncio.gather(
        world.do(merge, one, by="bram", now=now, number=numbers[other], reason=REASON),
        world.do(merge, other, by="chen", now=now, number=numbers[one], reason=REASON),
        return_exceptions=True,
    )
    assert sorted(isinstance(each, DomainError) for each in told) == [False, True]
    assert sorted([await state(world, one), await state(world, other)]) == ["ACCEPTED", "MERGED"]
    after = [row.id for case in (one, other) for row in await promises(world, case)]
    assert sorted(after) == sorted(before), "none lost and none doubled"
    assert await as_ledgers_say(world, one, other)


@pytest.mark.parametrize("meanwhile", ["twice", "withdrawn"])
async def test_what_happens_at_the_same_moment_wins_or_is_refused_whole(world: World, meanwhile: str) -> None:
    gone, into = await accepted(world), await accepted(world)
    number, now = await number_of(world, into), world.at(hours=2)
    first = world.do(merge, gone, by="bram", now=now, number=number, reason=REASON)
    if meanwhile == "twice":
        second = world.do(merge, gone, by="chen", now=now, number=number, reason=REASON)
    else:
        second = world.do(closing.withdraw, into, by="ines", now=now, reason="She takes it back")
    told = await asyncio.gather(first, second, return_exceptions=True)
    assert [
        each for each in told if isinstance(each, BaseException) and not isinstance(each, DomainError)
    ] == []
    assert any(not isinstance(each, BaseException) for each in told)
    moved_on = await state(world, gone) == "MERGED"
    assert await as_ledgers_say(world, gone, into)
    running = [row for case in (gone, into) for row in await promises(world, case) if row.ended_at is None]
    ended = await state(world, into) == "WITHDRAWN"
    assert bool(running) != (ended and moved_on), (
        "no promise lives on in a case that has ended, and none is lost before"
    )
