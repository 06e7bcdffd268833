"""Writing history: every act appends one link to its chain, in the transaction of the act."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from amends.audit.chain import canonical, link
from amends.audit.personal import digest
from amends.audit.tables import HistoryEntry, HistoryValue
from amends.database.scope import current_tenant, execute, fetch_one
from amends.people.actor import Actor


async def record(
    *,
    act: str,
    by: Actor,
    now: datetime,
    complaint_id: UUID | None = None,
    detail: Mapping[str, object] | None = None,
    personal: Mapping[str, str | None] | None = None,
) -> None:
    """Append an act to the complaint's chain, or to the tenant's when it concerns no complaint.

    `detail` holds codes, ids and times; whatever a person wrote or is goes into `personal`: the chain keeps only
    its salted digest, so that erasing the value later breaks nothing.
    """
    chain_id = complaint_id or current_tenant()
    # Two acts on one chain at once would both follow the same link: the second waits here.
    await execute("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"chain:{chain_id}")
    last = await fetch_one(
        "SELECT seq, hash FROM history_entry WHERE chain_id = $1 ORDER BY seq DESC LIMIT 1", chain_id
    )
    kept = {name: (secrets.token_bytes(16), value) for name, value in (personal or {}).items() if value}
    digests = {name: digest(salt, value) for name, (salt, value) in kept.items()}
    entry = link(
        _Tail(last["seq"], last["hash"]) if last else None,
        chain_id=chain_id,
        at=now,
        actor_kind=str(by.kind),
        actor_id=by.id,
        act=str(act),
        detail=dict(detail or {}),
        digests=digests,
    )
    row = HistoryEntry(
        id=uuid4(),
        complaint_id=complaint_id,
        detail=canonical(entry.detail).decode(),
        digests=canonical(digests).decode(),
        **{name: getattr(entry, name) for name in _SAME},
    )
    await HistoryEntry.insert(row)
    if kept:
        await HistoryValue.insert(
            *(
                HistoryValue(entry_id=row.id, name=name, salt=salt, value=value)
                for name, (salt, value) in kept.items()
            )
        )


_SAME = ("chain_id", "seq", "at", "actor_kind", "actor_id", "act", "prev_hash", "hash")


@dataclass(frozen=True, slots=True)
class _Tail:
    seq: int
    hash: bytes
