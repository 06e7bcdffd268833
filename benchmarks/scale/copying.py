"""Copies of cases in SQL: every id is made anew from the copy's key and the old id, every time is moved.

What hangs together stays together without looking anything up. The hashes of the history are copied as they are:
nothing measured here verifies them.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime

import asyncpg

# Ids of what belongs to the organisation and not to the case.
_OF_TENANT = frozenset(
    ("policy_version_id", "calendar_version_id", "department_id", "assignee_id", "taken_by", "author_id", "actor_id", "person_id",
     "offered_by", "added_by")
)  # fmt: skip

# Tables that grow with cases, and which case a row of the pattern belongs to.
CASE_TABLES: Mapping[str, str] = {
    "complaint": "p.id",
    "submission": "p.result::uuid",
    "allegation": "p.complaint_id",
    "promise": "p.complaint_id",
    "due_row": "p.complaint_id",
    "remedy": "p.complaint_id",
    "message": "p.complaint_id",
    "evidence": "p.complaint_id",
    "notice": "p.complaint_id",
    "outbox": "(SELECT n.complaint_id FROM notice n WHERE n.id = (p.payload ->> 'notice_id')::uuid)",
    "history_entry": "p.complaint_id",
    "history_value": "(SELECT e.complaint_id FROM history_entry e WHERE e.id = p.entry_id)",
}

_SPECIAL: Mapping[tuple[str, str], str] = {
    ("complaint", "number"): "'B' || b.n",
    ("submission", "form_id"): "md5(b.key || p.form_id)",
    ("submission", "result"): "md5(b.key || p.result)::uuid::text",
    ("due_row", "fired_at"): "CASE WHEN p.fire_at + b.shift <= b.until THEN p.fire_at + b.shift END",
    ("evidence", "object_name"): "b.key || '/' || p.object_name",
    ("notice", "message_id"): "'<' || md5(b.key || p.message_id) || '@bench.example>'",
    ("outbox", "payload"): "jsonb_build_object('notice_id', md5(b.key || (p.payload ->> 'notice_id'))::uuid)",
    ("outbox", "dedup_key"): "md5(b.key || p.dedup_key)",
    ("history_entry", "detail"): """CASE WHEN p.detail ? 'assignee' THEN jsonb_set(p.detail, '{assignee}',
        coalesce(to_jsonb(md5(b.tenant_id || (p.detail ->> 'assignee'))::uuid), 'null')) ELSE p.detail END""",
}

# Housekeeping has removed what is older.
_KEPT: Mapping[str, str] = {
    "outbox": "WHERE p.settled_at + b.shift > b.until - interval '90 days'",
    "due_row": "WHERE p.fire_at + b.shift > b.until - interval '90 days'",
}


@asynccontextmanager
async def walls_down(connection: asyncpg.Connection) -> AsyncIterator[None]:
    """The owner passes every wall until they are raised again."""
    rows = await connection.fetch(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relrowsecurity"
    )
    for row in rows:
        await connection.execute(f"ALTER TABLE {row['relname']} NO FORCE ROW LEVEL SECURITY")
    yield
    for row in rows:
        await connection.execute(f"ALTER TABLE {row['relname']} FORCE ROW LEVEL SECURITY")


async def copy_tenants(connection: asyncpg.Connection, cases: Sequence[int]) -> None:
    """Table `bench_tenant`, and for each of its rows an organisation with policy, departments and people."""
    await connection.execute(
        """CREATE UNLOGGED TABLE bench_tenant AS
        SELECT 't' || lpad(no::text, 4, '0') AS slug, md5('tenant ' || no)::uuid AS id, cases, o.id AS old
        FROM unnest($1::integer[]) WITH ORDINALITY AS given (cases, no)
        JOIN (SELECT id, row_number() OVER (ORDER BY slug) - 1 AS place, count(*) OVER () AS of FROM tenant) o
            ON o.place = no % o.of""".replace("$1", f"ARRAY{list(cases)}")
    )
    moved = {"slug": "b.slug", "id": "b.id"}
    for column in ("policy_version_id", "calendar_version_id"):
        moved[column] = f"md5(b.id || p.{column}::text)::uuid"
    await connection.execute(
        await _insert(connection, "tenant", moved, "bench_tenant b JOIN tenant p ON p.id = b.old")
    )
    for table in ("policy_version", "calendar_version", "department", "person"):
        columns = {"tenant_id": "b.id", "id": "md5(b.id || p.id::text)::uuid"}
        if table == "department":  # its people are copied after it
            columns["head_id"] = "NULL::uuid"
        if table == "person":
            for name in ("department_id", "supervisor_id", "deputy_id"):
                columns[name] = f"md5(b.id || p.{name}::text)::uuid"
        source = f"bench_tenant b JOIN {table} p ON p.tenant_id = b.old"
        await connection.execute(await _insert(connection, table, columns, source))


async def choose_copies(connection: asyncpg.Connection, *, now: datetime) -> None:
    """Table `bench_case`: every fourth case is open and young, the others have been closed for up to two years.

    Patterns with unusually long stories are left out: on average a case has six entries and five notices.

    In the order of their age, whose ever they are: a small organisation's cases lie scattered, as they do in life.
    """
    await connection.execute("SELECT setseed(0.5)")
    await connection.execute(
        f"""CREATE UNLOGGED TABLE bench_case AS
        WITH pattern AS (
            SELECT tenant_id, id, closed_at IS NULL AS open,
                row_number() OVER (PARTITION BY tenant_id, closed_at IS NULL ORDER BY number) - 1 AS place,
                count(*) OVER (PARTITION BY tenant_id, closed_at IS NULL) AS of
            FROM complaint c
            WHERE (SELECT count(*) FROM notice WHERE complaint_id = c.id) <= 10
                AND (SELECT count(*) FROM history_entry WHERE chain_id = c.id) <= 13
        ), drawn AS (
            SELECT t.id AS tenant_id, t.old, n, n % 4 = 0 AS open, n / 4 AS quarter, random() AS age
            FROM bench_tenant t, generate_series(1, t.cases) n
        )
        SELECT d.tenant_id, d.n, d.tenant_id || ':' || d.n AS key, p.id AS old, '{now.isoformat()}'::timestamptz AS until,
            -(CASE WHEN d.open THEN 4 * d.age ELSE 4 + 700 * d.age END) * interval '1 day' AS shift
        FROM drawn d JOIN pattern p ON p.tenant_id = d.old AND p.open = d.open
            AND p.place = (CASE WHEN d.open THEN d.quarter ELSE d.n END) % p.of
        ORDER BY shift"""
    )


async def keep_pattern(connection: asyncpg.Connection, table: str) -> None:
    """A copy beside the table, which is about to be emptied."""
    await connection.execute(
        f"CREATE UNLOGGED TABLE pattern_{table} AS SELECT {CASE_TABLES[table]} AS bench_old, p.* FROM {table} p"
    )
    await connection.execute(f"ANALYZE pattern_{table}")


async def put_back(connection: asyncpg.Connection, table: str) -> None:
    """The pattern's own rows, into the table that was emptied."""
    names = ", ".join(await _columns(connection, table))
    await connection.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM pattern_{table}")


