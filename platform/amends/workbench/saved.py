"""Lists that somebody keeps under a name of their own, for themselves or for everybody."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from amends.complaints.texts import Texts
from amends.database.rows import select_all, select_one
from amends.database.scope import current_tenant, execute
from amends.errors import Invalid, NotFound
from amends.people.actor import Actor
from amends.people.rights import Right
from amends.workbench.tables import SavedView

MOST: Final = 30
SHARING: Final = Right.ASSIGN
"""Who deals out the work decides which lists everybody has."""
_LONGEST: Final = 40


async def saved_views(person: Actor) -> list[SavedView]:
    """Their own, then what others show to everybody."""
    rest = "WHERE person_id = $1 OR shared ORDER BY person_id <> $1, saved_at, id"
    return await select_all(SavedView, rest, person.id)


async def own_views(person: Actor) -> list[SavedView]:
    return [row for row in await saved_views(person) if row.person_id == person.id]


async def save(name: str, query: str, *, by: Actor, now: datetime) -> None:
    """A name that is there already stands for the new list from now on."""
    name = _tidy(name)
    kept = await own_views(by)
    if len(kept) >= MOST and all(row.name != name for row in kept):
        raise Invalid({"name": "You keep 30 lists already. Please remove one first."})
    await execute(
        """INSERT INTO saved_view (id, tenant_id, person_id, name, query, saved_at, shared)
        VALUES ($1, $2, $3, $4, $5, $6, false)
        ON CONFLICT (tenant_id, person_id, name) DO UPDATE SET query = excluded.query""",
        uuid4(),
        current_tenant(),
        by.id,
        name,
        query,
        now,
    )


async def rename(view_id: UUID, name: str, *, by: Actor) -> None:
    """NotFound to anybody else."""
    name = _tidy(name)
    row = await own_view(view_id, by=by)
    if any(other.name == name and other.id != row.id for other in await own_views(by)):
        raise Invalid({"name": "Another list of yours has this name already."})
    await execute("UPDATE saved_view SET name = $3 WHERE id = $1 AND person_id = $2", view_id, by.id, name)


async def show_to_all(view_id: UUID, shared: bool, *, by: Actor) -> None:
    """Whose it is goes on changing it. To keep it to oneself again is everybody's own affair."""
    if shared:
        by.demand(SHARING)
    await own_view(view_id, by=by)
    await execute("UPDATE saved_view SET shared = $2 WHERE id = $1", view_id, shared)


async def forget(view_id: UUID, *, by: Actor) -> SavedView:
    """What was forgotten, for whoever wants it back; NotFound to anybody else."""
    row = await own_view(view_id, by=by)
    await execute("DELETE FROM saved_view WHERE id = $1 AND person_id = $2", view_id, by.id)
    return row


async def own_view(view_id: UUID, *, by: Actor) -> SavedView:
    row = await select_one(SavedView, "WHERE id = $1 AND person_id = $2", view_id, by.id)
    if row is None:
        raise NotFound()
    return row


def _tidy(name: str) -> str:
    texts = Texts()
    name = " ".join(texts.line("name", name, needed="Please give it a name.").split())
    if len(name) > _LONGEST:
        texts.wrong["name"] = "Please keep it short: 40 characters at most."
    texts.demand()
    return name
