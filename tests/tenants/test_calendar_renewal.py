"""A year becomes known: what relied on it is shown first, moved in one act, and everybody is told."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from amends.complaints.case import take
from amends.deadlines.entries import append, ledgers_of
from amends.deadlines.explain import explain
from amends.deadlines.ledger import Entry, EntryKind
from amends.deadlines.operations import draw
from amends.deadlines.pausing import pause
from amends.deadlines.period import parse_period
from amends.deadlines.restanding import restand
from amends.deadlines.starting import NewPromise
from amends.people.actor import SYSTEM
from amends.policy.document import Pause
from amends.policy.overriding import add, put
from amends.policy.parts.base import Text
from amends.policy.parts.calendar import CalendarPart
from tenants.calendar_affected import Affected
from tenants.calendar_renewal import NothingToRenew, Renewal, SeenBefore, renew, renewal
from tenants.calendars import document_of, publish, version_in_force, versions
from tenants.desks import desk_of
from tenants.working import edit
from tests.amends.deadlines.governed import usual
from tests.tenants.announcements import announce
from tests.tenants.policies import publish_change
from tests.world import World
from web.ledger import LedgerOf

DECEMBER = datetime(2026, 12, 28, 2, 0, tzinfo=UTC)
"""A Monday, ten o'clock in Shanghai."""
LATER = DECEMBER + timedelta(hours=3)
VISIT = "visit"


@pytest.fixture(autouse=True)
def _announced(monkeypatch: pytest.MonkeyPatch) -> None:
    announce(monkeypatch, 2026)


@pytest.fixture
async def case(world: World) -> UUID:
    """A week of working days that reaches into a year nobody has announced."""
    case = (await world.lodge(now=DECEMBER)).complaint_id
    await _promise(world, case, period="5 wd", due=datetime(2027, 1, 4, 16, tzinfo=UTC))
    return case


async def _promise(world: World, case: UUID, *, period: str, due: datetime, kind: str = VISIT) -> None:
    """A clock of the test's own, whatever the industry promises: reckoned on the calendar in force."""
    async with world.at_desk() as desk:
        why = explain(DECEMBER, parse_period(period), desk.calendar)
        assert why.due == due
        await draw(case, [NewPromise(kind, why.start, why.due, why, warn_at=(80,))]).write()


async def preview(world: World, *, now: datetime = LATER) -> Renewal | None:
    async with world.scope():
        return await renewal(world.tenant, now=now)


async def renewed(world: World, *, seen: int = 1, now: datetime = LATER) -> Renewal:
    async with world.scope():
        return await renew(
            world.tenant,
            world.settings,
            seen=seen,
            reason="The State Council announced 2027",
            by=world.actor("ada"),
            now=now,
        )


def of(found: Renewal | None, case: UUID) -> Affected:
    assert found is not None
    [each] = [each for each in found.affected if (each.complaint_id, each.move.before.kind) == (case, VISIT)]
    return each


async def explanation(world: World, case: UUID) -> dict[str, Any]:
    return dict(json.loads((await world.promises(case))[VISIT].explanation))


async def test_as_long_as_nothing_is_announced_there_is_nothing_to_renew(world: World, case: UUID) -> None:
    assert (await explanation(world, case))["uncovered"] == [2027]
    assert await preview(world) is None
    with pytest.raises(NothingToRenew):
        await renewed(world)


