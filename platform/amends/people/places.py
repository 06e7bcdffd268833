"""Where somebody is signed in or on the way in, and ending that from elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from amends.database.scope import execute, fetch, fetch_one
from amends.people.realms import Realm


@dataclass(frozen=True, slots=True)
class Place:
    session_id: UUID
    device: str
    """What the browser says of itself."""
    address: str
    began_at: datetime
    seen_at: datetime


async def places_of(realm: Realm, owner_id: UUID, *, now: datetime) -> Sequence[Place]:
    """Last seen first."""
    rows = await fetch(
        f"""SELECT id AS session_id, coalesce(device, '') AS device, coalesce(address, '') AS address,
            created_at AS began_at, coalesce(seen_at, created_at) AS seen_at
        FROM {realm.sessions} WHERE {realm.owner} = $1 AND ended_at IS NULL AND expires_at > $2
        ORDER BY 5 DESC, id""",  # noqa: S608
        owner_id,
        now,
    )
    return [Place(**row) for row in rows]


async def leave_place(realm: Realm, owner_id: UUID, session_id: UUID, *, now: datetime) -> bool:
    """One of their own; False for anything else."""
    row = await fetch_one(
        f"""UPDATE {realm.sessions} SET ended_at = $3
        WHERE id = $2 AND {realm.owner} = $1 AND ended_at IS NULL RETURNING id""",  # noqa: S608
        owner_id,
        session_id,
        now,
    )
    return row is not None


async def leave_all(realm: Realm, owner_id: UUID, *, now: datetime, but: UUID | None = None) -> None:
    """Everywhere, or everywhere else. Who has given the password and not yet the second factor begins again, too.

    Steps first: one that is being taken is waited for, and the session it became is ended with the others.
    """
    await execute(
        f"UPDATE {realm.steps} SET used_at = $2 WHERE {realm.owner} = $1 AND used_at IS NULL",  # noqa: S608
        owner_id,
        now,
    )
    await execute(
        f"""UPDATE {realm.sessions} SET ended_at = $3
        WHERE {realm.owner} = $1 AND ended_at IS NULL AND id IS DISTINCT FROM $2""",  # noqa: S608
        owner_id,
        but,
        now,
    )


async def end_links(realm: Realm, owner_id: UUID, *, now: datetime) -> None:
    """Links for a new password that are under way open nothing any more."""
    await execute(
        f"UPDATE {realm.resets} SET used_at = $2 WHERE {realm.owner} = $1 AND used_at IS NULL",  # noqa: S608
        owner_id,
        now,
    )
