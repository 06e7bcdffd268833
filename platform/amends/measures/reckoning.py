"""How departments and people do, and what comes in by category: few statements, whatever they count."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from amends.database.scope import fetch
from amends.measures.catalogue import CONDITIONS, Figure
from amends.measures.finding import Narrowed, Reading, bound, condition, readable_to
from amends.measures.rules import Days, Step, share


@dataclass(frozen=True, slots=True)
class Doing:
    """Of one department or person. `days`: half of the closed cases took no longer, from receipt to closing."""

    open: int = 0
    overdue: int = 0
    closed: int = 0
    closed_late: int = 0
    days: float | None = None

    @property
    def kept(self) -> float | None:
        """Per cent of the closed cases in which every promise was kept."""
        return share(self.closed - self.closed_late, self.closed)


@dataclass(frozen=True, slots=True)
class Doings:
    departments: Mapping[UUID, Doing]
    people: Mapping[UUID, Doing]
    """Without what is with nobody."""


async def doings(reading: Reading, days: Days, *, person: UUID | None = None) -> Doings:
    """Open ones as they are now, closed ones of these days. `person`: of them alone."""
    narrowed = Narrowed(days=days, person=person)
    found: tuple[defaultdict[UUID, Doing], ...] = (defaultdict(Doing), defaultdict(Doing))
    for sql, figure, part in (
        (_OPEN, Figure.OPEN, Figure.OVERDUE),
        (_CLOSED, Figure.CLOSED, Figure.CLOSED_LATE),
    ):
        values = bound(reading, narrowed)
        asked = sql.format(
            part=CONDITIONS[part].format_map(values), where=condition(figure, reading, narrowed, values)
        )
        for row in await fetch(asked, *values.given):
            group, key = (
                found[row["of_person"]],
                row["assignee_id"] if row["of_person"] else row["department_id"],
            )
            if key is not None:
                given = {name: row[name] for name in Doing.__dataclass_fields__ if name in row.keys()}  # noqa: SIM118
                group[key] = replace(group[key], **given)
    return Doings(*found)


async def received(reading: Reading, days: Days, step: Step) -> Counter[tuple[date, str]]:
    """By the first day of the week or month, and category."""
    values = bound(reading, Narrowed(days=days), step=step.value, zone=reading.zone.key)
    where = f"{CONDITIONS[Figure.RECEIVED].format_map(values)} AND {readable_to(reading, values)}"
    rows = await fetch(
        f"""SELECT date_trunc({values["step"]}::text, c.lodged_at AT TIME ZONE {values["zone"]}::text)::date AS day, c.category,
        count(*) AS count FROM complaint c WHERE {where} GROUP BY 1, 2""",  # noqa: S608 - the figure's own condition
        *values.given,
    )
    return Counter({(row["day"], row["category"]): row["count"] for row in rows})


# Materialized: looked at once, though it is grouped twice.
_OPEN = """WITH found AS MATERIALIZED (
    SELECT c.department_id, c.assignee_id, {part} AS late FROM complaint c WHERE {where})
SELECT department_id, assignee_id, grouping(department_id) = 1 AS of_person, count(*) AS open,
    count(*) FILTER (WHERE late) AS overdue
FROM found GROUP BY GROUPING SETS ((department_id), (assignee_id))"""
_CLOSED = """WITH found AS MATERIALIZED (
    SELECT c.department_id, c.assignee_id, {part} AS late,
        extract(epoch FROM c.closed_at - c.received_at)::float8 AS seconds FROM complaint c WHERE {where})
SELECT department_id, assignee_id, grouping(department_id) = 1 AS of_person, count(*) AS closed,
    count(*) FILTER (WHERE late) AS closed_late, percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds) / 86400 AS days
FROM found GROUP BY GROUPING SETS ((department_id), (assignee_id))"""
