"""What an outside body passed on: its date binds promises, tells of itself, and is found by its number."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from amends.bodies import operations
from amends.bodies.binding import matters_of
from amends.bodies.given import Matter
from amends.bodies.refusals import AnsweredThem
from amends.complaints import closing, merging
from amends.complaints.case import take
from amends.complaints.intake import Channel
from amends.complaints.regrading import regrade
from amends.database.scope import fetch
from amends.deadlines.entries import ledger_of
from amends.deadlines.ledger import EntryKind
from amends.deadlines.rebuilding import differing
from amends.errors import Forbidden, Invalid, NotFound
from amends.search.finding import find
from amends.tasks.tables import TaskKind
from tests.amends.deadlines.test_promises_fire import let_pass
from tests.amends.search.test_finding import read
from tests.world import World

OFFICE = "Market regulation office"


async def lodged(world: World, answer_by: datetime | None, **given: Any) -> UUID:
    matter = Matter(OFFICE, "MR-2026-778", answer_by)
    case = await world.lodge(by="ines", channel=Channel.REGULATOR, matter=matter, **given)
    return case.complaint_id


async def in_order(world: World, case: UUID) -> None:
    async with world.at_desk() as desk:
        assert await differing(await take(desk, case)) == []


async def tasks(world: World, case: UUID) -> list[tuple[datetime, bool, bool]]:
    async with world.scope():
        rows = await fetch(
            """SELECT due_at, done_at IS NOT NULL AS done, cancelled_at IS NOT NULL AS off FROM task
            WHERE complaint_id = $1 AND kind = $2 ORDER BY created_at""",
            case,
            TaskKind.BODY_ANSWER,
        )
    return [(row["due_at"], row["done"], row["off"]) for row in rows]


async def test_the_earlier_date_rules_from_the_beginning_and_says_why(world: World) -> None:
    free = (await world.lodge(by="ines")).complaint_id
    own = (await world.promises(free))["resolve"].due_at
    early = world.at(days=1)
    case = await lodged(world, early)
    promises = await world.promises(case)
    assert (promises["resolve"].due_at, promises["resolve"].first_due_at) == (early, own)
    assert promises["respond"].due_at == (await world.promises(free))["respond"].due_at, "not of the result"
    async with world.scope():
        [entry] = await ledger_of(promises["resolve"].id)
    assert (entry.kind, entry.by, entry.detail["office"]) == (EntryKind.BOUND, early, OFFICE)
    assert (await world.complaint(case)).next_due == min(row.due_at for row in promises.values())
    assert await tasks(world, case) == [(early, False, False)]
    history = [entry for entry in await world.history(case) if entry.act == "body-written"]
    assert len(history) == 1
    await in_order(world, case)

    late = await lodged(world, own + timedelta(days=9))
    assert (await world.promises(late))["resolve"].due_at == own
    await in_order(world, late)


async def test_it_is_broken_when_their_date_has_passed(world: World) -> None:
    case = await lodged(world, world.at(days=1))
    await let_pass(world, world.at(days=1, minutes=1))
    assert "promise-broken" in await world.acts(case)


async def test_more_time_moves_it_back_and_one_task_follows_the_other(world: World) -> None:
    case = await lodged(world, world.at(days=1))
    async with world.scope():
        [matter] = await matters_of(case)
    later = Matter(OFFICE, "MR-2026-778", world.at(days=2))
    with pytest.raises(Invalid):
        await world.do(operations.change, case, by="bram", matter_id=matter.id, given=later, reason=" ")
    given: dict[str, Any] = {"matter_id": matter.id, "given": later, "reason": "They gave a day more"}
    await world.do(operations.change, case, by="bram", **given)
    assert (await world.promises(case))["resolve"].due_at == world.at(days=2)
    assert await tasks(world, case) == [(world.at(days=1), False, True), (world.at(days=2), False, False)]
    with pytest.raises(Invalid):
        await world.do(operations.change, case, by="bram", **given)
    await in_order(world, case)
    await world.do(operations.answer, case, by="bram", matter_id=matter.id, words="By their portal")
    assert (await tasks(world, case))[-1] == (world.at(days=2), True, False)
    assert (await world.promises(case))["resolve"].due_at == world.at(days=2), (
        "what was promised stays promised"
    )
    with pytest.raises(AnsweredThem):
        await world.do(operations.answer, case, by="bram", matter_id=matter.id, words="Twice")


async def test_a_case_that_is_opened_again_owes_them_nothing_any_more(world: World) -> None:
    case = await lodged(world, world.at(days=1), told_on_receipt=True)
    async with world.scope():
        [matter] = await matters_of(case)
    await world.do(
        operations.answer, case, by="bram", matter_id=matter.id, words="Told", now=world.at(hours=1)
    )
    await world.do(closing.withdraw, case, by="amina", reason="It is well", now=world.at(hours=2))
    reopened = world.at(days=3)
    await world.do(closing.reopen, case, by="chen", reason="More came up", now=reopened)
    assert (await world.promises(case))["resolve"].due_at > reopened
    another = Matter("Consumer association", "7", world.at(days=4))
    await world.do(operations.write_down, case, by="bram", given=another, now=reopened)
    assert (await world.promises(case))["resolve"].due_at == world.at(days=4)
    await in_order(world, case)


async def test_another_level_changes_nothing_about_their_date(world: World) -> None:
    case = await lodged(world, world.at(hours=5))
    levels = {str((await world.complaint(case)).level)}
    async with world.at_desk() as desk:
        other = next(level for level in desk.policy.levels if level not in levels)
    await world.do(regrade, case, by="chen", level=other, reason="Graver")
    assert (await world.promises(case))["resolve"].due_at <= world.at(hours=5)
    await in_order(world, case)


async def test_of_two_complaints_made_one_all_their_dates_count(world: World) -> None:
    gone, into = await lodged(world, world.at(days=1)), (await world.lodge(by="ines")).complaint_id
    own = (await world.promises(into))["resolve"].due_at
    number = str((await world.complaint(into)).number)
    await world.do(merging.merge, gone, by="chen", number=number, reason="One matter")
    async with world.scope():
        rows = await fetch("SELECT due_at FROM promise WHERE complaint_id = $1 AND kind = 'resolve'", into)
    assert {row["due_at"] for row in rows} == {world.at(days=1)}
    await in_order(world, into)
    await world.do(merging.unmerge, gone, by="chen", reason="They are two")
    assert (await world.promises(into))["resolve"].due_at == own
    assert (await world.promises(gone))["resolve"].due_at == world.at(days=1)
    for case in (gone, into):
        await in_order(world, case)


async def test_it_is_found_by_their_number_and_by_nobody_elses_staff(world: World) -> None:
    case = await lodged(world, None)
    for one in (world, world.other):
        async with one.at_desk():
            rows = await fetch("SELECT count(*) AS number FROM body_matter")
        assert rows[0]["number"] == (1 if one is world else 0)
    assert await tasks(world, case) == [], "they name no time"
    await read()
    for words in ("MR-2026-778", "778", "market regulation"):
        for one, expected in ((world, [case]), (world.other, [])):
            async with one.scope():
                assert await find(words, roles=()) == expected


async def test_who_may_not_handle_cases_writes_nothing_down(world: World) -> None:
    case = await lodged(world, None)
    with pytest.raises(Forbidden):
        await world.do(operations.write_down, case, by="ines", given=Matter("Office"))
    async with world.scope():
        [matter] = await matters_of(case)
    other = (await world.lodge()).complaint_id
    with pytest.raises(NotFound):
        await world.do(operations.answer, other, by="bram", matter_id=matter.id, words="Told")


async def test_what_came_some_other_way_was_not_asked_for_it(world: World) -> None:
    case = await world.lodge(by="ines", channel=Channel.PHONE, matter=Matter("", "1"))
    async with world.scope():
        assert await matters_of(case.complaint_id) == []
    with pytest.raises(Invalid) as refused:
        await world.lodge(by="ines", channel=Channel.PLATFORM, matter=Matter("", "1"))
    assert set(refused.value.fields) == {"office"}
