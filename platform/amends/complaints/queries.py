"""What staff look at: the queue, and one case whole. Reading only; few statements, never a count of everything."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

import msgspec

from amends.complaints.confidence import readable
from amends.complaints.likenesses import KNOWN_AGAIN
from amends.complaints.tables import Allegation, Complaint
from amends.correspondence.tables import Message
from amends.database.rows import select_all, select_beside
from amends.database.scope import fetch, fetch_one
from amends.deadlines.operations import promises_of
from amends.deadlines.rules import Promise as PromiseFacts
from amends.deadlines.tables import Promise
from amends.errors import NotFound
from amends.evidence.operations import evidence_of
from amends.evidence.redacted import apart
from amends.evidence.tables import Evidence
from amends.knowledge.queries import EXIST as HAS_ARTICLES
from amends.people.actor import Actor
from amends.people.queries import departments, people_named
from amends.people.tables import Department
from amends.remedies.operations import remedies_of
from amends.remedies.tables import Remedy

PAGE = 25
SIZES = (PAGE, 50, 100)
"""How many cases of the queue a reader may have on one page."""
MOST_PAGES = 200
"""Whoever pages on for longer than this is looking for something: a search answers that, not a list."""
MOST_HISTORY = 500


class View(StrEnum):
    """The queue's filters."""

    OPEN = "open"
    MINE = "mine"
    DEPARTMENT = "department"
    UNASSIGNED = "unassigned"
    BROKEN = "broken"
    REGRADED = "regraded"
    """Something is late there only because the level changed."""
    CLOSED = "closed"


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
    promise: PromiseFacts | None


@dataclass(frozen=True, slots=True)
class Listing:
    rows: Sequence[QueueRow]
    page: int
    more: bool


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One act with what was written on that occasion; the words of messages are with the messages."""

    at: datetime
    actor_kind: str
    actor_id: UUID | None
    act: str
    detail: Mapping[str, Any]
    personal: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CaseFile:
    """Everything the case page shows, read in one transaction."""

    row: Complaint
    departments: Sequence[Department]
    """All of the organisation's."""
    allegations: Sequence[Allegation]
    promises: Sequence[Promise]
    remedies: Sequence[Remedy]
    messages: Sequence[Message]
    evidence: Sequence[Evidence]
    """Without redacted copies."""
    history: Sequence[HistoryLine]
    """Newest first."""
    names: Mapping[UUID, str]
    """Of every member of staff who occurs in the file."""
    merged: Mapping[UUID, str] = field(default_factory=dict)
    """The numbers of complaints merged into it in which something was promised."""
    copies: Mapping[UUID, Evidence] = field(default_factory=dict)
    """By file, its redacted copy."""
    known_again: bool = False
    """There is another complaint of the same complainant, or with the same mark (`complaints.likenesses`)."""
    has_articles: bool = False
    """The organisation has articles in use."""

    @property
    def department(self) -> Department:
        return next(row for row in self.departments if row.id == self.row.department_id)

    @property
    def answers(self) -> Mapping[str, str]:
        return msgspec.json.decode(str(self.row.answers), type=dict[str, str])


LATE = """EXISTS (SELECT FROM promise p WHERE p.tenant_id = c.tenant_id AND p.complaint_id = c.id
    AND p.ended_at IS NULL AND p.paused_since IS NULL AND p.due_at < $1 AND {but}coalesce(p.late_by_regrading, false))"""
