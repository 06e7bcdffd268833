"""A crowded database for the tests of plans: one large organisation among many small ones, copied from real cases."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from uuid import UUID

import asyncpg

from amends.database.scope import Scope
from benchmarks.scale.copying import (
    CASE_TABLES,
    choose_copies,
    copy_cases,
    copy_tenants,
    keep_pattern,
    walls_down,
)
from tests.amends.complaints.cases import closed
from tests.world import World

LARGE, SMALL, SMALL_ONES = 700, 6, 80
MANY = 300
"""A table of fewer rows may be read from end to end."""


@dataclass
class Looked:
    """What was looked at, by tables and indexes: known after the block has ended."""

    whole: set[str] = field(default_factory=set)
    """Tables of many rows that were read from end to end."""
    indexes: set[str] = field(default_factory=set)
    rows: int = 0


@dataclass(frozen=True)
class Crowd:
    """All are organisations with Harbour's people; `empty` has no case yet."""

    large: UUID
    small: UUID
    empty: UUID
    many: frozenset[str]
    """The tables of many rows."""

    @asynccontextmanager
    async def looking(self, scope: Scope) -> AsyncIterator[Looked]:
        """The database's own count of this transaction: triggers, functions and foreign keys are in it."""
        looked, before = Looked(), await _scans(scope)
        yield looked
        for name, (kind, scans, rows) in (await _scans(scope)).items():
            more = scans - before[name][1]
            looked.rows += rows - before[name][2] if more else 0
            if more and kind == "i":
                looked.indexes.add(name)
            elif more and name in self.many:
                looked.whole.add(name)


async def sweep(world: World) -> None:
    """Rows that earlier tests left dead are looked at, too, and would be counted."""
    owner = await asyncpg.connect(world.owner_url)
    try:
        await owner.execute("VACUUM")
    finally:
        await owner.close()


async def make_crowd(world: World) -> Crowd:
    await sweep(world)
    for _ in range(2):
        await world.lodge()
        await closed(world)
        await world.other.lodge()
    owner = await asyncpg.connect(world.owner_url)
    try:
        async with owner.transaction(), walls_down(owner):
            await _copy(owner, world, [LARGE, SMALL, SMALL, 0, 0, *[SMALL] * SMALL_ONES])
        await owner.execute("ANALYZE")
        tenants = {row["slug"]: row["id"] for row in await owner.fetch("SELECT slug, id FROM tenant")}
        many = await owner.fetch(
            """SELECT relname FROM pg_class
            WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND reltuples > $1""",
            MANY,
        )
    finally:
        await owner.close()
    names = frozenset(row["relname"] for row in many)
    return Crowd(tenants["t0001"], tenants["t0003"], tenants["t0005"], names)


async def _copy(owner: asyncpg.Connection, world: World, cases: list[int]) -> None:
    now = world.at(hours=6)
    await copy_tenants(owner, cases)
    await choose_copies(owner, now=now)
    for table in CASE_TABLES:
        await keep_pattern(owner, table)
    for table in CASE_TABLES:
        await copy_cases(owner, table)
    # Who came last month is still in the table.
    await owner.execute(
        f"""INSERT INTO session (id, tenant_id, token_digest, person_id, created_at, expires_at)
        SELECT gen_random_uuid(), p.tenant_id, sha256(gen_random_uuid()::text::bytea), p.id, '{now}', '{now}'
        FROM person p, generate_series(1, 4)"""
    )
    made = ", ".join(["bench_tenant", "bench_case", *(f"pattern_{table}" for table in CASE_TABLES)])
    await owner.execute(f"SET CONSTRAINTS ALL IMMEDIATE; DROP TABLE {made}")


async def _scans(scope: Scope) -> dict[str, tuple[str, int, int]]:
    rows = await scope.connection.fetch(
        """SELECT relname, relkind::text AS kind, pg_stat_get_xact_numscans(oid) AS scans,
            pg_stat_get_xact_tuples_returned(oid) AS rows
        FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'i')"""
    )
    return {row["relname"]: (row["kind"], row["scans"], row["rows"]) for row in rows}
