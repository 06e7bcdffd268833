"""Each day's seal over what a tenant's histories have grown to, and its copies outside the database.

The row is committed first and copied out afterwards, as often as it takes; a copy that is there is never replaced,
so whoever rewrites the database cannot make the copies agree.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from amends.audit.seal_text import to_text
from amends.audit.sealing import Head, Seal, make_seal, seal_key
from amends.audit.tables import CaseHead, SealRow
from amends.complaints.desk import Desk
from amends.database.scope import execute, fetch, tenant_scope
from amends.evidence.store import ObjectStore, StoreError
from amends.notices.operations import tell
from amends.people.queries import as_recipients, holders
from amends.people.rights import Role
from amends.policy.events import Event

_MOST_HEADS_IN_A_MAIL = 500


async def tenants_to_seal(*, now: datetime) -> Sequence[UUID]:
    """Those whose day has ended, in their own time zone, since their last seal; needs no tenant in scope."""
    waiting = []
    for zone in await fetch(
        "SELECT time_zone AS name, array_agg(id) AS members FROM tenant GROUP BY time_zone"
    ):
        rows = await fetch("SELECT tenant_id FROM tenants_to_seal($1)", _midnight(zone["name"], now))
        members = set(zone["members"])
        waiting += [row["tenant_id"] for row in rows if row["tenant_id"] in members]
    return waiting


async def seal_day(desk: Desk, *, secret: str, now: datetime) -> Seal | None:
    """Seal the day that has ended, with all days before it not sealed yet; None if that was done already.

    An administrator gets the seal by mail when there is something in it.
    """
    await execute("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"seal:{desk.tenant_id}")
    day = _midnight(desk.zone, now).astimezone(ZoneInfo(desk.zone)).date() - timedelta(days=1)
    last = await SealRow.objects().order_by(SealRow.number, ascending=False).first()
    if last is not None and last.day >= day:
        return None
    heads = await _grown_heads()
    seal = make_seal(
        seal_key(secret, desk.tenant_id),
        previous=as_seal(last) if last else None,
        tenant_id=desk.tenant_id,
        day=day,
        sealed_at=now,
        heads=heads,
    )
    await _keep(seal, heads)
    if heads:
        await _mail(desk, seal, heads, now=now)
    return seal


async def copy_outside(store: ObjectStore, *, tenant_id: UUID) -> int:
    """Put the seals that are missing outside there; how many. Opens its own scope, closed before anything is put."""
    names = {entry.name async for entry in store.list(_folder(tenant_id))}
    async with tenant_scope(tenant_id):
        missing = await _texts_besides(tenant_id, names)
    for name, text in missing.items():
        await _put(store, name, text.encode())
    return len(missing)


async def copies_outside(store: ObjectStore, *, tenant_id: UUID) -> list[str]:
    """The texts kept outside, in the order of their numbers."""
    names = sorted([entry.name async for entry in store.list(_folder(tenant_id))])
    return [(await store.get(name)).decode() for name in names]


async def _put(store: ObjectStore, name: str, data: bytes) -> None:
    """A second clock process may be faster: then the same copy is there already, and anything else is an error."""
    digest = hashlib.sha256(data).hexdigest()
    try:
        await store.put(name, data, sha256=digest)
    except StoreError:
        if not any([entry.name == name async for entry in store.list(name.rpartition("/")[0])]):
            raise
        await store.get(name, sha256=digest)


def as_seal(row: SealRow) -> Seal:
    return Seal(
        tenant_id=row.tenant_id,
        number=int(row.number),
        day=row.day,
        sealed_at=row.sealed_at,
        heads_count=int(row.heads_count),
        root=bytes(row.root),
        prev=bytes(row.prev),
        mac=bytes(row.mac),
    )


async def heads_of(seal_id: UUID) -> list[Head]:
    rows = await CaseHead.objects().where(CaseHead.seal_id == seal_id).order_by(CaseHead.chain_id)
    return [Head(row.chain_id, int(row.seq), bytes(row.hash)) for row in rows]


async def _grown_heads() -> list[Head]:
    """The last link of every chain that is longer than when it was last sealed."""
    rows = await fetch(
        """WITH head AS (
            SELECT DISTINCT ON (chain_id) chain_id, seq, hash FROM history_entry ORDER BY chain_id, seq DESC
        ), sealed AS (SELECT chain_id, max(seq) AS seq FROM case_head GROUP BY chain_id)
        SELECT head.* FROM head LEFT JOIN sealed USING (chain_id)
        WHERE sealed.seq IS NULL OR sealed.seq < head.seq ORDER BY chain_id"""
    )
    return [Head(row["chain_id"], row["seq"], row["hash"]) for row in rows]


async def _keep(seal: Seal, heads: Sequence[Head]) -> None:
    row = SealRow(
        id=uuid4(),
        number=seal.number,
        day=seal.day,
        sealed_at=seal.sealed_at,
        heads_count=seal.heads_count,
        root=seal.root,
        prev=seal.prev,
        mac=seal.mac,
    )
    await SealRow.insert(row)
    rows = [
        CaseHead(id=uuid4(), seal_id=row.id, chain_id=head.chain_id, seq=head.seq, hash=head.hash)
        for head in heads
    ]
    for start in range(0, len(rows), 1000):
        await CaseHead.insert(*rows[start : start + 1000])


async def _mail(desk: Desk, seal: Seal, heads: Sequence[Head], *, now: datetime) -> None:
    text = to_text(seal, heads if len(heads) <= _MOST_HEADS_IN_A_MAIL else ())
    for to in as_recipients(await holders(Role.ADMIN, department_id=None)):
        await tell(
            desk,
            Event.SEAL,
            to=to,
            values={"date": seal.day.isoformat(), "body": text},
            key=f"seal:{seal.number}",
            now=now,
        )


async def _texts_besides(tenant_id: UUID, names: Collection[str]) -> dict[str, str]:
    rows = await SealRow.objects().order_by(SealRow.number)
    wanted = {_name(tenant_id, int(row.number)): row for row in rows}
    return {
        name: to_text(as_seal(row), await heads_of(row.id))
        for name, row in wanted.items()
        if name not in names
    }


def _folder(tenant_id: UUID) -> str:
    return f"seals-{tenant_id}"


def _name(tenant_id: UUID, number: int) -> str:
    return f"{_folder(tenant_id)}/{number:08d}"


def _midnight(zone: str, now: datetime) -> datetime:
    """When the present day began there."""
    local = now.astimezone(ZoneInfo(zone))
    return datetime.combine(date(local.year, local.month, local.day), datetime.min.time(), local.tzinfo)