async def test_the_preview_shows_what_would_move_and_moves_nothing(
    world: World, case: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    announce(monkeypatch, 2026, 2027)
    found = await preview(world)
    moving = of(found, case)
    assert found is not None
    assert found.years == (2027,)
    assert (moving.old_due, moving.new_due) == (
        datetime(2027, 1, 4, 16, tzinfo=UTC),
        datetime(2027, 1, 5, 16, tzinfo=UTC),
    )
    assert (await world.promises(case))[VISIT].due_at == moving.old_due
    async with world.scope():
        assert len(await versions()) == 1


async def test_renewing_moves_promises_writes_it_down_and_tells(
    world: World, case: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = (await world.other.lodge(now=DECEMBER)).complaint_id
    before = {kind: row.due_at for kind, row in (await world.other.promises(theirs)).items()}
    announce(monkeypatch, 2026, 2027)
    found = await renewed(world)
    promise = (await world.promises(case))[VISIT]
    assert promise.due_at == of(found, case).new_due == datetime(2027, 1, 5, 16, tzinfo=UTC)
    why = await explanation(world, case)
    assert "uncovered" not in why
    assert why["moved"] == {"due": "2027-01-04T16:00:00.000000Z", "years": [2027]}
    looks = {row.kind: row.fire_at for row in await world.due_rows(case) if row.promise_id == promise.id}
    assert looks == {
        "warning": DECEMBER + (promise.due_at - DECEMBER) * 4 / 5,
        "breach": promise.due_at + timedelta(seconds=1),
    }
    [entry] = [entry for entry in await world.history(case) if entry.act == "calendar-moved"]
    detail = json.loads(entry.detail)
    assert detail["calendar"] == 2
    assert {
        "clock": VISIT, "from": "2027-01-04T16:00:00.000000Z", "to": "2027-01-05T16:00:00.000000Z"
    } in detail["promises"]  # fmt: skip
    assert (await world.acts())[-1] == "calendar-renewed"
    [letter] = [n for n in await world.notices(event="message") if n.complaint_id == case]
    assert "2027年1月6日" in letter.body
    assert {kind: row.due_at for kind, row in (await world.other.promises(theirs)).items()} == before


async def test_open_cases_are_pinned_to_the_longer_calendar_and_it_is_in_force(
    world: World, case: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    announce(monkeypatch, 2026, 2027)
    await renewed(world)
    async with world.scope():
        version = await version_in_force(world.tenant)
        first = (await versions())[-1]
    assert version is not None
    assert (version.number, version.extends_id) == (2, first.id)
    assert document_of(version).covered == (2026, 2027)
    assert (await world.complaint(case)).calendar_version_id == version.id
    assert await preview(world) is None


async def test_a_year_that_was_published_stays_as_it_was(
    world: World, case: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    announce(monkeypatch, 2026, 2027, d20261231="New Year's Day")
    found = await renewed(world)
    assert of(found, case).new_due == datetime(2027, 1, 5, 16, tzinfo=UTC)
    async with world.scope():
        version = await version_in_force(world.tenant)
    assert version is not None
    assert "2026-12-31" not in document_of(version).free


async def test_a_case_of_an_older_calendar_keeps_its_own_week(
    world: World, case: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The organisation closes on Tuesdays meanwhile: what was lodged before does not hear of it."""
    week: dict[str, tuple[str, ...]] = {str(day): ("09:00-18:00",) for day in (1, 3, 4, 5)}
    closed = {"2027-01-07": Text(zh="盘点", en="Stocktaking")}
    async with world.scope():
        part = CalendarPart(week=week, holidays="CN", closures=closed)
        await publish(world.tenant, part, by=world.actor("ada"), now=DECEMBER)
    announce(monkeypatch, 2026, 2027)
    found = await renewed(world, seen=2)
    assert of(found, case).new_due == datetime(2027, 1, 5, 16, tzinfo=UTC)  # a Tuesday
    async with world.scope():
        newest, third, *_ = await versions()
        in_force = await version_in_force(world.tenant)
    assert in_force is not None
    assert (newest.number, newest.id) == (4, in_force.id)
    assert set(document_of(newest).week) == {"1", "3", "4", "5"}
    assert (await world.complaint(case)).calendar_version_id == third.id
    assert "2" in document_of(third).week
    assert "2027-01-07" not in document_of(third).free


async def test_a_year_can_be_entered_before_any_package_knows_it(world: World, case: UUID) -> None:
    """New Year's Day of 2027, a Friday, and nothing else: the policy says that this is all there is."""
    name = {"zh": "元旦", "en": "New Year's Day"}
    await publish_change(
        world,
        edit(add, ("calendar", "announced", "2027-01-01"), {"name": name}),
        edit(put, ("calendar", "announced_years"), [2027]),
    )
    assert (await explanation(world, case))["uncovered"] == [2027]  # nothing moves by itself
    async with world.scope():
        version = await version_in_force(world.tenant)
    assert version is not None
    assert document_of(version).covered == (2026, 2027)
    found = await renewed(world, seen=int(version.number))
    assert of(found, case).new_due == (await world.promises(case))[VISIT].due_at
    why = await explanation(world, case)
    assert "uncovered" not in why
    assert why["due"] == "2027-01-05T16:00:00.000000Z"
    assert {"day": "2027-01-01", "reason": "public-holiday", "name": name} in why["skipped"]
    assert await preview(world) is None


async def test_who_looked_before_somebody_else_published_looks_again(
    world: World, case: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    announce(monkeypatch, 2026, 2027)
    with pytest.raises(SeenBefore):
        await renewed(world, seen=7)
    assert (await explanation(world, case))["uncovered"] == [2027]


async def test_what_is_over_already_is_left_as_it_was(
    world: World, case: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    announce(monkeypatch, 2026, 2027)
    after = datetime(2027, 1, 4, 17, tzinfo=UTC)
    found = await renewed(world, now=after)
    assert [each for each in found.affected if each.move.before.kind == VISIT] == []
    assert (await world.promises(case))[VISIT].due_at == datetime(2027, 1, 4, 16, tzinfo=UTC)


async def test_a_made_up_day_brings_a_date_forward_but_never_into_the_past(
    world: World, case: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a clock that began behind the holidays the new year brings, and runs over the Saturday that makes up."""
    begun = datetime(2027, 2, 18, 2, tzinfo=UTC)
    async with world.at_desk() as desk:
        why = explain(begun, parse_period("3 wd"), desk.calendar)
        assert why.due == datetime(2027, 2, 23, 16, tzinfo=UTC)
        await draw(case, [NewPromise("call", why.start, why.due, why, warn_at=(80,))]).write()
    announce(monkeypatch, 2026, 2027)
    sooner = datetime(2027, 2, 22, 16, tzinfo=UTC)
    for now, expected in ((begun, [sooner]), (sooner + timedelta(hours=1), [])):
        found = await preview(world, now=now)
        assert found is not None
        assert [each.new_due for each in found.affected if each.move.before.kind == "call"] == expected


async def test_what_stood_still_is_moved_by_as_much_and_tells_when_it_was_due_at_first(
    world: World, case: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    since, over = DECEMBER + timedelta(hours=1), DECEMBER + timedelta(days=2, hours=1)
    promise = (await world.promises(case))[VISIT]
    stretch = [Entry(EntryKind.PAUSED, since, detail={"pause": "lab"}), Entry(EntryKind.RESUMED, over)]
    async with world.at_desk() as desk:
        for entry in stretch:
            await append(promise, entry, by=SYSTEM, now=over)
        await restand(await take(desk, case), promise, stretch, now=over)
    announce(monkeypatch, 2026, 2027)
    found = of(await renewed(world, now=over + timedelta(hours=1)), case)
    assert (found.old_due, found.new_due) == (
        datetime(2027, 1, 5, 16, tzinfo=UTC),
        datetime(2027, 1, 6, 16, tzinfo=UTC),
    )
    after, row = (await world.promises(case))[VISIT], await world.complaint(case)
    async with world.scope():
        desk, ledgers = await desk_of(world.tenant, world.settings, row), await ledgers_of(case)
    told = LedgerOf(after, ledgers.by_promise[promise.id], desk, ZoneInfo("Asia/Shanghai"), over)
    assert [told.due_after(0), told.due_after(2)] == [datetime(2027, 1, 4, 16, tzinfo=UTC), found.new_due]


async def test_what_stands_still_is_neither_warned_of_nor_told_a_date_and_runs_on_later(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with world.at_desk() as desk:
        clocks, reasons = desk.policy.clocks, desk.policy.pauses
    lab = Pause(name=Text(zh="等待检测", en="Waiting for the laboratory"), longest=parse_period("5 wd"))
    waits = replace(clocks["resolve"], pauses=("lab",))
    await usual(world, clocks={"resolve": waits}, pauses={**reasons, "lab": lab})
    case = (await world.lodge(now=DECEMBER)).complaint_id
    promise = (await world.promises(case))["resolve"]
    since = DECEMBER + timedelta(hours=1)
    async with world.at_desk() as desk:
        await pause(await take(desk, case), promise, "lab", since=since, by=world.actor("bram"), now=since)

    async def looks() -> dict[str, datetime]:
        return {
            str(row.kind): row.fire_at for row in await world.due_rows(case) if row.promise_id == promise.id
        }

    assert await looks() == {"pause_over": datetime(2027, 1, 4, 16, tzinfo=UTC)}
    announce(monkeypatch, 2026, 2027)
    await renewed(world)
    assert (await world.promises(case))["resolve"].due_at > promise.due_at
    assert await looks() == {"pause_over": datetime(2027, 1, 5, 16, tzinfo=UTC)}
    assert await world.notices(event="message") == []
