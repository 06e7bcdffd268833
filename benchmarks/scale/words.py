"""The words of a million cases: each copy holds those of its pattern, hashed with its own organisation's key."""

from __future__ import annotations

import hashlib

import asyncpg

from amends.database.scope import fetch, platform_scope, tenant_scope
from amends.search.indexing import parts, texts_of
from amends.search.keys import hashed
from amends.search.tokens import of_text
from benchmarks.scale.ground import Side
from tenants.desks import policy_of

RARE = "qilinshi"
_RARE_IN = 20
"""In so many cases of each organisation, whatever its size."""


async def note_words(side: Side) -> None:
    """Table `bench_text`: what is to be found of each pattern."""
    async with platform_scope():
        tenants = [row["id"] for row in await fetch("SELECT id FROM tenant")]
    noted = []
    for tenant_id in tenants:
        async with tenant_scope(tenant_id):
            cases = [row["id"] for row in await fetch("SELECT id FROM complaint")]
            for row, *texts in await texts_of(cases):
                said = parts(row, await policy_of(row.policy_version_id), *texts)
                noted.append((row.id, str(row.subject), "\n".join(part.text for part in said)))
    connection = await asyncpg.connect(side.owner_url)
    try:
        await connection.execute("CREATE UNLOGGED TABLE bench_text (old uuid, subject text, written text)")
        await connection.copy_records_to_table("bench_text", records=noted)
    finally:
        await connection.close()


async def fill_words(connection: asyncpg.Connection) -> None:
    """Table `search_index` and the keys; needs the walls down and what `choose_copies` chose."""
    await connection.execute(
        "CREATE UNLOGGED TABLE bench_words (tenant_id uuid, old uuid, chief bigint[], tokens bigint[], rare bigint[])"
    )
    texts: dict[object, list[tuple[object, list[str], list[str]]]] = {}
    for row in await connection.fetch(
        "SELECT p.tenant_id, t.* FROM bench_text t JOIN pattern_complaint p ON p.id = t.old"
    ):
        words = (row["old"], [*of_text(row["subject"], fine=True)], [*of_text(row["written"])])
        texts.setdefault(row["tenant_id"], []).append(words)
    for row in await connection.fetch("SELECT id, old FROM bench_tenant"):
        key = hashlib.sha256(row["id"].bytes).digest()
        rare = hashed(of_text(RARE), key)
        records = [
            (row["id"], old, hashed(subject, key), hashed(written, key), rare)
            for old, subject, written in texts.get(row["old"], [])
        ]
        await connection.copy_records_to_table("bench_words", records=records)
        await connection.execute(
            "INSERT INTO search_key (id, tenant_id, key) VALUES (gen_random_uuid(), $1, $2)", row["id"], key
        )
    await connection.execute("CREATE INDEX ON bench_words (tenant_id, old); ANALYZE bench_words")
    await connection.execute("DROP INDEX search_index_tokens; TRUNCATE search_index, search_due_index")
    await connection.execute(
        f"""INSERT INTO search_index SELECT b.tenant_id, md5(b.key || b.old::text)::uuid, 0, b.until + b.shift, '{{}}', w.chief,
            CASE WHEN b.n <= {_RARE_IN} THEN w.tokens || w.rare ELSE w.tokens END
        FROM bench_case b JOIN bench_words w ON w.tenant_id = b.tenant_id AND w.old = b.old"""
    )
    await connection.execute("CREATE INDEX search_index_tokens ON search_index USING gin (tokens)")
    await connection.execute("DROP TABLE bench_words, bench_text")
