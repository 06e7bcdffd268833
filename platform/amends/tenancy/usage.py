"""How much an organisation uses: counted behind its wall from time to time, and kept as figures only.

What leaves the wall is what `note_usage` takes: numbers, a moment, codes of roles and the first days of weeks. Its
column types and constraints hold out everything else, and it writes for the organisation in scope alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from amends.database.scope import execute, fetch, fetch_one
from amends.people.rights import Role

LATELY = timedelta(days=30)
WEEKS = 12

_FIGURES = """
SELECT (SELECT count(*) FROM person WHERE status = 'active') AS people,
    (SELECT count(*) FROM complaint) AS complaints,
    (SELECT count(*) FROM complaint WHERE lodged_at > $1) AS lately,
    (SELECT coalesce(sum(size + coalesce(copy_size, 0)), 0) FROM evidence) AS bytes,
    greatest((SELECT max(lodged_at) FROM complaint), (SELECT max(created_at) FROM session)) AS active_at"""
_ROLES = (
    "SELECT role, count(*) AS people FROM person, unnest(roles) AS role WHERE status = 'active' GROUP BY role"
)
_WEEKS = """
SELECT date_trunc('week', lodged_at AT TIME ZONE $1)::date AS week, count(*) AS complaints
FROM complaint WHERE lodged_at >= $2 GROUP BY 1"""


@dataclass(frozen=True, slots=True)
class Parts:
    """People by role, and complaints by week, oldest first: all weeks, those without any included."""

    roles: Mapping[str, int]
    weeks: Sequence[tuple[date, int]]


async def count_usage(*, zone: str, now: datetime) -> None:
    """Needs the organisation's scope."""
    row = await fetch_one(_FIGURES, now - LATELY)
    assert row is not None, "a SELECT without FROM has one row"
    people = {
        f"role:{each['role']}": each["people"] for each in await fetch(_ROLES) if each["role"] in set(Role)
    }
    weeks = await fetch(_WEEKS, zone, now - timedelta(weeks=WEEKS + 1))
    parts = people | {f"week:{each['week'].isoformat()}": each["complaints"] for each in weeks}
    await execute(
        "SELECT note_usage($1, $2, $3, $4, $5, $6, $7, $8)",
        now,
        row["people"],
        row["complaints"],
        row["lately"],
        min(-(-int(row["bytes"]) // 1024), 2**31 - 1),
        row["active_at"],
        list(parts),
        list(parts.values()),
    )


async def parts_of(tenant_id: UUID, *, today: date) -> Parts:
    """Needs the platform scope; `today` is the organisation's."""
    rows = await fetch("SELECT name, number FROM usage_parts($1)", tenant_id)
    counted = {row["name"]: int(row["number"]) for row in rows}
    monday = today - timedelta(days=today.weekday())
    days = [monday - timedelta(weeks=back) for back in reversed(range(WEEKS))]
    return Parts(
        roles={role: counted.get(f"role:{role}", 0) for role in Role},
        weeks=[(day, counted.get(f"week:{day.isoformat()}", 0)) for day in days],
    )
