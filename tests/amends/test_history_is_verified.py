"""Whoever rewrites history is found out, even with the owner's rights, once a seal has left the database."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest

from amends.audit.chain import link
from amends.audit.operations import record
from amends.audit.sealing import Head, root
from amends.audit.seals import copies_outside, copy_outside, seal_day
from amends.audit.verification import Verdict, verify
from amends.evidence.store import ObjectStore, open_store
from amends.people.actor import SYSTEM
from tests.world import World

OTHER_SECRET = "another secret of this deployment, long enough"


@pytest.fixture
def store(tmp_path: Path) -> ObjectStore:
    return open_store(f"file://{tmp_path}/store")


class Keeper:
    """Seals Harbour's days and asks whether its history holds."""

    def __init__(self, world: World, store: ObjectStore) -> None:
        self.world = world
        self.store = store

    async def seal(self, now: datetime, *, copy: bool = True) -> None:
        async with self.world.at_desk() as desk:
            await seal_day(desk, secret=self.world.settings.secret, now=now)
        if copy:
            await copy_outside(self.store, tenant_id=self.world.id)

    async def verdict(self, *, secrets: tuple[str, ...] = ()) -> Verdict:
        outside = await copies_outside(self.store, tenant_id=self.world.id)
        return await verify(
            tenant_id=self.world.id, secrets=secrets or (self.world.settings.secret,), outside=outside
        )


@pytest.fixture
def keeper(world: World, store: ObjectStore) -> Keeper:
    return Keeper(world, store)


@pytest.fixture
async def case(world: World, keeper: Keeper) -> UUID:
    """Amina's complaint, sealed at the end of its first two days."""
    lodged = await world.lodge()
    await keeper.seal(world.at(days=1))
    async with world.scope():
        await record(
            act="note",
            by=SYSTEM,
            now=world.at(days=1),
            complaint_id=lodged.complaint_id,
            personal={"text": "a"},
        )
    await keeper.seal(world.at(days=2))
    return lodged.complaint_id


async def test_an_honest_history_holds(case: UUID, keeper: Keeper) -> None:
    verdict = await keeper.verdict()
    assert verdict.problems == ()
    assert verdict.seals == 2
    assert verdict.links >= 3


async def test_the_first_broken_link_is_named(case: UUID, keeper: Keeper, world: World) -> None:
    async with world.as_owner("history_entry") as owner:
        await owner.execute("UPDATE history_entry SET act = 'praise' WHERE chain_id = $1 AND seq = 1", case)
    verdict = await keeper.verdict()
    assert verdict.problems == (f"case {case}: link 1 is broken (altered)",)


async def test_a_chain_rewritten_with_its_heads_is_named_by_the_copies_outside(
    case: UUID, keeper: Keeper, world: World
) -> None:
    await rewrite(world, case)
    problems = (await keeper.verdict()).problems
    assert f"seal 1: case-rewritten, case {case}" in problems
    assert f"seal 2: case-rewritten, case {case}" in problems
    assert not any("link" in problem for problem in problems), "the forged chain agrees with itself"


async def test_without_copies_outside_a_seal_still_tells_that_its_heads_were_changed(
    case: UUID, world: World
) -> None:
    await rewrite(world, case)
    verdict = await verify(tenant_id=world.id, secrets=(world.settings.secret,), outside=())
    assert "seal 1: heads-altered" in verdict.problems


async def test_seals_rewritten_with_the_chain_are_forged_without_the_secret(
    case: UUID, keeper: Keeper, world: World
) -> None:
    await rewrite(world, case, seals_too=True)
    problems = (await keeper.verdict()).problems
    assert "seal 1: forged" in problems
    assert "seal 1: altered" in problems
    assert f"seal 1: case-rewritten, case {case}" in problems


