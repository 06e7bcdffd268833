"""The queue: which cases are in a list, in which order, a page of them, and how many there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from amends.complaints.confidence import readable
from amends.complaints.lists import DUE_FIRST, Looking, Narrowed, Sort, View, bound, condition, order
from amends.database.scope import fetch, fetch_one
from amends.deadlines.rules import Promise as PromiseFacts
from amends.people.actor import Actor

PAGE = 25
SIZES = (PAGE, 50, 100)
"""How many cases of the queue a reader may have on one page."""
MOST_PAGES = 200
"""Whoever pages on for longer than this is looking for something: a search answers that, not a list."""
COUNTED_TO: Final = 1000
"""More are not counted: who reads "1,000" does not count on either, and the database need not."""


@dataclass(frozen=True, slots=True)
class QueueRow:
    """`promise` is the open one that is due first."""

    id: UUID
    number: str
    policy_version_id: UUID
    state: str
    kind: str
    category: str
    level: str
    channel: str
    subject: str
    complainant: str
    disputed: bool
    received_at: datetime
    closed_at: datetime | None
    department_zh: str
    department_en: str
    assignee: str
    tags: Sequence[str]
    promise: PromiseFacts | None


@dataclass(frozen=True, slots=True)
class Listing:
    rows: Sequence[QueueRow]
    page: int
    more: bool


_LISTING = """
    SELECT c.id, c.number, c.policy_version_id, c.state, c.kind AS case_kind, c.category, c.level, c.channel, c.subject,
        coalesce(c.complainant_name, '') AS complainant, c.disputed, c.received_at, c.closed_at,
        d.name_zh AS department_zh, d.name_en AS department_en, coalesce(a.name, '') AS assignee,
        ARRAY(SELECT t.word FROM case_tag t WHERE t.tenant_id = c.tenant_id AND t.complaint_id = c.id ORDER BY t.word) AS tags,
        p.kind, p.started_at, p.due_at, p.paused_since, p.stood_still, p.late_by_regrading
    FROM (SELECT * FROM complaint c WHERE {condition} ORDER BY {order} LIMIT {most} OFFSET {skip}) c
    JOIN department d ON d.tenant_id = c.tenant_id AND d.id = c.department_id
    LEFT JOIN person a ON a.tenant_id = c.tenant_id AND a.id = c.assignee_id
    LEFT JOIN LATERAL (
        SELECT kind, started_at, due_at, paused_since, stood_still, late_by_regrading FROM promise
        WHERE tenant_id = c.tenant_id AND complaint_id = c.id AND ended_at IS NULL
        ORDER BY paused_since IS NOT NULL, due_at LIMIT 1
    ) p ON true
    ORDER BY {order}"""


async def listing(
    view: View,
    *,
    looking: Looking,
    page: int = 1,
    narrowed: Narrowed = Narrowed(),
    sort: Sort = Sort.DUE,
    size: int = PAGE,
) -> Listing:
    """`page` counts from 1."""
    page = min(max(page, 1), MOST_PAGES)
    values = bound(looking, narrowed)
    where, ordered = condition(view, looking, narrowed, values), order(view, sort, values)
    # One more than a page holds, to know whether there is a next one.
    rows = await _rows(where, values.given, order=ordered, skip=(page - 1) * size, most=size + 1)
    return Listing([_queue_row(row) for row in rows[:size]], page, len(rows) > size and page < MOST_PAGES)


async def counts(views: Sequence[View], *, looking: Looking) -> Mapping[View, int]:
    """How many cases each list has, up to `COUNTED_TO`; in one trip."""
    values = bound(looking, Narrowed())
    counted = ", ".join(
        f"(SELECT count(*) FROM (SELECT FROM complaint c WHERE {condition(view, looking, Narrowed(), values)} LIMIT {COUNTED_TO}) x)"  # noqa: S608
        for view in views
    )
    [row] = await fetch(f"SELECT ARRAY[{counted}] AS counts", *values.given)
    return dict(zip(views, row["counts"], strict=True))


async def numbered(number: str, reader: Actor) -> UUID | None:
    """The case that has it, however its letters are typed, if they may read it."""
    row = await fetch_one(
        f"SELECT c.id FROM complaint c WHERE c.number = $1 AND {readable(reader, 2)}",  # noqa: S608 - constants
        number.strip().upper(),
        reader.id,
    )
    return row["id"] if row is not None else None


async def only_readable(cases: Sequence[UUID], reader: Actor) -> list[UUID]:
    """In the order given, without those that are not there or not for them to know of."""
    rows = await fetch(
        f"SELECT c.id FROM complaint c WHERE c.id = ANY($1::uuid[]) AND {readable(reader, 2)}",  # noqa: S608
        list(cases),
        reader.id,
    )
    theirs = {row["id"] for row in rows}
    return [each for each in cases if each in theirs]


async def listed(cases: Sequence[UUID]) -> list[QueueRow]:
    """In the order given: those that `only_readable` left."""
    rows = {row["id"]: row for row in await _rows("c.id = ANY($1::uuid[])", [list(cases)], most=len(cases))}
    return [_queue_row(rows[each]) for each in cases if each in rows]


async def _rows(
    condition: str, values: Sequence[object], *, order: str = DUE_FIRST, skip: int = 0, most: int = PAGE
) -> Sequence[Mapping[str, Any]]:
    # Everything filled in is a constant of this module or a whole number; values are bound.
    return await fetch(_LISTING.format(condition=condition, order=order, most=most, skip=skip), *values)


def _queue_row(row: Mapping[str, Any]) -> QueueRow:
    promise = _next_promise(row) if row["kind"] is not None else None
    plain = {name: row[name] for name in QueueRow.__dataclass_fields__ if name not in ("promise", "kind")}
    return QueueRow(**plain, kind=row["case_kind"], promise=promise)


def _next_promise(row: Mapping[str, Any]) -> PromiseFacts:
    return PromiseFacts(
        row["kind"],
        row["started_at"],
        row["due_at"],
        late_by_regrading=bool(row["late_by_regrading"]),
        paused_since=row["paused_since"],
        stood_still=row["stood_still"] or timedelta(),
    )
