"""The tables as Piccolo knows them are the tables the migrations made."""

from __future__ import annotations

import pytest
from piccolo.columns import (
    JSONB,
    UUID,
    Array,
    BigInt,
    Boolean,
    Bytea,
    Column,
    Date,
    Integer,
    Interval,
    Numeric,
    Text,
    Timestamptz,
)

from amends.database.embedded.servers import Urls
from amends.database.tables import PlatformTable, WalledTable
from tests.structure.catalogue import catalogue, declared

TYPES: dict[type[Column], tuple[str, ...]] = {
    UUID: ("uuid",),
    Text: ("text",),
    Integer: ("integer",),
    BigInt: ("bigint",),
    Boolean: ("boolean",),
    Bytea: ("bytea",),
    Date: ("date",),
    JSONB: ("jsonb",),
    Timestamptz: ("timestamp with time zone",),
    Numeric: ("numeric(14,2)",),
    Interval: ("interval",),
    Array: ("text[]",),
}

Columns = dict[str, dict[str, tuple[str, bool, bool]]]


@pytest.fixture
async def columns(migrated: Urls) -> Columns:
    """Of every table: name to (type, nullable, has a default)."""
    async with catalogue(migrated.owner_url) as connection:
        rows = await connection.fetch(
            """SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull, a.atthasdef
            FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0
            AND NOT a.attisdropped"""
        )
    found: Columns = {}
    for row in rows:
        table = found.setdefault(row["relname"], {})
        table[row["attname"]] = (row["type"], not row["attnotnull"], row["atthasdef"])
    return found


@pytest.mark.parametrize("table", declared(), ids=lambda table: table._meta.tablename)
def test_names_types_and_nullability_are_the_same(
    table: type[WalledTable | PlatformTable], columns: Columns
) -> None:
    there = columns[table._meta.tablename]
    here = {column._meta.db_column_name: column for column in table._meta.columns}
    assert here.keys() == there.keys()
    wrong = [
        name
        for name, column in here.items()
        if there[name][0] not in TYPES[type(column)] or there[name][1] is not column._meta.null
    ]
    assert wrong == []


def test_the_database_fills_in_nothing(columns: Columns) -> None:
    """Defaults are the program's, times are given: `now()` would escape the clock. The ledger alone is its own."""
    filled = [
        (table, name)
        for table, found in columns.items()
        for name, (_, _, has_default) in found.items()
        if has_default
    ]
    # A trace is told to the transaction once and by no statement (`amends.database.scope`); the columns of
    # a complaint are filled in for the version before, which goes on lodging while an update is rolled out.
    unnamed_before = [("complaint", "confidential"), ("complaint", "kind")]
    assert sorted(filled) == [*unnamed_before, ("migration", "applied_at"), ("outbox", "trace")]
