"""Two complaints of one complainant become one: what was promised goes along, and comes back when they are taken apart."""

from __future__ import annotations

from uuid import UUID

import pytest

from amends.complaints.case import Case
from amends.complaints.merging import MergeChanged, NotMerged, merge, preview, unmerge
from amends.complaints.tracking import own_case
from amends.deadlines.entries import ledger_of
from amends.deadlines.ledger import EntryKind
from amends.deadlines.operations import promises_of
from amends.deadlines.rebuilding import differing
from amends.deadlines.tables import Promise
from amends.errors import Forbidden, Invalid
from tests.amends.complaints.cases import accepted, closed, decide, investigated, state
from tests.world import World

REASON = "The same parcel, complained of twice"


async def number_of(world: World, case: UUID) -> str:
    return str((await world.complaint(case)).number)


async def promises(world: World, case: UUID) -> list[Promise]:
    async with world.at_desk():
        return list(await promises_of(case))


async def merged(world: World, gone: UUID, into: UUID, *, hours: float = 2) -> None:
    number = await number_of(world, into)
    await world.do(merge, gone, by="bram", now=world.at(hours=hours), number=number, reason=REASON)


async def as_ledgers_say(world: World, *cases: UUID) -> bool:
    rows = [await world.complaint(case) for case in cases]
    async with world.at_desk() as desk:
        return not [each for row in rows for each in await differing(Case(desk, row))]


async def test_promises_go_on_in_the_other_and_come_back_as_they_stand(world: World) -> None:
    gone, into = await accepted(world), await investigated(world)
    before = {row.id: row.due_at for row in await promises(world, gone) if row.ended_at is None}
    own = {row.id for row in await promises(world, into)}
    await merged(world, gone, into)
    assert await state(world, gone) == "MERGED"
    assert not [row for row in await promises(world, gone) if row.ended_at is None]
    went = {row.id: row for row in await promises(world, into) if row.id not in own}
    assert {key: row.due_at for key, row in went.items()} == before
    assert {row.origin_id for row in went.values()} == {gone}
    assert (await world.complaint(gone)).next_due is None
    assert await as_ledgers_say(world, gone, into)
    async with world.at_desk():
        told, others = await own_case(gone), await own_case(into)
    assert told is not None
    assert others is not None
    assert before.keys() <= {row.id for row in told.promises}
    assert told.together == str(others.complaint.number)
    assert before.keys().isdisjoint(row.id for row in others.promises)
    await world.do(unmerge, gone, by="bram", now=world.at(hours=3), reason="Another parcel after all")
    assert await state(world, gone) == "ACCEPTED"
    back = {row.id: row for row in await promises(world, gone)}
    assert {key: back[key].due_at for key in before} == before
    assert {row.origin_id for row in back.values()} == {None}
    assert own == {row.id for row in await promises(world, into)}
    assert (await world.complaint(gone)).next_due == min(before.values())
    assert await as_ledgers_say(world, gone, into)
    async with world.at_desk():
        kinds = [entry.kind for entry in await ledger_of(next(iter(before)))]
    assert kinds == [EntryKind.MOVED, EntryKind.MOVED]
    with pytest.raises(NotMerged):
        await world.do(unmerge, gone, by="bram", now=world.at(hours=3), reason="Once more")


async def test_a_decision_keeps_what_was_promised_in_either(world: World) -> None:
    gone, into = await accepted(world), await investigated(world)
    await merged(world, gone, into)
    await decide(world, into, now=world.at(hours=3))
    rows = [row for row in await promises(world, into) if row.kind == "resolve"]
    assert {row.origin_id for row in rows} == {None, gone}
    assert all(row.ended_at == world.at(hours=3) and not row.cancelled for row in rows)
    assert await as_ledgers_say(world, gone, into)


async def test_it_is_refused_where_the_two_are_not_one_matter(world: World) -> None:
    gone, into, ended = await accepted(world), await accepted(world), await closed(world)
    other = await accepted(world, email="somebody.else@example.org", phone="13900000000")
    for wrong in ("", "NO-SUCH-1", *[await number_of(world, each) for each in (gone, ended, other)]):
        with pytest.raises(Invalid) as refused:
            await world.do(merge, gone, by="bram", now=world.at(hours=6), number=wrong, reason=REASON)
        assert set(refused.value.fields) == {"number"}
    number = await number_of(world, into)
    with pytest.raises(Forbidden):
        await world.do(merge, gone, by="ada", now=world.at(hours=6), number=number, reason=REASON)
    with pytest.raises(Invalid):
        await world.do(merge, gone, by="bram", now=world.at(hours=6), number=number, reason="")
    with pytest.raises(MergeChanged):
        await world.do(merge, gone, by="bram", now=world.at(hours=6), number=number, reason=REASON, seen="0")
    await merged(world, gone, into, hours=6)
    third = await accepted(world)
    with pytest.raises(Invalid):  # what others were merged into goes nowhere itself
        await merged(world, into, third, hours=7)
    with pytest.raises(Invalid):  # and nothing goes into what was merged
        await merged(world, third, gone, hours=7)


async def test_the_preview_changes_nothing(world: World) -> None:
    gone, into = await accepted(world), await accepted(world)
    number = await number_of(world, into)
    async with world.at_desk() as desk:
        found = await preview(desk, gone, number=number.lower(), by=world.actor("bram"))
    assert {row.id for row in found.promises} == {
        row.id for row in await promises(world, gone) if row.ended_at is None
    }
    assert await state(world, gone) == "ACCEPTED"
