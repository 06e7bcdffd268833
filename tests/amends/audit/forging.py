"""What somebody with the owner's rights and knowledge of the code could do to a history."""

from __future__ import annotations

import json
from collections.abc import Callable
from uuid import UUID

import asyncpg

from amends.audit.chain import Entry, canonical, link
from amends.audit.sealing import Head, root

TABLES = ("history_entry", "history_value", "seal", "case_head")

Change = Callable[[Entry], Entry]


async def rewrite_chain(owner: asyncpg.Connection, chain_id: UUID, change: Change) -> list[Entry]:
    """Every link made anew after `change`, so that the chain holds again."""
    rows = await owner.fetch("SELECT * FROM history_entry WHERE chain_id = $1 ORDER BY seq", chain_id)
    last: Entry | None = None
    made = []
    for row in rows:
        wanted = change(_entry(row))
        last = link(
            last,
            chain_id=wanted.chain_id,
            at=wanted.at,
            actor_kind=wanted.actor_kind,
            actor_id=wanted.actor_id,
            act=wanted.act,
            detail=wanted.detail,
            digests=wanted.digests,
        )
        made.append(last)
        await owner.execute(
            """UPDATE history_entry SET at = $2, actor_kind = $3, actor_id = $4, act = $5, detail = $6,
            digests = $7, prev_hash = $8, hash = $9 WHERE id = $1""",
            row["id"],
            last.at,
            last.actor_kind,
            last.actor_id,
            last.act,
            canonical(last.detail).decode(),
            canonical(last.digests).decode(),
            last.prev_hash,
            last.hash,
        )
    return made


async def rewrite_heads(owner: asyncpg.Connection, made: list[Entry]) -> None:
    """Heads and the seals' roots follow the rewritten chain; only the seals' key is missing."""
    for entry in made:
        await owner.execute(
            "UPDATE case_head SET hash = $3 WHERE chain_id = $1 AND seq = $2",
            entry.chain_id,
            entry.seq,
            entry.hash,
        )
    for seal in await owner.fetch("SELECT id FROM seal"):
        rows = await owner.fetch("SELECT chain_id, seq, hash FROM case_head WHERE seal_id = $1", seal["id"])
        heads = [Head(row["chain_id"], row["seq"], row["hash"]) for row in rows]
        await owner.execute("UPDATE seal SET root = $2 WHERE id = $1", seal["id"], root(heads))


async def drop_last_seal(owner: asyncpg.Connection, tenant_id: UUID) -> None:
    seal_id = await owner.fetchval(
        "SELECT id FROM seal WHERE tenant_id = $1 ORDER BY number DESC LIMIT 1", tenant_id
    )
    await owner.execute("DELETE FROM case_head WHERE seal_id = $1", seal_id)
    await owner.execute("DELETE FROM seal WHERE id = $1", seal_id)


def _entry(row: asyncpg.Record) -> Entry:
    return Entry(
        chain_id=row["chain_id"],
        seq=row["seq"],
        at=row["at"],
        actor_kind=row["actor_kind"],
        actor_id=row["actor_id"],
        act=row["act"],
        detail=json.loads(row["detail"]),
        digests=json.loads(row["digests"]),
        prev_hash=row["prev_hash"],
        hash=row["hash"],
    )
