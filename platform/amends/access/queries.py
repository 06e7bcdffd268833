"""Who was let in: as the organisation sees it, and as the console does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from amends.access.tables import AccessLook
from amends.database.rows import select_all
from amends.database.scope import fetch

PAGE = 20
MOST_LOOKS = 200


@dataclass(frozen=True, slots=True)
class Granted:
    """`ended_at` is when it was over, whatever ended it; None while it is open."""

    id: UUID
    operator_id: UUID
    operator: str
    reason: str
    granted_at: datetime
    until: datetime
    ended_at: datetime | None
    how: str
    """"" while it is open; "time", "operator", "admin" or "removed"."""
    ended_by: str
    looks: int
    entered: int

    @property
    def is_open(self) -> bool:
        return self.ended_at is None


@dataclass(frozen=True, slots=True)
class KnownGrant:
    """From the index: over all organisations, without a word of what it was for."""

    id: UUID
    tenant_id: UUID
    operator_id: UUID
    granted_at: datetime
    until: datetime
    ended_at: datetime | None

    def is_open(self, now: datetime) -> bool:
        return self.ended_at is None and self.until > now


async def grants(*, now: datetime, skip: int = 0, most: int = PAGE) -> Sequence[Granted]:
    """Of the organisation in scope, newest first; one more than `most` when there are more."""
    rows = await fetch(
        """SELECT g.*, o.removed_at, coalesce(p.name, '') AS by,
            (SELECT count(*) FROM access_look l WHERE l.tenant_id = g.tenant_id AND l.grant_id = g.id) AS looks,
            (SELECT count(*) FROM access_visit v WHERE v.tenant_id = g.tenant_id AND v.grant_id = g.id
                AND v.entered_at IS NOT NULL) AS entered
        FROM access_grant g JOIN operator o ON o.id = g.operator_id
        LEFT JOIN person p ON p.tenant_id = g.tenant_id AND p.id = g.ended_by
        ORDER BY g.granted_at DESC, g.id LIMIT $1 OFFSET $2""",
        most + 1,
        skip,
    )
    return [_granted(row, now) for row in rows]


async def looks(grant_id: UUID) -> Sequence[AccessLook]:
    """What was looked at under a grant, newest first."""
    return await select_all(AccessLook, "WHERE grant_id = $1 ORDER BY at DESC LIMIT $2", grant_id, MOST_LOOKS)


async def known_grants(
    *,
    tenant_id: UUID | None = None,
    operator_id: UUID | None = None,
    open_at: datetime | None = None,
    most: int = 100,
) -> Sequence[KnownGrant]:
    """Newest first, by the index; needs no tenant in scope."""
    rows = await fetch("SELECT * FROM grants_known($1, $2, $3, $4)", tenant_id, operator_id, open_at, most)
    return [KnownGrant(**dict(row)) for row in rows]


def _granted(row: Mapping[str, Any], now: datetime) -> Granted:
    values = dict(row)
    ended, how = _end(values, now)
    return Granted(
        id=values["id"],
        operator_id=values["operator_id"],
        operator=str(values["operator_name"]),
        reason=str(values["reason"]),
        granted_at=values["granted_at"],
        until=values["until"],
        ended_at=ended,
        how=how,
        ended_by=str(values["by"]),
        looks=values["looks"],
        entered=values["entered"],
    )


def _end(values: dict[str, Any], now: datetime) -> tuple[datetime | None, str]:
    """The first of what ends a grant."""
    ends = [
        (values["ended_at"], str(values["ended_how"])),
        (values["removed_at"], "removed"),
        (values["until"], "time"),
    ]
    over: list[tuple[datetime, str]] = [(at, how) for at, how in ends if at is not None and at <= now]
    return min(over) if over else (None, "")
