"""Which cases a figure counts, as far as the reader may know of them: how many, and which."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from amends.complaints.confidence import readable
from amends.database.binding import Bound
from amends.database.scope import fetch, fetch_one
from amends.measures.catalogue import CONDITIONS, Figure
from amends.measures.rules import Days, last_days
from amends.people.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Who reads, and when; `zone` says where a day begins."""

    reader: Actor
    now: datetime
    zone: ZoneInfo

    @property
    def today(self) -> Days:
        return last_days(self.now.astimezone(self.zone).date(), 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowed:
    """Empty: all. `others`: of all categories but these."""

    days: Days | None = None
    categories: Sequence[str] = ()
    others: bool = False
    department: UUID | None = None
    person: UUID | None = None


EVERYTHING = Narrowed()


def bound(reading: Reading, narrowed: Narrowed = EVERYTHING, **more: object) -> Bound:
    day, day_after = reading.today.moments(reading.zone)
    since, until = narrowed.days.moments(reading.zone) if narrowed.days is not None else (None, None)
    return Bound(
        {
            "now": reading.now,
            "reader": reading.reader.id,
            "day": day,
            "day_after": day_after,
            "since": since,
            "until": until,
            "categories": list(narrowed.categories),
            "department": narrowed.department,
            "person": narrowed.person,
            **more,
        }
    )


def condition(figure: Figure, reading: Reading, narrowed: Narrowed, values: Bound) -> str:
    """On a complaint `c`."""
    parts = [CONDITIONS[figure].format_map(values), readable_to(reading, values)]
    if narrowed.categories:
        parts.append(f"{'NOT ' if narrowed.others else ''}c.category = ANY({values['categories']}::text[])")
    if narrowed.department is not None:
        parts.append(f"c.department_id = {values['department']}")
    if narrowed.person is not None:
        parts.append(f"c.assignee_id = {values['person']}")
    return " AND ".join(parts)


def readable_to(reading: Reading, values: Bound) -> str:
    return readable(reading.reader, values.place("reader"))


async def counts(
    figures: Iterable[Figure], reading: Reading, narrowed: Narrowed = EVERYTHING
) -> Mapping[Figure, int]:
    """All of them in one trip; each goes by its own index."""
    values = bound(reading, narrowed)
    asked = ", ".join(
        f"(SELECT count(*) FROM complaint c WHERE {condition(each, reading, narrowed, values)}) AS {each.value}"  # noqa: S608
        for each in figures
    )
    row = await fetch_one(f"SELECT {asked}", *values.given)
    assert row is not None, "a statement without FROM has one row"
    return {Figure(name): count for name, count in row.items()}


async def cases(
    figure: Figure, reading: Reading, narrowed: Narrowed = EVERYTHING, *, skip: int = 0, most: int
) -> list[UUID]:
    """What is due first comes first, then what was lodged last."""
    values = bound(reading, narrowed)
    rows = await fetch(
        f"""SELECT c.id FROM complaint c WHERE {condition(figure, reading, narrowed, values)}
        ORDER BY c.closed_at IS NOT NULL, c.next_due NULLS LAST, c.lodged_at DESC, c.id
        LIMIT {most:d} OFFSET {skip:d}""",  # noqa: S608 - the figures' own conditions and whole numbers
        *values.given,
    )
    return [row["id"] for row in rows]
