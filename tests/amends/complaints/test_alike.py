"""Complaints that look alike: found by what their complainants left, by marks and by words, and what is said of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from msgspec import structs

from amends.complaints.completing import complete
from amends.complaints.likenesses import Alike, all_alike, known_alike, paired
from amends.complaints.pairing import SaidAlready, Standing, dismiss, link, take_back
from amends.complaints.queries import case_file
from amends.database.migrate import FOLDER
from amends.database.scope import execute
from amends.errors import Forbidden, NotFound
from amends.people.actor import Actor
from amends.policy.document import AskedOf, Field, FieldUse, Stage, Text
from tests.amends.deadlines.governed import usual
from tests.world import MONDAY, Organisation, World, lodgement

NAME = Text(zh="订单号", en="Order number")
ELSE: dict[str, Any] = {"email": "somebody.else@example.org", "phone": ""}
WORDS: dict[str, Any] = {
    "subject": "Lift broken",
    "narrative": "The lift in building three has stood still since Monday",
}


async def with_orders(world: World) -> None:
    """Everybody is asked for an order's number, and staff later for a plate that handlers alone read."""
    use = FieldUse(stage=Stage.LODGING, required=False)
    later = FieldUse(stage=Stage.ACCEPTANCE, asked_of=AskedOf.STAFF, required=False)
    async with world.at_desk() as desk:
        fields, common = dict(desk.policy.fields), dict(desk.policy.common_fields)
    fields["order"] = Field(name=NAME, identifies=True)
    fields["plate"] = Field(name=NAME, identifies=True, visible_to=("handler",))
    await usual(world, fields=fields, common_fields={**common, "order": use, "plate": later})


async def ordered(world: World, number: str, **given: object) -> UUID:
    async with world.at_desk() as desk:
        answers = {**lodgement(desk.policy).answers, "order": number}
    return (await world.lodge(answers=answers, **given)).complaint_id  # type: ignore[arg-type]


async def alike(world: Organisation, case: UUID, by: str = "bram", *, known: bool = False) -> list[Alike]:
    row = await world.complaint(case)
    async with world.at_desk() as desk:
        return list(await (known_alike if known else all_alike)(desk, row, world.actor(by)))


async def ids(world: Organisation, case: UUID, by: str = "bram") -> set[UUID]:
    return {each.row.id for each in await alike(world, case, by)}


async def said(world: World, case: UUID, by: str = "bram") -> tuple[list[UUID], list[UUID]]:
    """Linked with it, and said not to be the same."""
    async with world.scope():
        found = await paired(case, world.actor(by))
    return [row.id for row in found[Standing.RELATED]], [row.id for row in found[Standing.DISTINCT]]


async def test_known_again_however_address_and_number_were_typed(world: World) -> None:
    one = (
        await world.lodge(email="Amina@Example.com", phone="138 0013-8000", narrative="It is late")
    ).complaint_id
    two = (
        await world.lodge(email="", phone="+86 13800138000", narrative="Nobody came", category="B")
    ).complaint_id
    three = (
        await world.lodge(email="amina@example.COM", phone="", narrative="Too dear", category="B")
    ).complaint_id
    await world.lodge(email="other@example.com", phone="13900139000", narrative="A smell of gas")
    found = {each.row.id: each.by for each in await alike(world, one)}
    assert set(found) <= {two, three}
    rows = [await world.complaint(case) for case in (one, two, three)]
    assert [row.complainant_phone_key for row in rows] == ["+8613800138000", "+8613800138000", None]
    assert rows[0].complainant_email_key == rows[2].complainant_email_key == "amina@example.com"


async def test_the_same_order_is_found_and_goes_with_the_answer(world: World) -> None:
    await with_orders(world)
    one = await ordered(world, "AB-12 34")
    two = await ordered(world, "ab1234", **ELSE, narrative="Quite another story")
    [found] = await alike(world, one, known=True)
    assert (found.row.id, found.by.marks, found.by.email) == (two, ("order",), False)
    async with world.scope():
        assert (await case_file(one)).known_again
    lone = await ordered(world, "ZZ 99", email="third@example.com", narrative="The paint came off")
    async with world.scope():
        assert not (await case_file(lone)).known_again


