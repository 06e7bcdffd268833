"""Rows written together and read by SQL written out are the same as Piccolo's."""

from __future__ import annotations

from uuid import uuid4

import pytest

from amends.complaints.tables import Allegation, Complaint
from amends.database.rows import insert_all, insert_values, new_row, select_all, select_one
from amends.people.tables import Person
from tests.world import World


async def test_what_is_read_is_what_piccolo_reads(world: World) -> None:
    lodged = await world.lodge()
    async with world.scope():
        ours = await select_one(Complaint, "WHERE id = $1", lodged.complaint_id)
        theirs = await Complaint.objects().get(Complaint.id == lodged.complaint_id)
        people = await select_all(Person, "ORDER BY name")
        assert ours is not None
        assert theirs is not None
        assert vars(ours) == vars(theirs)
        assert [vars(row) for row in people] == [
            vars(row) for row in await Person.objects().order_by(Person.name)
        ]


async def test_a_row_read_can_be_changed_and_saved(world: World) -> None:
    lodged = await world.lodge()
    async with world.scope():
        row = await select_one(Complaint, "WHERE id = $1", lodged.complaint_id)
        assert row is not None
        row.subject = "Two of them"
        await row.save(columns=[Complaint.subject])
    assert (await world.complaint(lodged.complaint_id)).subject == "Two of them"


async def test_what_a_row_does_not_say_is_the_columns_default(world: World) -> None:
    lodged = await world.lodge()
    made = {"complaint_id": lodged.complaint_id, "content": "Late, too"}
    async with world.scope():
        third = new_row(Allegation, **made, rank=3)
        piccolos = Allegation(**made, rank=3, id=third.id)
        assert {**vars(third), "_exists_in_db": False} == vars(piccolos)
        await insert_values(Allegation, [{**made, "rank": 2}])
        await insert_all([third])
        await insert_all([])
    second, last = (await world.allegations(lodged.complaint_id))[1:]
    assert second.outcome is None
    assert (second.tenant_id, last.id) == (world.id, third.id)


async def test_lists_are_left_to_piccolo(world: World) -> None:
    async with world.scope():
        with pytest.raises(TypeError, match="person holds lists"):
            await insert_values(Person, [{"id": uuid4(), "name": "Nora"}])
