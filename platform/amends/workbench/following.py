"""Who follows a case: they are told what its owner is told."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID, uuid4

from amends.complaints.about import demand_unconcerned
from amends.complaints.tables import Complaint
from amends.database.rows import select_all, select_one
from amends.database.scope import current_tenant, execute, fetch
from amends.errors import NotFound
from amends.people.actor import Actor
from amends.people.rights import Right
from amends.people.tables import Person


async def follow(complaint_id: UUID, *, by: Actor, now: datetime) -> None:
    """Who does so already goes on; nobody's business but theirs, so the history says nothing of it."""
    by.demand(Right.READ_CASES)
    await _demand(complaint_id, by)
    await execute(
        """INSERT INTO case_follower (id, tenant_id, complaint_id, person_id, since) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (tenant_id, complaint_id, person_id) DO NOTHING""",
        uuid4(),
        current_tenant(),
        complaint_id,
        by.id,
        now,
    )


async def unfollow(complaint_id: UUID, *, by: Actor) -> None:
    await _demand(complaint_id, by)
    await execute("DELETE FROM case_follower WHERE complaint_id = $1 AND person_id = $2", complaint_id, by.id)


async def marks_of(complaint_id: UUID, person: Actor) -> tuple[list[str], bool]:
    """The words on a case, and whether they follow it; in one trip, for its page."""
    [row] = await fetch(
        """SELECT ARRAY(SELECT word FROM case_tag WHERE complaint_id = $1 ORDER BY added_at, word) AS words,
            EXISTS (SELECT FROM case_follower WHERE complaint_id = $1 AND person_id = $2) AS follows""",
        complaint_id,
        person.id,
    )
    return list(row["words"]), bool(row["follows"])


async def followers(case: Complaint, *, but: Collection[UUID | None]) -> list[Person]:
    """Who is told besides: those who work here still. Of a confidential case nobody is; it is theirs to look."""
    if case.confidential:
        return []
    return await select_all(
        Person,
        """WHERE status = 'active' AND id <> ALL($2::uuid[])
        AND id IN (SELECT person_id FROM case_follower WHERE complaint_id = $1) ORDER BY id""",
        case.id,
        [each for each in (*but, *case.about) if each is not None],
    )


async def _demand(complaint_id: UUID, by: Actor) -> None:
    case = await select_one(Complaint, "WHERE id = $1", complaint_id)
    if case is None:
        raise NotFound()
    demand_unconcerned(case, by)