async def test_only_who_reads_an_answer_hears_that_it_is_the_same(world: World) -> None:
    await with_orders(world)
    one, two = await ordered(world, ""), await ordered(world, "", **ELSE, narrative="Quite another story")
    bram = replace(world.actor("bram"), roles=("handler",))

    async def written(case: UUID, plate: str) -> None:
        async with world.at_desk() as desk:
            await complete(desk, case, answers={"plate": plate}, by=bram, now=MONDAY)

    async def seen(reader: Actor) -> list[UUID]:
        row = await world.complaint(one)
        async with world.at_desk() as desk:
            return [each.row.id for each in await known_alike(desk, row, reader)]

    await written(one, "京A·12345")
    await written(two, "京 a12345")
    assert await seen(bram) == [two]
    assert await seen(world.actor("chen")) == []
    await written(two, "京A·54321")
    assert await seen(bram) == []
    await written(two, "")
    async with world.scope():
        assert not (await case_file(one)).known_again


async def test_by_words_alone_it_is_found_in_its_category_and_near_in_time(world: World) -> None:
    one = (await world.lodge(**WORDS)).complaint_id
    near = (await world.lodge(**WORDS, **ELSE, now=world.at(days=2))).complaint_id
    await world.lodge(**WORDS, **ELSE, now=world.at(days=200))
    await world.lodge(**WORDS, **ELSE, category="B", now=world.at(days=2))
    assert await ids(world, one) == {near}
    async with world.at_desk() as desk:
        strict = structs.replace(desk.policy.handling, alike_from=100)
    await usual(world, handling=strict)
    assert await ids(world, (await world.lodge(**WORDS)).complaint_id) == set()


async def test_what_is_said_of_two_stands_in_both_and_is_taken_back(world: World) -> None:
    one, two, three = [(await world.lodge()).complaint_id for _ in range(3)]
    await world.do(link, two, by="ines", other_id=one)
    await world.do(dismiss, one, by="bram", other_id=three)
    assert await ids(world, one) == set()
    assert await ids(world, three) == {two}
    assert await said(world, one) == ([two], [three])
    assert await said(world, two) == ([one], [])
    assert [(await world.acts(case)).count("linked") for case in (one, two)] == [1, 1]
    assert "told-apart" in await world.acts(three)
    with pytest.raises(SaidAlready):
        await world.do(link, one, by="bram", other_id=two)
    await world.do(take_back, one, by="bram", other_id=two)
    assert await ids(world, one) == {two}
    with pytest.raises(SaidAlready):
        await world.do(take_back, one, by="bram", other_id=two)
    with pytest.raises(Forbidden):
        await world.do(link, one, by="otto", other_id=two)


async def test_neither_another_organisations_nor_what_one_may_not_read(world: World) -> None:
    one, two, about, secret = [(await world.lodge()).complaint_id for _ in range(4)]
    for other in (about, secret):
        await world.do(link, one, by="ines", other_id=other)
    async with world.scope():
        concerned = f'["{world.actor("bram").id}"]'
        await execute("UPDATE complaint SET concerned = $2::jsonb WHERE id = $1", about, concerned)
        await execute("UPDATE complaint SET confidential = true WHERE id = $1", secret)
    theirs = (await world.other.lodge()).complaint_id
    assert await ids(world, one) == {two}
    assert await ids(world.other, theirs, "dora") == set()
    assert await said(world, one) == ([], [])
    assert set((await said(world, one, "chen"))[0]) == {about, secret}
    for unknown in (theirs, secret):
        with pytest.raises(NotFound):
            await world.do(link, two, by="bram", other_id=unknown)


async def test_those_of_before_are_known_again_as_those_lodged_since(world: World) -> None:
    for phone in ("138 0013-8000", "+86 138 0013 8000", "0086 13800138000", "010-6552 9988", "400-1"):
        await world.lodge(email="Amina@Example.com", phone=phone)
    await world.lodge(email="", phone="13900139000")
    await world.other.lodge(email="", phone="+44 20 7946 0018")
    source = (FOLDER / "0056_alike.sql").read_text("utf-8")
    for each in (world, world.other):
        keys = {
            row.id: (row.complainant_email_key, row.complainant_phone_key) for row in await each.complaints()
        }
        async with each.scope():
            await execute("UPDATE complaint SET complainant_email_key = NULL, complainant_phone_key = NULL")
            await execute(source.partition("-- each tenant: complaint\n")[2])
        filled = {
            row.id: (row.complainant_email_key, row.complainant_phone_key) for row in await each.complaints()
        }
        assert filled == keys
