"""Cases are found by all that is written in them, by whoever may read it, as soon as the worker has read them."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import pytest
from msgspec import structs

from amends import clock
from amends.correspondence.operations import note, write_from_complainant
from amends.database.scope import execute, platform_scope
from amends.policy.document import Field, FieldUse, Text
from amends.search.finding import find
from amends.search.indexing import AGAIN_AFTER, index, waiting
from tests.governing import govern
from tests.world import Organisation, World, first_category
from workers import indexing
from workers.indexing import BATCH, Indexing


async def read() -> None:
    while await Indexing().once() == BATCH:
        pass


async def found(at: Organisation, words: str, *, roles: Sequence[str] = ()) -> list[UUID]:
    async with at.scope():
        return await find(words, roles=roles)


async def test_by_number_people_texts_messages_and_notes(world: World) -> None:
    case = await world.lodge(
        subject="电梯停运",
        narrative="The lifts in building 3 stopped twice.",
        name="林小雨",
        email="lin.xiaoyu@example.com",
        phone="+86 138 0000 7788",
        address="长安街18号",
    )
    await world.lodge(
        subject="停车费", narrative="Parking is too dear.", email="nora@example.com", name="Nora"
    )
    await world.do(write_from_complainant, case.complaint_id, by="amina", body="今天又停了一次")
    await world.do(note, case.complaint_id, by="bram", body="维保单位说控制板老化")
    await read()
    for words in (
        *(
            case.number,
            case.number.lower(),
            case.number[-4:],
            "林小雨",
            "小雨",
            "xiaoyu",
            "138 0000 7788",
            "7788",
        ),
        *(
            "长安街",
            "电梯停运",
            "lift stopped",
            "buildng",
            "又停了",
            "控制板",
            "控制板老化 lift",
            "电梯又停运",
        ),
    ):
        assert (await found(world, words))[:1] == [case.complaint_id], words
    assert await found(world, "飞机场") == await found(world, "") == await found(world, "?") == []


async def test_another_organisation_finds_nothing_of_it(world: World) -> None:
    ours = await world.lodge(subject="电梯停运")
    theirs = await world.other.lodge(subject="电梯停运")
    await read()
    assert await found(world, "电梯") == [ours.complaint_id]
    assert await found(world.other, "电梯") == [theirs.complaint_id]


async def test_the_same_word_is_another_token_in_another_organisation(world: World) -> None:
    await world.lodge(subject="电梯停运", name="Zo", email="z@example.com", phone="", address="", demand="")
    await world.other.lodge(
        subject="电梯停运", name="Zo", email="z@example.com", phone="", address="", demand=""
    )
    await read()
    async with world.as_owner() as owner:
        rows = await owner.fetch("SELECT tenant_id, tokens FROM search_index")
    tokens = {
        tenant: {t for row in rows if row["tenant_id"] == tenant for t in row["tokens"]}
        for tenant in (world.id, world.other.id)
    }
    assert all(tokens.values())
    assert tokens[world.id].isdisjoint(tokens[world.other.id])


async def test_what_only_some_roles_read_finds_it_for_them_alone(world: World) -> None:
    async with world.at_desk() as desk:
        policy, code = desk.policy, first_category(desk.policy)
    hurt = Field(name=Text(zh="伤情", en="Hurt"), visible_to=("supervisor",))
    category = structs.replace(policy.categories[code], fields={"hurt": FieldUse(rank=1)})
    await govern(
        world,
        fields={**policy.fields, "hurt": hurt},
        common_fields={},
        categories={**policy.categories, code: category},
        guards={},
        routing={},
    )
    case = await world.lodge(category=code, answers={"hurt": "fractured wrist"})
    await read()
    assert await found(world, "wrist", roles=("handler",)) == []
    assert await found(world, "wrist", roles=("handler", "supervisor")) == [case.complaint_id]


async def test_a_change_is_read_and_what_is_said_no_more_is_not_found(world: World) -> None:
    case = await world.lodge(name="Theodora")
    await read()
    async with world.scope():
        await execute("UPDATE complaint SET complainant_name = 'Valentin' WHERE id = $1", case.complaint_id)
    assert await found(world, "Theodora") == [case.complaint_id], "not read yet"
    await read()
    assert await found(world, "Theodora") == []
    assert await found(world, "Valentin") == [case.complaint_id]


async def test_changed_while_it_was_read_it_is_read_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = await world.lodge(subject="A broken door")

    async def meanwhile(handed: object, policy: object) -> None:
        async with world.as_owner() as owner:
            await owner.execute("SELECT set_config('amends.tenant', $1, false)", str(world.id))
            await owner.execute("UPDATE search_due_index SET turn = turn + 1, look_at = '-infinity'")
        await index(handed, policy)  # type: ignore[arg-type]

    monkeypatch.setattr(indexing, "index", meanwhile)
    await Indexing().once()
    assert await found(world, "door") == []
    monkeypatch.undo()
    await read()
    assert await found(world, "door") == [case.complaint_id]


async def test_what_a_worker_took_and_lost_comes_again(world: World) -> None:
    case = await world.lodge(subject="A broken door")
    async with platform_scope():
        assert [each.complaint_id for each in await waiting(now=clock.now(), most=9)] == [case.complaint_id]
        assert await waiting(now=clock.now(), most=9) == []
        again = await waiting(now=clock.now() + AGAIN_AFTER, most=9)
    assert [each.complaint_id for each in again] == [case.complaint_id]