_CONDITIONS = {
    View.OPEN: "c.closed_at IS NULL",
    View.MINE: "c.closed_at IS NULL AND c.assignee_id = $1",
    View.DEPARTMENT: "c.closed_at IS NULL AND c.department_id = $1",
    View.UNASSIGNED: "c.closed_at IS NULL AND c.assignee_id IS NULL",
    View.BROKEN: f"c.closed_at IS NULL AND c.next_due < $1 AND {LATE.format(but='NOT ')}",
    View.REGRADED: f"c.closed_at IS NULL AND c.next_due < $1 AND {LATE.format(but='')}",
    View.CLOSED: "c.closed_at IS NOT NULL",
}
_LISTING = """
    SELECT c.id, c.number, c.policy_version_id, c.state, c.kind AS case_kind, c.category, c.level, c.channel, c.subject,
        coalesce(c.complainant_name, '') AS complainant, c.disputed, c.received_at, c.closed_at,
        d.name_zh AS department_zh, d.name_en AS department_en, coalesce(a.name, '') AS assignee,
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
_BESIDE = f"ARRAY[{KNOWN_AGAIN}, {HAS_ARTICLES}]"
_DUE_FIRST = "c.next_due NULLS LAST, c.lodged_at DESC, c.id"
_CLOSED_LAST = "c.closed_at DESC, c.id"


async def listing(
    view: View,
    *,
    reader: Actor,
    now: datetime,
    page: int = 1,
    categories: Sequence[str] = (),
    others: bool = False,
    kind: str = "",
    size: int = PAGE,
) -> Listing:
    """What is due first comes first; closed ones by when they were closed. `page` counts from 1; no categories: all.
    `others`: of all categories but these; no kind: all."""
    page = min(max(page, 1), MOST_PAGES)
    own: dict[View, object] = {
        View.MINE: reader.id,
        View.DEPARTMENT: reader.department_id,
        View.BROKEN: now,
        View.REGRADED: now,
    }
    condition, values = _CONDITIONS[view], [own[view]] if view in own else []
    values.append(reader.id)
    condition += f" AND {readable(reader, len(values))}"
    if categories:
        values.append(list(categories))
        condition += f" AND {'NOT ' if others else ''}c.category = ANY(${len(values)}::text[])"
    if kind:
        values.append(kind)
        condition += f" AND c.kind = ${len(values)}"
    order = _CLOSED_LAST if view is View.CLOSED else _DUE_FIRST
    # One more than a page holds, to know whether there is a next one.
    rows = await _rows(condition, values, order=order, skip=(page - 1) * size, most=size + 1)
    return Listing([_queue_row(row) for row in rows[:size]], page, len(rows) > size and page < MOST_PAGES)


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


async def pinned_versions(complaint_id: UUID) -> tuple[UUID, UUID | None]:
    """Of policy and calendar, as the case was lodged; NotFound when there is no such case here."""
    row = await fetch_one(
        "SELECT policy_version_id, calendar_version_id FROM complaint WHERE id = $1", complaint_id
    )
    if row is None:
        raise NotFound()
    return row["policy_version_id"], row["calendar_version_id"]


async def case_file(complaint_id: UUID) -> CaseFile:
    found = await select_beside(Complaint, _BESIDE, "WHERE id = $1", complaint_id)
    if not found:
        raise NotFound()
    [(row, (known_again, has_articles))] = found
    messages = await select_all(Message, "WHERE complaint_id = $1 ORDER BY at", complaint_id)
    evidence, copies = apart(await evidence_of(complaint_id))
    history = await _history(complaint_id)
    mentioned: set[UUID | None] = {row.assignee_id, row.taken_by, *row.about}
    mentioned |= {message.author_id for message in messages} | {
        item.added_by for item in (*evidence, *copies.values())
    }
    mentioned |= {line.actor_id for line in history} | {_assigned(line) for line in history}
    promises = await promises_of(complaint_id)
    return CaseFile(
        row=row,
        departments=await departments(),
        allegations=await select_all(Allegation, "WHERE complaint_id = $1 ORDER BY rank", complaint_id),
        promises=promises,
        known_again=known_again,
        has_articles=has_articles,
        merged=await _numbers({promise.origin_id for promise in promises} - {None}),
        remedies=await remedies_of(complaint_id),
        messages=messages,
        evidence=evidence,
        copies=copies,
        history=history,
        names=await people_named(person for person in mentioned if person is not None),
    )


async def _numbers(complaints: Collection[UUID]) -> Mapping[UUID, str]:
    """Asked for only where there are any: hardly any case costs the statement."""
    if not complaints:
        return {}
    rows = await fetch("SELECT id, number FROM complaint WHERE id = ANY($1::uuid[])", list(complaints))
    return {row["id"]: row["number"] for row in rows}


async def _rows(
    condition: str, values: Sequence[object], *, order: str = _DUE_FIRST, skip: int = 0, most: int = PAGE
) -> Sequence[Mapping[str, Any]]:
    # Everything filled in is a constant of this module or a whole number; values are bound.
    return await fetch(_LISTING.format(condition=condition, order=order, most=most, skip=skip), *values)


def _queue_row(row: Mapping[str, Any]) -> QueueRow:
    promise = _next_promise(row) if row["kind"] is not None else None
    plain = {name: row[name] for name in QueueRow.__dataclass_fields__ if name not in ("promise", "kind")}
    return QueueRow(**plain, kind=row["case_kind"], promise=promise)


async def _history(complaint_id: UUID) -> list[HistoryLine]:
    rows = await fetch(
        """SELECT e.at, e.actor_kind, e.actor_id, e.act, e.detail, (
            SELECT jsonb_object_agg(v.name, v.value) FROM history_value v
            WHERE v.tenant_id = e.tenant_id AND v.entry_id = e.id
        ) AS personal
        FROM (
            SELECT * FROM history_entry WHERE chain_id = $1 ORDER BY seq DESC LIMIT $2
        ) e ORDER BY e.seq DESC""",
        complaint_id,
        MOST_HISTORY,
    )
    return [
        HistoryLine(
            row["at"],
            row["actor_kind"],
            row["actor_id"],
            row["act"],
            msgspec.json.decode(row["detail"]),
            msgspec.json.decode(row["personal"] or "{}"),
        )
        for row in rows
    ]


def _assigned(line: HistoryLine) -> UUID | None:
    named = {"assign": "assignee", "incident-declared": "owner", "incident-given": "owner"}.get(line.act)
    assignee = line.detail.get(named) if named else None
    return UUID(assignee) if assignee else None


def _next_promise(row: Mapping[str, Any]) -> PromiseFacts:
    return PromiseFacts(
        row["kind"],
        row["started_at"],
        row["due_at"],
        late_by_regrading=bool(row["late_by_regrading"]),
        paused_since=row["paused_since"],
        stood_still=row["stood_still"] or timedelta(),
    )
