"""What could not be worked off and was set aside: per organisation in counts, kinds and errors, and put back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from amends.database.scope import fetch, tenant_scope
from amends.deadlines.failing import put_back
from amends.people.actor import Actor
from amends.tenancy.operators import note_act

MOST: Final = 200
"""Groups: an organisation has one for each kind and error."""


@dataclass(frozen=True, slots=True)
class Aside:
    """`items` of one organisation, one kind ("promise", "task", "escalation"; "": not known) and one error, the oldest since
    `oldest`."""

    tenant_id: UUID
    kind: str
    failure: str
    items: int
    tries: int
    oldest: datetime


async def aside() -> Sequence[Aside]:
    """Those longest set aside first. Needs the platform scope."""
    return [Aside(**row) for row in await fetch("SELECT * FROM due_aside($1)", MOST)]


async def put_all_back(tenant_id: UUID, *, by: Actor, now: datetime) -> int:
    """All of an organisation, in a scope of its own; how much that was. What still fails is set aside anew in time."""
    async with tenant_scope(tenant_id):
        done = await put_back()
        if done:
            await note_act(act="due-put-back", by=by, tenant_id=tenant_id, now=now, count=str(done))
    return done
