"""Is a database what the migrations made? What somebody took away by hand is named, before a request stumbles on it."""

from __future__ import annotations

from collections.abc import Iterable

import asyncpg
from piccolo.table import Table

from amends.database.tables import WalledTable

_FOUND = """
SELECT c.relname AS name, c.relrowsecurity AND c.relforcerowsecurity AS walled, array_agg(a.attname::text) AS columns
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
GROUP BY c.oid"""


async def drift(connection: asyncpg.Connection, tables: Iterable[type[Table]]) -> list[str]:
    """What these tables lack. More than they need is no drift: a newer version may be on its way."""
    found = {row["name"]: row for row in await connection.fetch(_FOUND)}
    lacking: list[str] = []
    for table in tables:
        name = table._meta.tablename
        if name not in found:
            lacking.append(f"table {name}")
            continue
        needed = {column._meta.db_column_name for column in table._meta.columns}
        lacking += [f"{name}.{column}" for column in sorted(needed - set(found[name]["columns"]))]
        if issubclass(table, WalledTable) and not found[name]["walled"]:
            lacking.append(f"the wall of {name}")
    return sorted(lacking)
