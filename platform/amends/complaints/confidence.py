"""Who reads a confidential case: whoever handles it, took it in or has a task in it, by name or by role, and holders of the
right to; never whom it is about.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from amends.database.scope import fetch, fetch_one
from amends.errors import NotFound
from amends.people.actor import Actor
from amends.people.rights import Right

_ABOUT = "coalesce(c.concerned ? ${place}::uuid::text, false)"
_THEIRS = """(c.assignee_id = ${place}::uuid OR c.taken_by = ${place}::uuid OR EXISTS (
    SELECT FROM task o JOIN person r ON r.tenant_id = o.tenant_id AND r.id = ${place}::uuid
    WHERE o.tenant_id = c.tenant_id AND o.complaint_id = c.id AND o.done_at IS NULL AND o.cancelled_at IS NULL
    AND (o.assignee_id = r.id OR (o.assignee_id IS NULL AND o.role = ANY(r.roles)))))"""


def readable(reader: Actor, place: int) -> str:
    """A condition on a complaint `c`; the reader's id is bound at that place."""
    theirs = "" if reader.may(Right.READ_CONFIDENTIAL) else f" AND {_THEIRS}"
    return f"(NOT c.confidential OR (NOT {_ABOUT}{theirs}))".replace("{place}", str(place))


async def demand_readable(complaint_id: UUID, reader: Actor) -> bool:
    """NotFound to everybody else: that there is such a case is nothing they should know. True: it is about the reader."""
    row = await fetch_one(
        f"""SELECT {readable(reader, 2)} IS TRUE AS theirs, {_ABOUT.replace("{place}", "2")} AS about
        FROM complaint c WHERE c.id = $1""",  # noqa: S608
        complaint_id,
        reader.id,
    )
    if row is not None and not row["theirs"]:
        raise NotFound()
    return row is not None and row["about"]


async def readable_among(complaints: Collection[UUID], reader: Actor) -> frozenset[UUID]:
    rows = await fetch(
        f"SELECT c.id FROM complaint c WHERE c.id = ANY($1::uuid[]) AND {readable(reader, 2)}",  # noqa: S608
        list(complaints),
        reader.id,
    )
    return frozenset(row["id"] for row in rows)
