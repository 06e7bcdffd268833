"""A chain of custody has no gaps, nobody changes a link of it, and the history holds every one."""

from __future__ import annotations

from uuid import UUID

import asyncpg
import pytest

from amends.audit.verify import verify_tenant
from amends.database.scope import execute
from amends.errors import Invalid, NotFound
from amends.investigation import custody
from amends.investigation.custody import Item, Link
from amends.investigation.queries import Held, inquiry_of
from tests.world import World

BOX = Item(what="A pack of tablets", label="A-17", seal_number="0042", condition="Whole", storage="Cabinet 3")


async def taken_in(world: World) -> tuple[UUID, UUID]:
    case = (await world.lodge()).complaint_id
    await world.do(custody.take_in, case, by="ines", now=world.at(hours=1), given=BOX)
    return case, (await held(world, case)).item.id


async def held(world: World, case: UUID) -> Held:
    async with world.scope():
        [found] = (await inquiry_of(case)).held
    return found


async def on(world: World, case: UUID, item: UUID, link: Link, *, hours: float) -> None:
    await world.do(custody.go_on, case, item_id=item, by="bram", now=world.at(hours=hours), given=link)


async def test_every_link_follows_the_last_and_the_chain_ends_with_the_item(world: World) -> None:
    case, item = await taken_in(world)
    await on(world, case, item, Link(act="sealed", note="Seal 0042"), hours=2)
    with pytest.raises(Invalid) as nobody:
        await on(world, case, item, Link(act="handed_over"), hours=3)
    assert set(nobody.value.fields) == {"to_whom"}
    with pytest.raises(Invalid) as earlier:
        await on(world, case, item, Link(act="opened", at=world.at(hours=1.5)), hours=3)
    assert set(earlier.value.fields) == {"at"}
    await on(world, case, item, Link(act="handed_over", to_whom="The laboratory"), hours=3)
    await on(world, case, item, Link(act="returned", to_whom="Amina"), hours=4)
    with pytest.raises(custody.ItemGone):
        await on(world, case, item, Link(act="opened"), hours=5)
    chain = (await held(world, case)).chain
    assert [(row.seq, row.act) for row in chain] == [
        (1, "received"),
        (2, "sealed"),
        (3, "handed_over"),
        (4, "returned"),
    ]


async def test_the_history_holds_every_link_and_is_whole(world: World) -> None:
    case, item = await taken_in(world)
    for number, act in enumerate(("sealed", "opened", "tested"), start=2):
        await on(world, case, item, Link(act=act), hours=number)
    chain = (await held(world, case)).chain
    told = [line.detail for line in await world.history(case) if line.act == custody.LINKED]
    assert len(told) == len(chain) == 4
    for row, detail in zip(chain, told, strict=True):
        assert f'"seq":{row.seq}' in detail.replace(" ", "")
        assert str(row.id) in detail
    async with world.scope():
        checked = await verify_tenant(secrets=[world.settings.secret])
    assert not checked.problems


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE custody_entry SET note = 'another'",
        "DELETE FROM custody_entry",
        "UPDATE custody_item SET seal_number = '0043'",
        "DELETE FROM custody_item",
        "UPDATE checklist_entry SET found = 'another'",
        "DELETE FROM interview",
    ],
)
async def test_nobody_who_serves_changes_or_takes_away_a_link(world: World, statement: str) -> None:
    await taken_in(world)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with world.scope():
            await execute(statement)


async def test_no_link_is_left_out(world: World) -> None:
    """The database itself refuses a second link of the same number; links are numbered without gaps."""
    case, item = await taken_in(world)
    with pytest.raises(asyncpg.UniqueViolationError):
        async with world.scope():
            await execute(
                """INSERT INTO custody_entry (id, tenant_id, item_id, seq, act, happened_at, to_whom, note, written_at)
                SELECT gen_random_uuid(), tenant_id, item_id, seq, 'destroyed', happened_at, '', '', written_at
                FROM custody_entry"""
            )
    await on(world, case, item, Link(act="sealed"), hours=2)
    assert [row.seq for row in (await held(world, case)).chain] == [1, 2]


async def test_items_of_other_cases_and_organisations_are_not_found(world: World) -> None:
    _, item = await taken_in(world)
    other = (await world.lodge()).complaint_id
    theirs = (await world.other.lodge()).complaint_id
    with pytest.raises(NotFound):
        await on(world, other, item, Link(act="sealed"), hours=2)
    with pytest.raises(NotFound):
        await world.other.do(custody.go_on, theirs, item_id=item, by="dora", given=Link(act="sealed"))