async def copy_cases(connection: asyncpg.Connection, table: str) -> None:
    names = await _columns(connection, table)
    moved = {name: _moved(table, name, kind) for name, kind in names.items()}
    source = f"bench_case b JOIN pattern_{table} p ON p.bench_old = b.old {_KEPT.get(table, '')}"
    await connection.execute(await _insert(connection, table, moved, source))


def _moved(table: str, column: str, kind: str) -> str:
    if (table, column) in _SPECIAL:
        return _SPECIAL[table, column]
    if column == "tenant_id":
        return "b.tenant_id"
    if kind == "uuid":
        return f"md5({'b.tenant_id' if column in _OF_TENANT else 'b.key'} || p.{column}::text)::uuid"
    return f"p.{column} + b.shift" if kind == "timestamp with time zone" else f"p.{column}"


async def _insert(connection: asyncpg.Connection, table: str, given: Mapping[str, str], source: str) -> str:
    names = await _columns(connection, table)
    values = ", ".join(given.get(name, f"p.{name}") for name in names)
    return f"INSERT INTO {table} ({', '.join(names)}) SELECT {values} FROM {source}"


async def _columns(connection: asyncpg.Connection, table: str) -> dict[str, str]:
    rows = await connection.fetch(
        """SELECT attname, format_type(atttypid, atttypmod) AS kind FROM pg_attribute
        WHERE attrelid = $1::text::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum""",
        table,
    )
    return {row["attname"]: row["kind"] for row in rows}
