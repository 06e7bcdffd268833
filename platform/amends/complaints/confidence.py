"""Who reads a confidential case: whoever handles it, took it in or has a task in it, and holders of the right to; never
whom it is about.
"""

from __future__ import annotations

from uuid import UUID

from amends.database.scope import fetch_one
from amends.errors import NotFound
from amends.people.actor import Actor
from amends.people.rights import Right

_ABOUT = "coalesce(c.concerned ? ${place}::uuid::text, false)"
_THEIRS = """(c.assignee_id = ${place}::uuid OR c.taken_by = ${place}::uuid OR EXISTS (SELECT FROM task t WHERE t.tenant_id = c.tenant_id
    AND t.complaint_id = c.id AND t.assignee_id = ${place}::uuid AND t.done_at IS NULL))"""


def readable(reader: Actor, place: int) -> str:
    """A condition on a complaint `c`; the reader's id is bound at that place."""
    theirs = "" if reader.may(Right.READ_CONFIDENTIAL) else f" AND {_THEIRS}"
    return f"(NOT c.confidential OR (NOT {_ABOUT}{theirs}))".replace("{place}", str(place))


async def demand_readable(complaint_id: UUID, reader: Actor) -> None:
    """NotFound to everybody else: that there is such a case is nothing they should know."""
    hidden = await fetch_one(
        f"SELECT c.id FROM complaint c WHERE c.id = $1 AND {readable(reader, 2)} IS NOT TRUE",  # noqa: S608
        complaint_id,
        reader.id,
    )
    if hidden is not None:
        raise NotFound()
