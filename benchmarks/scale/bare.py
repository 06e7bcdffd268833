"""Indexes and keys of big tables are taken off before filling and put back afterwards, exactly as they were."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import asyncpg


@dataclass(frozen=True)
class Taken:
    """Statements that put everything back: each table's keys and indexes, then what refers to keys."""

    indexes: Mapping[str, Sequence[str]]
    references: Sequence[str]


async def take_off(connection: asyncpg.Connection, tables: Sequence[str]) -> Taken:
    """In one transaction."""
    constraints = await connection.fetch(
        """SELECT conrelid::regclass::text AS of, conname, contype::text AS kind, pg_get_constraintdef(oid) AS text
        FROM pg_constraint WHERE contype IN ('f', 'u', 'p')
        AND (conrelid = ANY($1::text[]::regclass[]) OR confrelid = ANY($1::text[]::regclass[]))
        ORDER BY contype = 'f' DESC, contype, conname""",
        list(tables),
    )
    indexes = await connection.fetch(
        """SELECT indrelid::regclass::text AS of, indexrelid::regclass::text AS name,
            pg_get_indexdef(indexrelid) AS text
        FROM pg_index WHERE indrelid = ANY($1::text[]::regclass[])
        AND indexrelid NOT IN (SELECT conindid FROM pg_constraint WHERE conindid <> 0)""",
        list(tables),
    )
    again: defaultdict[str, list[str]] = defaultdict(list)
    references: list[str] = []
    async with connection.transaction():
        for row in constraints:
            await connection.execute(f"ALTER TABLE {row['of']} DROP CONSTRAINT {row['conname']}")
            back = f"ALTER TABLE {row['of']} ADD CONSTRAINT {row['conname']} {row['text']}"
            (references if row["kind"] == "f" else again[row["of"]]).append(back)
        for row in indexes:
            await connection.execute(f"DROP INDEX {row['name']}")
            again[row["of"]].append(row["text"])
    return Taken(again, references)
