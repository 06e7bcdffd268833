"""A scope is kept whole or not at all, and gives its connection back however it ends."""

from __future__ import annotations

import asyncio

import asyncpg
import pytest

from amends.complaints.desk import Desk
from amends.complaints.lodging import lodge
from amends.database.engine import DB
from amends.database.scope import CommitFailed, Scope, execute
from amends.people.actor import COMPLAINANT
from tests.world import MONDAY, World, lodgement, new_form_id


class Struck(Exception):
    """By lightning."""


async def test_nothing_is_kept_of_what_was_struck_down(world: World) -> None:
    before = len(await world.notices())

    async def struck_after(desk: Desk) -> None:
        await lodge(desk, lodgement(desk.policy), form_id=new_form_id(), by=COMPLAINANT, now=MONDAY)
        raise Struck

    with pytest.raises(Struck):
        async with world.at_desk() as desk:
            await struck_after(desk)
    assert await world.complaints() == []
    assert await world.outbox() == []
    assert len(await world.notices()) == before
    assert await world.acts() == ["onboard", "invite"]


@pytest.mark.parametrize(
    "step",
    [
        "once",
        "next_number",
        "_acknowledging",
        "insert_all",
        "attach",
        "deadlines.Drawn.write",
        "record_all",
        "tell_all",
    ],
)
async def test_lodging_is_whole_wherever_it_is_struck_down(
    world: World, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    async def strike(*_: object, **__: object) -> None:
        raise Struck

    form_id = new_form_id()
    with monkeypatch.context() as patched:
        patched.setattr(f"amends.complaints.lodging.{step}", strike)
        with pytest.raises(Struck):
            await world.lodge(form_id=form_id)
    assert await world.complaints() == []
    assert await world.outbox() == []

    lodged = await world.lodge(form_id=form_id)  # sending the form again finds everything as at first
    assert lodged.number.endswith("0001")


async def test_a_failed_statement_fails_the_commit(world: World) -> None:
    """Whoever swallowed the error must not be told that all is well."""
    scope = Scope(world.id)
    await scope.open()
    with pytest.raises(asyncpg.PostgresError):
        await execute("SELECT 1 / 0")
    with pytest.raises(CommitFailed):
        await scope.commit()


async def test_connections_come_back_however_a_scope_ends(world: World) -> None:
    async def cancelled() -> None:
        async with world.scope():
            await asyncio.sleep(60)

    for _ in range(30):
        with pytest.raises(Struck):
            async with world.scope():
                raise Struck
        task = asyncio.create_task(cancelled())
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    assert DB.pool is not None
    assert DB.pool.get_size() - DB.pool.get_idle_size() == 0
