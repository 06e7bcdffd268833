"""The open cases that are still under earlier versions of the policy, and moving several of them in one act.

Some at a time: each is looked at, moved and written down like one that is moved alone, and all that were chosen move
together or not at all.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from amends.complaints.tables import Complaint
from amends.complaints.texts import prose
from amends.config import Settings
from amends.database.rows import select_all
from amends.database.scope import fetch
from amends.errors import DomainError, Invalid, NotFound
from amends.people.actor import Actor
from amends.people.rights import Right
from amends.tenancy.tables import Tenant
from tenants.desks import desk_in_force, version_in_force
from tenants.moving import LONGEST_REASON, MovedAlready, move_case
from tenants.moving_preview import Preview, previewed
from tenants.turns import take_cases, unpublished
from tenants.versions import version_by_id

BATCH = 25
"""So many are looked at and moved together: each is reckoned anew, and complainants are written to."""
_BEHIND = "closed_at IS NULL AND policy_version_id <> $1"
_FURTHER = """($2::uuid IS NULL
    OR (lodged_at, id) > (SELECT c.lodged_at, c.id FROM complaint c WHERE c.id = $2))"""


class TooMany(DomainError):
    code = "too-many-cases"
    status = 422
    message = "Please choose at most %(most)s complaints at a time."


@dataclass(frozen=True, slots=True)
class Behind:
    """Some of the open cases under earlier versions, those lodged first first."""

    number: int
    """Of the version in force."""
    total: int
    previews: Sequence[Preview]
    following: UUID | None
    """Where the next page goes on; None: these are the last."""


async def cases_behind(tenant: Tenant, settings: Settings, *, after: UUID | None, now: datetime) -> Behind:
    """What moving them would do; changes nothing. `after`: the last one of the page before."""
    current = version_in_force(tenant)
    rows = await select_all(
        Complaint,
        f"WHERE {_BEHIND} AND {_FURTHER} ORDER BY lodged_at, id LIMIT $3",
        current,
        after,
        BATCH + 1,
    )
    desk = await desk_in_force(tenant, settings)
    shown = rows[:BATCH]
    return Behind(
        number=(await version_by_id(current)).number,
        total=await count_behind(tenant),
        previews=[await previewed(desk, row, instead={}, now=now) for row in shown],
        following=shown[-1].id if len(rows) > BATCH else None,
    )


async def count_behind(tenant: Tenant) -> int:
    """Of the open cases, those under earlier versions."""
    [row] = await fetch(
        f"SELECT count(*) AS n FROM complaint WHERE {_BEHIND}",  # noqa: S608
        version_in_force(tenant),
    )
    return int(row["n"])


async def move_cases(
    tenant: Tenant,
    settings: Settings,
    chosen: Collection[UUID],
    *,
    to: int,
    anew: bool,
    reason: str,
    by: Actor,
    now: datetime,
) -> int:
    """As `move_case`, of each; how many went over. One that somebody moved or closed meanwhile stays as it is, and so does
    one that is about whoever does it."""
    by.demand(Right.MANAGE_SETTINGS)
    reason = prose("reason", reason, longest=LONGEST_REASON, needed="Please say why.")
    if not chosen:
        raise Invalid({"case": "Please choose at least one complaint."})
    if len(chosen) > BATCH:
        raise TooMany(most=BATCH)
    tenant = await unpublished(tenant)
    if (await version_by_id(version_in_force(tenant))).number != to:
        raise MovedAlready()
    await take_cases(chosen)
    moved = await _still_behind(tenant, chosen, by)
    for complaint_id in moved:
        await move_case(tenant, settings, complaint_id, to=to, anew=anew, reason=reason, by=by, now=now)
    return len(moved)


async def _still_behind(tenant: Tenant, chosen: Collection[UUID], by: Actor) -> list[UUID]:
    rows = await fetch(
        f"""SELECT id, {_BEHIND} AND NOT coalesce(concerned ? $3, false) AS behind
        FROM complaint WHERE id = ANY($2::uuid[]) ORDER BY id""",  # noqa: S608
        version_in_force(tenant),
        list(chosen),
        str(by.id),
    )
    if len(rows) < len(set(chosen)):
        raise NotFound()
    return [row["id"] for row in rows if row["behind"]]
