"""Writing history: every act appends one link to its chain, in the transaction of the act."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from amends.audit.chain import Entry, Tail, canonical, link
from amends.audit.personal import digest
from amends.audit.tables import HistoryEntry, HistoryValue
from amends.database.rows import insert_values
from amends.database.scope import current_tenant, execute, fetch, note_changed
from amends.people.actor import Actor


@dataclass(frozen=True, slots=True)
class Act:
    """`detail` holds codes, ids and times; whatever a person wrote or is goes into `personal`: the chain keeps only
    its salted digest, so that erasing the value later breaks nothing."""

    act: str
    by: Actor
    complaint_id: UUID | None = None
    detail: Mapping[str, object] = field(default_factory=dict)
    personal: Mapping[str, str | None] = field(default_factory=dict)


async def record(
    *,
    act: str,
    by: Actor,
    now: datetime,
    complaint_id: UUID | None = None,
    detail: Mapping[str, object] | None = None,
    personal: Mapping[str, str | None] | None = None,
) -> None:
    """Append an act to the complaint's chain, or to the tenant's when it concerns no complaint."""
    await record_all([Act(act, by, complaint_id, detail or {}, personal or {})], now=now)


async def record_all(acts: Sequence[Act], *, now: datetime, new_chains: bool = False) -> None:
    """In the order given. `new_chains`: of complaints made in this transaction, which nobody else can know."""
    chains = {act.complaint_id or current_tenant() for act in acts}
    last: dict[UUID, Tail] = {} if new_chains else await _tails(chains)
    entries: list[dict[str, object]] = []
    values: list[dict[str, object]] = []
    for act in acts:
        chain_id = act.complaint_id or current_tenant()
        salted = {name: (secrets.token_bytes(16), value) for name, value in act.personal.items() if value}
        last[chain_id] = entry = link(
            last.get(chain_id),
            chain_id=chain_id,
            at=now,
            actor_kind=str(act.by.kind),
            actor_id=act.by.id,
            act=str(act.act),
            detail=act.detail,
            digests={name: digest(salt, value) for name, (salt, value) in salted.items()},
        )
        entry_id = uuid4()
        entries.append(_row(entry_id, entry, act.complaint_id))
        values += [
            {"entry_id": entry_id, "name": name, "salt": salt, "value": value}
            for name, (salt, value) in salted.items()
        ]
    await insert_values(HistoryEntry, entries)
    await insert_values(HistoryValue, values)
    note_changed(act.complaint_id for act in acts if act.complaint_id is not None)


async def _tails(chains: Iterable[UUID]) -> dict[UUID, Tail]:
    """Two acts on one chain at once would both follow the same link: the second waits here.

    Always in the same order, so that no two wait for each other. The tails are read by a statement of its own: one
    that waited would still see what was there before.
    """
    wanted = sorted(chains)
    await execute(
        "SELECT pg_advisory_xact_lock(hashtextextended(key, 0)) FROM unnest($1::text[]) AS key",
        [f"chain:{chain_id}" for chain_id in wanted],
    )
    rows = await fetch(
        """SELECT c.id, e.seq, e.hash FROM unnest($1::uuid[]) AS c (id), LATERAL (
            SELECT seq, hash FROM history_entry WHERE chain_id = c.id ORDER BY seq DESC LIMIT 1
        ) e""",
        wanted,
    )
    return {row["id"]: _Tail(row["seq"], row["hash"]) for row in rows}


def _row(entry_id: UUID, entry: Entry, complaint_id: UUID | None) -> dict[str, object]:
    return {
        "id": entry_id,
        "complaint_id": complaint_id,
        "detail": canonical(entry.detail).decode(),
        "digests": canonical(entry.digests).decode(),
        **{name: getattr(entry, name) for name in _SAME},
    }


_SAME = ("chain_id", "seq", "at", "actor_kind", "actor_id", "act", "prev_hash", "hash")


@dataclass(frozen=True, slots=True)
class _Tail:
    seq: int
    hash: bytes
