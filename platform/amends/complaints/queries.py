"""What staff look at: the queue, and one case whole. Reading only; few statements, never a count of everything."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from amends.complaints.likenesses import KNOWN_AGAIN
from amends.complaints.tables import Allegation, Complaint
from amends.correspondence.tables import Message
from amends.database.rows import select_all, select_beside
from amends.database.scope import fetch, fetch_one
from amends.deadlines.operations import promises_of
from amends.deadlines.tables import Promise
from amends.errors import NotFound
from amends.evidence.operations import evidence_of
from amends.evidence.redacted import apart
from amends.evidence.scanning import Scan, said_of
from amends.evidence.tables import Evidence
from amends.knowledge.queries import EXIST as HAS_ARTICLES
from amends.people.queries import departments, people_named
from amends.people.tables import Department
from amends.remedies.operations import remedies_of
from amends.remedies.tables import Remedy

MOST_HISTORY = 500


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
    scans: Mapping[str, Scan] = field(default_factory=dict)
    """What a scanner said of its files, by object."""
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


_BESIDE = f"ARRAY[{KNOWN_AGAIN}, {HAS_ARTICLES}]"


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
        scans=await said_of([str(item.object_name) for item in evidence]),
        history=history,
        names=await people_named(person for person in mentioned if person is not None),
    )


async def _numbers(complaints: Collection[UUID]) -> Mapping[UUID, str]:
    """Asked for only where there are any: hardly any case costs the statement."""
    if not complaints:
        return {}
    rows = await fetch("SELECT id, number FROM complaint WHERE id = ANY($1::uuid[])", list(complaints))
    return {row["id"]: row["number"] for row in rows}


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
