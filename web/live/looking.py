"""Who of those that listen may hear what: asked anew for every batch, in a scope of its own."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from amends.complaints.confidence import readable_among
from amends.database.scope import fetch, tenant_scope
from amends.notices.queries import unread_counts
from amends.people.actor import Actor
from amends.people.demands import demand_of, idle_of
from amends.people.rights import Right
from amends.people.sessions import still_signed_in
from amends.tenancy.operations import tenant_by_id
from amends.tenancy.tables import TenantStatus


@dataclass(frozen=True, slots=True)
class Looked:
    readers: Mapping[UUID, Actor] = field(default_factory=dict)
    """By session; whose is over, or who reads no cases any more, is not among them."""
    plain: frozenset[UUID] = frozenset()
    """Cases that every reader of cases may read."""
    confidential: Mapping[UUID | None, frozenset[UUID]] = field(default_factory=dict)
    """By person, those of the others that they may."""
    unread: Mapping[UUID, int] = field(default_factory=dict)

    def may_read(self, reader: Actor, case: UUID) -> bool:
        return case in self.plain or case in self.confidential.get(reader.id, ())


async def look(
    tenant_id: UUID, sessions: Collection[UUID], cases: Collection[UUID], *, now: datetime
) -> Looked:
    """As visits go by: what of a suspended organisation is closed, its streams are."""
    async with tenant_scope(tenant_id):
        tenant = await tenant_by_id(tenant_id)
        if tenant.status == TenantStatus.SUSPENDED:
            return Looked()
        found = await still_signed_in(sessions, now=now, idle=idle_of(tenant), demand=demand_of(tenant))
        readers = {session: actor for session, actor in found.items() if actor.may(Right.READ_CASES)}
        people = {actor.id: actor for actor in readers.values() if actor.id is not None}
        unread = await unread_counts(people)
        if not cases:
            return Looked(readers, unread=unread)
        rows = await fetch("SELECT id, confidential FROM complaint WHERE id = ANY($1::uuid[])", list(cases))
        hidden = [row["id"] for row in rows if row["confidential"]]
        return Looked(
            readers,
            frozenset(row["id"] for row in rows) - frozenset(hidden),
            {each.id: await readable_among(hidden, each) for each in people.values()} if hidden else {},
            unread,
        )