async def test_a_last_sealed_day_that_was_dropped_is_named(case: UUID, keeper: Keeper, world: World) -> None:
    async with world.as_owner("seal", "case_head", "history_entry", "history_value") as owner:
        last = await owner.fetchval("SELECT id FROM seal WHERE tenant_id = $1 AND number = 2", world.id)
        await owner.execute("DELETE FROM case_head WHERE seal_id = $1", last)
        await owner.execute("DELETE FROM seal WHERE id = $1", last)
        note = await owner.fetchval(
            "SELECT id FROM history_entry WHERE chain_id = $1 ORDER BY seq DESC LIMIT 1", case
        )
        await owner.execute("DELETE FROM history_value WHERE entry_id = $1", note)
        await owner.execute("DELETE FROM history_entry WHERE id = $1", note)
    problems = (await keeper.verdict()).problems
    assert "seal 2: dropped" in problems
    assert f"seal 2: case-missing, case {case}" in problems


async def test_a_changed_personal_value_is_named_and_an_erased_one_is_not(
    case: UUID, keeper: Keeper, world: World
) -> None:
    async with world.as_owner("history_value", "history_entry") as owner:
        entry = await owner.fetchval(
            "SELECT id FROM history_entry WHERE chain_id = $1 AND act = 'note'", case
        )
        await owner.execute("UPDATE history_value SET value = 'b' WHERE entry_id = $1", entry)
    problems = (await keeper.verdict()).problems
    assert len(problems) == 1
    assert problems[0].endswith(": text is not what was written")
    async with world.as_owner("history_value") as owner:
        await owner.execute("DELETE FROM history_value WHERE entry_id = $1", entry)
    assert (await keeper.verdict()).problems == ()


async def test_only_the_newest_seal_may_be_without_a_copy(keeper: Keeper, world: World) -> None:
    await world.lodge()
    await keeper.seal(world.at(days=1), copy=False)
    assert (await keeper.verdict()).problems == ()
    await keeper.seal(world.at(days=2), copy=False)
    assert (await keeper.verdict()).problems == ("seal 1: extra",)


async def test_seals_of_an_earlier_secret_hold_while_it_is_known(
    case: UUID, keeper: Keeper, world: World
) -> None:
    assert "seal 1: forged" in (await keeper.verdict(secrets=(OTHER_SECRET,))).problems
    both = (OTHER_SECRET, world.settings.secret)
    assert (await keeper.verdict(secrets=both)).problems == ()


async def rewrite(world: World, case: UUID, *, seals_too: bool = False) -> None:
    """As somebody with every right on the database would: the case's chain from its start, and its heads with it."""
    async with world.as_owner("history_entry", "case_head", "seal") as owner:
        tail, hashes = None, {}
        for row in await owner.fetch("SELECT * FROM history_entry WHERE chain_id = $1 ORDER BY seq", case):
            tail = link(
                tail,
                chain_id=case,
                at=row["at"] + timedelta(minutes=1),
                actor_kind=row["actor_kind"],
                actor_id=row["actor_id"],
                act=row["act"],
                detail=json.loads(row["detail"]),
                digests=json.loads(row["digests"]),
            )
            hashes[tail.seq] = tail.hash
            await owner.execute(
                "UPDATE history_entry SET at = $2, prev_hash = $3, hash = $4 WHERE id = $1",
                row["id"],
                tail.at,
                tail.prev_hash,
                tail.hash,
            )
        for seq, hashed in hashes.items():
            await owner.execute(
                "UPDATE case_head SET hash = $3 WHERE chain_id = $1 AND seq = $2", case, seq, hashed
            )
        if seals_too:
            await _with_new_roots(owner, world.id)


async def _with_new_roots(owner: asyncpg.Connection, tenant_id: UUID) -> None:
    for seal in await owner.fetch("SELECT id FROM seal WHERE tenant_id = $1", tenant_id):
        rows = await owner.fetch("SELECT chain_id, seq, hash FROM case_head WHERE seal_id = $1", seal["id"])
        heads = [Head(row["chain_id"], row["seq"], row["hash"]) for row in rows]
        await owner.execute("UPDATE seal SET root = $2 WHERE id = $1", seal["id"], root(heads))
