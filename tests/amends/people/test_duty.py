"""Chen puts together who is on duty: nobody twice at once, everybody told, and the past stays as it was."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from amends.database.rows import select_all
from amends.errors import DomainError, Forbidden, Invalid
from amends.people.duty import on_duty, shifts_between, without_anybody
from amends.people.fit_for_duty import RosterGone
from amends.people.handing_over import NotedAlready, OwnNote, leave_note, notes_of, take_note
from amends.people.leaving import HandOver, leave
from amends.people.repeating_duty import NothingToRepeat, Repeated, repeat_week
from amends.people.shifts import ShiftOver, add_shift, change_shift, remove_shift
from amends.people.tables import DutyShift
from tests.world import World

HOTLINE = "hotline"
ZONE = ZoneInfo("Asia/Shanghai")


def night(world: World, days: int = 0) -> tuple[datetime, datetime]:
    """From 18:00 until 8:00 in the morning."""
    day = world.at().astimezone(ZONE).replace(hour=18, minute=0, second=0, microsecond=0)
    begins = day + timedelta(days=days)
    return begins, begins + timedelta(hours=14)


async def put_on(world: World, who: str, days: int = 0, *, by: str = "chen") -> UUID:
    begins, ends = night(world, days)
    async with world.at_desk() as desk:
        return await add_shift(
            desk,
            roster=HOTLINE,
            person_id=world.actor(who).id,
            begins=begins,
            ends=ends,
            by=world.actor(by),
            now=world.at(),
        )


async def names_at(world: World, moment: datetime) -> list[str]:
    async with world.scope():
        found = await on_duty(HOTLINE, moment)
    return [name for name, person in world.people.items() if person.id in found]


async def test_who_is_on_duty_at_a_moment(world: World) -> None:
    await put_on(world, "bram")
    await put_on(world, "ines", 1)
    begins, ends = night(world)
    assert await names_at(world, begins - timedelta(seconds=1)) == []
    assert await names_at(world, begins) == ["bram"]
    assert await names_at(world, ends) == []
    assert await names_at(world, begins + timedelta(days=1, hours=3)) == ["ines"]
    async with world.scope():
        assert await without_anybody([HOTLINE, "crisis"], world.at(), world.at(days=14)) == ["crisis"]
        assert await without_anybody([HOTLINE], world.at(days=3), world.at(days=14)) == [HOTLINE]


async def test_put_on_and_taken_off_they_hear_of_it_each_time(world: World) -> None:
    shift = await put_on(world, "bram")
    begins, ends = night(world, 1)
    async with world.at_desk() as desk:
        await change_shift(
            desk,
            shift,
            person_id=world.actor("bram").id,
            begins=begins,
            ends=ends,
            by=world.actor("chen"),
            now=world.at(minutes=1),
        )
    async with world.at_desk() as desk:
        await remove_shift(desk, shift, by=world.actor("chen"), now=world.at(minutes=2))
    told = [notice.event for notice in await world.notices(channel="mail", to="bram")]
    assert told == ["duty_on", "duty_changed", "duty_off"]
    assert (await world.acts())[-3:] == ["duty-added", "duty-changed", "duty-removed"]
    assert await names_at(world, begins) == []
    await put_on(world, "chen")
    assert await world.notices(to="chen") == [], "she did it herself"


async def test_nobody_is_on_duty_twice_at_once(world: World) -> None:
    await put_on(world, "bram")
    with pytest.raises(Invalid) as refused:
        await put_on(world, "bram")
    assert list(refused.value.fields) == ["begins"]
    await put_on(world, "ines")
    assert sorted(await names_at(world, night(world)[0])) == ["bram", "ines"]


async def test_a_duty_that_runs_changes_hands_and_what_was_stays(world: World) -> None:
    shift = await put_on(world, "bram")
    begins, ends = night(world)
    middle = begins + timedelta(hours=2)
    async with world.at_desk() as desk:
        await change_shift(
            desk,
            shift,
            person_id=world.actor("ines").id,
            begins=None,
            ends=ends,
            by=world.actor("chen"),
            now=middle,
        )
    assert await names_at(world, middle - timedelta(seconds=1)) == ["bram"]
    assert await names_at(world, middle) == ["ines"]
    with pytest.raises(ShiftOver):
        async with world.at_desk() as desk:
            await remove_shift(desk, shift, by=world.actor("chen"), now=middle)


async def test_who_may_and_what_must_be_right(world: World) -> None:
    with pytest.raises(Forbidden):
        await put_on(world, "bram", by="bram")
    begins, ends = night(world)
    wrong: list[tuple[datetime | None, datetime | None, list[str]]] = [
        (None, ends, ["begins"]),
        (ends, begins, ["ends"]),
        (begins, begins + timedelta(days=40), ["ends"]),
        (begins - timedelta(days=3), begins - timedelta(days=2), ["ends"]),
    ]
    for since, until, fields in wrong:
        with pytest.raises(Invalid) as refused:
            async with world.at_desk() as desk:
                await add_shift(
                    desk,
                    roster=HOTLINE,
                    person_id=world.actor("bram").id,
                    begins=since,
                    ends=until,
                    by=world.actor("chen"),
                    now=world.at(),
                )
        assert list(refused.value.fields) == fields
    with pytest.raises(RosterGone):
        async with world.at_desk() as desk:
            await repeat_week(
                desk,
                roster="nobody-knows-it",
                monday=world.at().date(),
                weeks=1,
                by=world.actor("chen"),
                now=world.at(),
            )


async def test_a_week_is_repeated_and_what_is_there_is_left_alone(world: World) -> None:
    monday = date(2026, 3, 2)
    with pytest.raises(NothingToRepeat):
        await _repeated(world, monday, 1)
    await put_on(world, "bram")
    await put_on(world, "ines", 3)
    await put_on(world, "bram", 7)
    assert await _repeated(world, monday, 3) == Repeated(added=5, left_out=1)
    assert await _repeated(world, monday, 3) == Repeated(added=0, left_out=6)
    async with world.scope():
        rows = await shifts_between([HOTLINE], world.at(), world.at(days=40))
    assert {row.begins_at.astimezone(ZONE).hour for row in rows} == {18}
    assert len(rows) == 8
    notices = await world.notices(channel="mail", to="ines")
    assert 3 in [each.body.count("·") for each in notices]


async def _repeated(world: World, monday: date, weeks: int) -> Repeated:
    async with world.at_desk() as desk:
        return await repeat_week(
            desk, roster=HOTLINE, monday=monday, weeks=weeks, by=world.actor("chen"), now=world.at()
        )


async def test_what_is_handed_over_waits_until_the_next_has_read_it(world: World) -> None:
    await put_on(world, "bram")
    await put_on(world, "ines", 1)
    begins, ends = night(world)
    bram, ines, otto = (world.actor(name) for name in ("bram", "ines", "otto"))

    async def left() -> UUID:
        async with world.at_desk() as desk:
            return await leave_note(desk, HOTLINE, note="Mr Wang calls back at nine.", by=bram, now=ends)

    note = await left()
    assert [each.event for each in await world.notices(channel="app", to="ines")] == ["duty_on", "duty_note"]
    for reader, refusal in ((bram, OwnNote), (otto, Forbidden)):
        with pytest.raises(refusal):
            async with world.scope():
                await take_note(note, by=reader, now=ends)
    async with world.scope():
        await take_note(note, by=ines, now=ends)
    with pytest.raises(NotedAlready):
        async with world.scope():
            await take_note(note, by=world.actor("chen"), now=ends)
    async with world.scope():
        [kept] = await notes_of(HOTLINE)
    assert kept.acknowledged_by == ines.id
    with pytest.raises(DomainError):
        async with world.at_desk() as desk:
            await leave_note(desk, HOTLINE, note="", by=bram, now=begins)
    with pytest.raises(Forbidden):
        async with world.at_desk() as desk:
            await leave_note(desk, HOTLINE, note="Hello", by=otto, now=ends)


async def test_whoever_leaves_is_on_duty_no_more(world: World) -> None:
    await put_on(world, "bram")
    await put_on(world, "bram", 5)
    bram = world.actor("bram").id
    assert bram is not None
    async with world.at_desk() as desk:
        await leave(desk, bram, hand_over=HandOver(successor_id=None), by=world.actor("ada"), now=world.at())
    async with world.scope():
        assert await select_all(DutyShift, "WHERE cancelled_at IS NULL") == []
    assert (await world.acts()).count("duty-removed") == 2
