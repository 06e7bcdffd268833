"""The role that reads everything for backups and writes nothing: what it lacks, and giving it that."""

from __future__ import annotations

import asyncpg

ROLE = "amends_backup"
POLICY = "backup_reads"

# Behind a wall without a policy of its own a role sees no rows and no error: a dump would be silently empty there.
_UNREADABLE = """
SELECT c.relname::text FROM pg_class c
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND (
    NOT has_table_privilege(c.oid, 'SELECT')
    OR row_security_active(c.oid) AND NOT EXISTS (
        SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polpermissive AND p.polcmd IN ('r', '*')
        AND pg_get_expr(p.polqual, p.polrelid) = 'true'
        AND (0::oid = ANY (p.polroles) OR EXISTS (
            SELECT FROM unnest(p.polroles) r WHERE r <> 0 AND pg_has_role(r, 'USAGE'))))
    OR row_security_active(c.oid) AND EXISTS (
        SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND NOT p.polpermissive AND p.polcmd IN ('r', '*')))
ORDER BY c.relname"""

_WITHOUT_POLICY = """
SELECT c.relname::text AS name, p.oid IS NOT NULL AS others FROM pg_class c
LEFT JOIN pg_policy p ON p.polrelid = c.oid AND p.polname = $2
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relrowsecurity
AND NOT coalesce((SELECT oid FROM pg_roles WHERE rolname = $1) = ANY (p.polroles), false)
ORDER BY c.relname"""

_WITHOUT_RIGHT = """
SELECT c.relname::text AS name FROM pg_class c
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'S')
AND NOT has_table_privilege($1, c.oid, 'SELECT') ORDER BY c.relname"""


# To be a member is enough: SET ROLE, and usually not even that.
_TOGETHER = """
SELECT EXISTS (SELECT FROM pg_roles one, pg_roles reader WHERE one.rolname = $1 AND reader.rolname = $2
AND pg_has_role(one.oid, reader.oid, 'MEMBER'))"""

_READS_EVERYTHING = """
SELECT EXISTS (SELECT FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid, unnest(p.polroles) r
WHERE c.relnamespace = 'public'::regnamespace AND p.polname = $1
AND CASE WHEN r = 0 THEN true ELSE pg_has_role(r, 'MEMBER') END)"""


async def are_one(connection: asyncpg.Connection, role: str, backup_role: str) -> bool:
    """Whether giving the backup role what it lacks would let the other one read behind every wall."""
    return role == backup_role or bool(await connection.fetchval(_TOGETHER, role, backup_role))


async def reads_everything(connection: asyncpg.Connection) -> bool:
    """Whether the role of this connection may read behind a wall as backups do."""
    return bool(await connection.fetchval(_READS_EVERYTHING, POLICY))


async def unreadable(connection: asyncpg.Connection) -> list[str]:
    """Tables whose rows the role of this connection would not all see; a backup needs an empty list."""
    return [row["relname"] for row in await connection.fetch(_UNREADABLE)]


async def let_read(connection: asyncpg.Connection, role: str) -> None:
    """As the owner: give the role what it lacks, table by table; nothing where the server has no such role.

    Migrations do so only if the role was there when they ran. May be repeated; `role` is a checked name.
    """
    if not await connection.fetchval("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1)", role):
        return
    if not await connection.fetchval("SELECT has_schema_privilege($1, 'public', 'USAGE')", role):
        await connection.execute(f"GRANT USAGE ON SCHEMA public TO {role}")
    for row in await connection.fetch(_WITHOUT_RIGHT, role):
        await connection.execute(f'GRANT SELECT ON "{row["name"]}" TO {role}')
    for row in await connection.fetch(_WITHOUT_POLICY, role, POLICY):
        table = row["name"]
        if row["others"]:  # another role's: that one goes on reading, too
            await _share(connection, table, role)
        else:
            await connection.execute(f'CREATE POLICY {POLICY} ON "{table}" FOR SELECT TO {role} USING (true)')


async def _share(connection: asyncpg.Connection, table: str, role: str) -> None:
    sql = "SELECT array_agg(r::regrole::text) FROM pg_policy, unnest(polroles) r WHERE polname = $1 AND polrelid = $2::regclass"
    readers = await connection.fetchval(sql, POLICY, f'public."{table}"')
    await connection.execute(f'ALTER POLICY {POLICY} ON "{table}" TO {", ".join([*readers, role])}')
