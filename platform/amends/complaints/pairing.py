"""What somebody says of two complaints that look alike: they belong together, or they are not the same after all.

Symmetrical: said of either, it stands in the history of both. Whoever may not read one of the two says nothing of it.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from amends.audit.operations import Act, record_all
from amends.complaints.case import Case, take_by
from amends.complaints.confidence import demand_readable
from amends.complaints.desk import Desk
from amends.complaints.tables import ComplaintPair
from amends.database.rows import select_one
from amends.database.scope import current_tenant, execute
from amends.errors import DomainError, Invalid
from amends.people.actor import Actor
from amends.people.rights import Right


class Standing(StrEnum):
    RELATED = "related"
    DISTINCT = "distinct"
    """Not offered again."""
    OPEN = "open"
    """As if nothing had been said."""


_ACTS = {Standing.RELATED: "linked", Standing.DISTINCT: "told-apart"}
_TAKEN_BACK = {Standing.RELATED: "unlinked", Standing.DISTINCT: "offered-again"}


class SaidAlready(DomainError):
    code = "pair-said-already"
    status = 409
    message = "Somebody else has said this of the two complaints already, or taken it back."
    hint = "Look at the page anew."


async def link(desk: Desk, complaint_id: UUID, other_id: UUID, *, by: Actor, now: datetime) -> None:
    """They belong together, and each is handled on its own."""
    await _say(desk, complaint_id, other_id, Standing.RELATED, by=by, now=now)


async def take_back(desk: Desk, complaint_id: UUID, other_id: UUID, *, by: Actor, now: datetime) -> None:
    """Either: they are offered again, where they still look alike."""
    await _say(desk, complaint_id, other_id, Standing.OPEN, by=by, now=now)


async def dismiss(desk: Desk, complaint_id: UUID, other_id: UUID, *, by: Actor, now: datetime) -> None:
    """They are not the same, whatever they have in common."""
    await _say(desk, complaint_id, other_id, Standing.DISTINCT, by=by, now=now)


async def _say(
    desk: Desk, complaint_id: UUID, other_id: UUID, standing: Standing, *, by: Actor, now: datetime
) -> None:
    by.demand(Right.REGRADE)
    held = await _both(desk, complaint_id, other_id, by)
    before = await _standing(held)
    # Who says what stands already, or takes back what nobody says any more, has an old page before them.
    if standing is before:
        raise SaidAlready()
    await _write(held, standing, by=by, now=now)
    one, other = held
    act = _ACTS.get(standing) or _TAKEN_BACK[before]
    await record_all(
        [Act(act, by, this.id, {"other": str(that.id)}) for this, that in ((one, other), (other, one))],
        now=now,
    )


async def _both(desk: Desk, complaint_id: UUID, other_id: UUID, by: Actor) -> tuple[Case, Case]:
    """Locked in one order, whichever of the two it is said of."""
    if complaint_id == other_id:
        raise Invalid({"other": "Please choose another complaint."})
    one, other = sorted((complaint_id, other_id))
    for each in (one, other):
        await demand_readable(each, by)
    return await take_by(desk, one, by), await take_by(desk, other, by)


async def _standing(held: tuple[Case, Case]) -> Standing:
    one, other = held
    row = await select_one(ComplaintPair, "WHERE one_id = $1 AND other_id = $2", one.id, other.id)
    return Standing(row.standing) if row is not None else Standing.OPEN


async def _write(held: tuple[Case, Case], standing: Standing, *, by: Actor, now: datetime) -> None:
    one, other = held
    await execute(
        """INSERT INTO complaint_pair (id, tenant_id, one_id, other_id, standing, said_at, said_by)
        VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (tenant_id, one_id, other_id)
        DO UPDATE SET standing = excluded.standing, said_at = excluded.said_at, said_by = excluded.said_by""",
        uuid4(),
        current_tenant(),
        one.id,
        other.id,
        standing,
        now,
        by.id,
    )
