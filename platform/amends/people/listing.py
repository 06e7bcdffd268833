"""What pages about staff show: the list a page at a time, and what was changed about one person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import msgspec

from amends.database.rows import select_all
from amends.database.scope import current_tenant, fetch
from amends.people.tables import Absence, Person, PersonStatus

PAGE = 25
MOST_PAGES = 200
MOST_CHANGES = 50


class Show(StrEnum):
    """Which people; `WORKING` is everybody who has not left."""

    WORKING = "working"
    AWAY = "away"
    INVITED = "invited"
    SUSPENDED = "suspended"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class PersonRow:
    id: UUID
    name: str
    email: str
    position: str
    roles: Sequence[str]
    department_id: UUID | None
    status: str
    away: bool
    away_until: datetime | None
    """None also where an absence has no end yet."""
    deputy: str
    cases: int
    """Open ones assigned to this person."""


@dataclass(frozen=True, slots=True)
class PeopleListing:
    rows: Sequence[PersonRow]
    page: int
    more: bool


@dataclass(frozen=True, slots=True)
class Change:
    """One act about this person; `by` is empty for the program and for operators."""

    at: datetime
    act: str
    actor_kind: str
    by: str
    detail: Mapping[str, Any]


_SHOWN = {
    Show.WORKING: "p.status <> 'left'",
    Show.AWAY: "p.status <> 'left' AND away.person_id IS NOT NULL",
    Show.INVITED: "p.status = 'invited'",
    Show.SUSPENDED: "p.status = 'suspended'",
    Show.LEFT: "p.status = 'left'",
}
_LISTING = """
    SELECT p.id, p.name, p.email, coalesce(p.position, '') AS position, p.roles, p.department_id, p.status,
        away.person_id IS NOT NULL AS away, away.ends_at AS away_until, coalesce(d.name, '') AS deputy,
        (SELECT count(*) FROM complaint c
            WHERE c.tenant_id = p.tenant_id AND c.assignee_id = p.id AND c.closed_at IS NULL) AS cases
    FROM person p
    LEFT JOIN person d ON d.tenant_id = p.tenant_id AND d.id = p.deputy_id
    LEFT JOIN absence away ON away.tenant_id = p.tenant_id AND away.person_id = p.id
        AND away.cancelled_at IS NULL AND away.begins_at <= $1 AND (away.ends_at IS NULL OR away.ends_at > $1)
    WHERE {condition} ORDER BY p.name, p.id LIMIT {most} OFFSET {skip}"""


async def people_listing(
    show: Show,
    *,
    now: datetime,
    words: str = "",
    role: str = "",
    department_id: UUID | None = None,
    page: int = 1,
) -> PeopleListing:
    """By name; `words` are part of a name, an address or a position. `page` counts from 1."""
    page, words = min(max(page, 1), MOST_PAGES), words.strip()[:100]
    condition, values = _SHOWN[show], [now]
    asked: list[tuple[object, str]] = [
        (words and f"%{_literal(words)}%", "(p.name ILIKE {0} OR p.email ILIKE {0} OR p.position ILIKE {0})"),
        (role, "{0} = ANY (p.roles)"),
        (department_id, "p.department_id = {0}"),
    ]
    given: list[object] = list(values)
    for value, sql in asked:
        if value:
            given.append(value)
            condition += f" AND {sql.format(f'${len(given)}')}"
    # Everything filled in is a constant of this module or a whole number; values are bound.
    sql = _LISTING.format(condition=condition, most=PAGE + 1, skip=(page - 1) * PAGE)
    rows = [PersonRow(**row) for row in await fetch(sql, *given)]
    return PeopleListing(rows[:PAGE], page, len(rows) > PAGE and page < MOST_PAGES)


async def everybody_here() -> list[Person]:
    """Who can be chosen as a supervisor, a deputy, a head: whoever works here or is invited to."""
    return await select_all(
        Person, "WHERE status = ANY ($1) ORDER BY name, id", [PersonStatus.ACTIVE, PersonStatus.INVITED]
    )


async def absences_of(person_id: UUID, *, most: int = 20) -> list[Absence]:
    """The latest first, whatever became of them; cancelled ones are not shown."""
    return await select_all(
        Absence,
        "WHERE person_id = $1 AND cancelled_at IS NULL ORDER BY begins_at DESC LIMIT $2",
        person_id,
        most,
    )


async def changes_of(person_id: UUID) -> list[Change]:
    """Newest first. The chain is the organisation's own: sign-ins of all, read from its end."""
    rows = await fetch(
        """SELECT e.at, e.act, e.actor_kind, coalesce(p.name, '') AS by, e.detail FROM history_entry e
        LEFT JOIN person p ON p.tenant_id = e.tenant_id AND p.id = e.actor_id
        WHERE e.chain_id = $1 AND e.act <> ALL ($4) AND (e.detail ->> 'person' = $2 OR e.actor_id = $2::uuid AND e.act = 'join')
        ORDER BY e.seq DESC LIMIT $3""",
        current_tenant(),
        str(person_id),
        MOST_CHANGES,
        ["sign-in-failed", "sign-in"],
    )
    return [
        Change(row["at"], row["act"], row["actor_kind"], row["by"], msgspec.json.decode(row["detail"]))
        for row in rows
    ]


def _literal(words: str) -> str:
    """As LIKE takes it: nothing typed is a wildcard."""
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
