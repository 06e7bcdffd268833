"""What a database holds, in words that can be compared: rows per table with their digest, and the schema by lines."""

from __future__ import annotations

import asyncpg

from amends.backup.manifest import TableContent

# Rows are compared as text: the same on both sides, whatever the servers' own settings are.
AS_TEXT = {
    "timezone": "UTC",
    "datestyle": "ISO, YMD",
    "intervalstyle": "postgres",
    "bytea_output": "hex",
    "extra_float_digits": "1",
    "search_path": "public",
    "statement_timeout": "0",
    "lock_timeout": "60s",
    "idle_in_transaction_session_timeout": "0",
    "application_name": "amends backup",
}

_TABLES = """SELECT relname::text FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') ORDER BY relname"""

# SHA-256 and not md5(), which servers under FIPS refuse; eight bytes a row are enough against accidents.
_CONTENT = """SELECT count(*), coalesce(sum(('x' || encode(substring(
sha256(convert_to(t::text, 'UTF8')) for 8), 'hex'))::bit(64)::bigint::numeric), 0)::text FROM {table} t"""

# Owners are left out: restoring makes whoever restores the owner. NOT NULL stands with the columns (PostgreSQL 18
# lists it among the constraints, too).
_SCHEMA = """
SELECT format('column %s.%s %s %s %s %s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
    CASE WHEN a.attnotnull THEN 'not null' ELSE 'null' END, pg_get_expr(d.adbin, d.adrelid),
    col_description(c.oid, a.attnum)) AS line
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
UNION ALL
SELECT format('key %s.%s %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) FROM pg_constraint
WHERE connamespace = 'public'::regnamespace AND contype <> 'n' AND conrelid <> 0
UNION ALL
SELECT format('index %s', pg_get_indexdef(i.indexrelid)) FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
WHERE c.relnamespace = 'public'::regnamespace
UNION ALL
SELECT format('trigger %s %s', tgenabled, pg_get_triggerdef(t.oid)) FROM pg_trigger t
JOIN pg_class c ON c.oid = t.tgrelid WHERE c.relnamespace = 'public'::regnamespace AND NOT tgisinternal
UNION ALL
SELECT format('function %s %s %s %s %s %s', oid::regprocedure, prorettype::regtype, prosecdef, provolatile, proconfig,
    encode(sha256(convert_to(prosrc, 'UTF8')), 'hex')) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
UNION ALL
SELECT format('wall %s enabled %s forced %s', relname, relrowsecurity, relforcerowsecurity) FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
UNION ALL
SELECT format('policy %s.%s %s %s to %s using %s check %s', tablename, policyname, permissive, cmd, roles, qual,
    with_check) FROM pg_policies WHERE schemaname = 'public'
UNION ALL
SELECT format('right %s of %s on %s', g.privilege_type, CASE g.grantee WHEN 0 THEN 'public' ELSE g.grantee::regrole::text END,
    c.relname) FROM pg_class c, aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) g
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND g.grantee <> c.relowner
UNION ALL
SELECT format('right %s of %s on %s', g.privilege_type, CASE g.grantee WHEN 0 THEN 'public' ELSE g.grantee::regrole::text END,
    p.oid::regprocedure) FROM pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) g
WHERE p.pronamespace = 'public'::regnamespace AND g.grantee <> p.proowner
ORDER BY line"""

_ROLES = """
SELECT DISTINCT r.rolname::text FROM (
    SELECT c.relowner AS owner, g.grantee FROM pg_class c, aclexplode(c.relacl) g WHERE c.relnamespace = 'public'::regnamespace
    UNION SELECT p.proowner, g.grantee FROM pg_proc p, aclexplode(p.proacl) g WHERE p.pronamespace = 'public'::regnamespace
    UNION SELECT c.relowner, unnest(p.polroles) FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
) named JOIN pg_roles r ON r.oid = named.grantee WHERE named.grantee <> named.owner ORDER BY 1"""


async def tables(connection: asyncpg.Connection) -> list[str]:
    return [row["relname"] for row in await connection.fetch(_TABLES)]


async def content(connection: asyncpg.Connection, table: str) -> TableContent:
    rows, digest = await connection.fetchrow(_CONTENT.format(table=f'public."{table}"'))
    return TableContent(rows, digest)


async def schema(connection: asyncpg.Connection) -> list[str]:
    return [row["line"] for row in await connection.fetch(_SCHEMA)]


async def roles(connection: asyncpg.Connection) -> list[str]:
    return [row["rolname"] for row in await connection.fetch(_ROLES)]
