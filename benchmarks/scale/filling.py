"""From the patterns to a full database: the owner lowers the walls, copies, and raises them again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager

import asyncpg

from amends import clock
from benchmarks.scale.bare import Taken, take_off
from benchmarks.scale.copying import (
    CASE_TABLES,
    choose_copies,
    copy_cases,
    copy_tenants,
    keep_pattern,
    put_back,
    walls_down,
)
from benchmarks.scale.words import fill_words

_AT_ONCE = 2
# Begun with the largest, so that no long one is left for the end.
_LARGEST_FIRST = ("history_value", "notice", "history_entry", "promise", "complaint")

Work = Callable[[asyncpg.Connection, str], Awaitable[object]]


async def fill(owner_url: str, cases: Sequence[int]) -> float:
    """One organisation for each number of cases; the seconds it took, statistics and vacuum included."""
    began = clock.ticks()
    async with _connected(owner_url) as connection:
        async with walls_down(connection):
            await _fill(owner_url, connection, cases)
        await connection.execute(
            f"DROP TABLE bench_case, {', '.join(f'pattern_{name}' for name in CASE_TABLES)}"
        )
    # Pages are then known to be all visible, as they are in a database of some age.
    tables = (*_by_size(), "due_index", "search_index", "tenant", "policy_version", "person", "department")
    await _side_by_side(owner_url, [f"VACUUM (ANALYZE) {table}" for table in tables], _execute)
    return clock.ticks() - began


async def counted(owner_url: str) -> dict[str, int]:
    """Rows of each table as the statistics have them, and of the index table beside what it must hold."""
    async with _connected(owner_url) as connection:
        rows = await connection.fetch(
            """SELECT relname, reltuples::bigint AS n FROM pg_class
            WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND reltuples > 0 ORDER BY 2 DESC"""
        )
        async with walls_down(connection):
            waiting = await connection.fetchval("SELECT count(*) FROM due_row WHERE fired_at IS NULL")
        indexed = await connection.fetchval("SELECT count(*) FROM due_index")
        if waiting != indexed:
            raise RuntimeError(f"{waiting} due rows wait, {indexed} are in the index table")
        size = await connection.fetchval("SELECT pg_database_size(current_database())")
        return {row["relname"]: row["n"] for row in rows} | {"due rows waiting": waiting, "bytes": size}


async def _fill(owner_url: str, connection: asyncpg.Connection, cases: Sequence[int]) -> None:
    await copy_tenants(connection, cases)
    await choose_copies(connection, now=clock.now())
    for table in CASE_TABLES:
        await keep_pattern(connection, table)
    taken = await take_off(connection, [*CASE_TABLES, "due_index"])
    await connection.execute("TRUNCATE due_index")
    await _side_by_side(owner_url, _by_size(), _filling(taken))
    await _fill_index(connection, taken)
    await fill_words(connection)
    await _side_by_side(owner_url, taken.references, _execute)


def _filling(taken: Taken) -> Work:
    async def work(connection: asyncpg.Connection, table: str) -> None:
        # In the transaction that empties the table: what is written into it then needs no log.
        async with connection.transaction():
            await connection.execute(f"TRUNCATE {table}; ALTER TABLE {table} DISABLE TRIGGER USER")
            await put_back(connection, table)
            await copy_cases(connection, table)
            for statement in (f"ALTER TABLE {table} ENABLE TRIGGER USER", *taken.indexes[table]):
                await connection.execute(statement)

    return work


async def _fill_index(connection: asyncpg.Connection, taken: Taken) -> None:
    """What the trigger on due_row would have written row by row; every letter of the outbox has left."""
    await connection.execute(
        """INSERT INTO due_index (due_row_id, tenant_id, fire_at, attempts)
        SELECT id, tenant_id, fire_at, attempts FROM due_row WHERE fired_at IS NULL"""
    )
    for statement in taken.indexes["due_index"]:
        await connection.execute(statement)


def _by_size() -> list[str]:
    return sorted(CASE_TABLES, key=lambda table: table not in _LARGEST_FIRST)


async def _execute(connection: asyncpg.Connection, statement: str) -> None:
    await connection.execute(statement)


async def _side_by_side(owner_url: str, things: Iterable[str], work: Work) -> None:
    waiting = iter(things)

    async def worker() -> None:
        async with _connected(owner_url) as connection:
            for thing in waiting:
                await work(connection, thing)

    async with asyncio.TaskGroup() as tasks:
        for _ in range(_AT_ONCE):
            tasks.create_task(worker())


@asynccontextmanager
async def _connected(owner_url: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(owner_url)
    try:
        await connection.execute(
            "SET maintenance_work_mem = '512MB'; SET work_mem = '256MB'; SET synchronous_commit = off"
        )
        yield connection
    finally:
        await connection.close()
