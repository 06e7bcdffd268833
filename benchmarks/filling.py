"""A hundred thousand cases, copied in the database from one that was lodged in earnest.

The owner lifts the force of the walls while it fills, which only a throw-away database ever sees.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import asyncpg

from benchmarks.world import Bench

CASES = 100_000
OPEN = 25_000
LATE = 7_000
"""Open ones whose promises are broken and wait to be fired: two due rows each."""
_TABLES = ("complaint", "promise", "due_row", "history_entry")
_COPIES = """
    CREATE TEMP TABLE copies ON COMMIT DROP AS
    SELECT n, gen_random_uuid() AS id, n <= {open} AS open, n <= {late} AS late,
        make_interval(secs => CASE WHEN n <= {late} THEN -n ELSE n * 173 % 3456000 END) AS shift
    FROM generate_series(1, {cases}) n"""
_COMPLAINTS = """
    INSERT INTO complaint SELECT r.* FROM complaint c, copies k, LATERAL jsonb_populate_record(c, jsonb_build_object(
        'id', k.id, 'number', 'B' || k.n, 'lodged_at', c.lodged_at + k.shift,
        'complainant_email_key', 'b' || k.n / 3 || '@bench.example', 'complainant_phone_key', NULL,
        'state', CASE WHEN k.open THEN c.state ELSE 'CLOSED' END,
        'closed_at', CASE WHEN NOT k.open THEN c.lodged_at + k.shift END,
        'next_due', CASE WHEN k.open THEN c.next_due + k.shift END)) r
    WHERE c.id = '{pattern}'"""
_OF_CASE = """
    INSERT INTO {table} SELECT r.* FROM {table} t, copies k, LATERAL jsonb_populate_record(t, jsonb_build_object(
        'id', md5(k.id::text || t.id::text)::uuid, 'complaint_id', k.id) || {changes}) r
    WHERE t.complaint_id = '{pattern}' AND k.{which} {more}"""
_CHANGES = {
    "promise": "jsonb_build_object('started_at', t.started_at + k.shift, 'due_at', t.due_at + k.shift)",
    "due_row": "jsonb_build_object('promise_id', md5(k.id::text || t.promise_id::text)::uuid,"
    " 'fire_at', t.fire_at + k.shift)",
    "history_entry": "jsonb_build_object('chain_id', k.id)",
}


async def fill(bench: Bench) -> None:
    async with as_owner(bench, _TABLES) as connection:
        for sql in _statements(bench):
            await connection.execute(sql)


@asynccontextmanager
async def as_owner(bench: Bench, tables: Sequence[str]) -> AsyncIterator[asyncpg.Connection]:
    """A transaction for which the walls of these tables do not hold; then the tables are tidied up."""
    connection = await asyncpg.connect(bench.urls.owner_url)
    try:
        async with connection.transaction():
            await connection.execute("SET LOCAL synchronous_commit = off")
            for table in tables:
                await connection.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
            yield connection
            await connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for table in tables:
                await connection.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        await connection.execute("VACUUM ANALYZE")
    finally:
        await connection.close()


def _statements(bench: Bench) -> list[str]:
    def of_case(table: str, which: str, more: str = "") -> str:
        return _OF_CASE.format(
            table=table, which=which, more=more, changes=_CHANGES[table], pattern=bench.pattern
        )

    return [
        _COPIES.format(cases=CASES, open=OPEN, late=LATE),
        _COMPLAINTS.format(pattern=bench.pattern),
        of_case("promise", "open"),
        of_case("history_entry", "late"),
        of_case("due_row", "late", "AND t.kind = 'breach' AND t.fired_at IS NULL"),
        "DELETE FROM search_due_index",  # a worker would read them all while something else is measured
    ]
