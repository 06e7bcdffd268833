"""Lists of corrective actions, and one of them with its book."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import msgspec

from amends.correctives.rules import Facts, Standing, standing
from amends.database.scope import fetch
from amends.errors import NotFound
from amends.people.actor import Actor

PAGE = 25
MOST_PAGES = 200


class View(StrEnum):
    OPEN = "open"
    MINE = "mine"
    """Mine to do, or to look at."""
    OVER = "over"


@dataclass(frozen=True, slots=True)
class ActionLine:
    """An action with the names of who is in it."""

    id: UUID
    number: str
    kind: str
    title: str
    measures: str
    state: str
    round: int
    plans: int
    owner_id: UUID | None
    owner: str
    """Empty: nobody in particular any more."""
    checker_id: UUID | None
    checker: str
    """Empty: whoever supervises."""
    due_at: datetime
    check_due_at: datetime
    opened_at: datetime
    opened_by: str
    done_at: datetime | None
    done_by: UUID | None
    checked_at: datetime | None
    cases: int

    @property
    def facts(self) -> Facts:
        return Facts(self.state, self.owner_id, self.checker_id, self.done_by, self.due_at, self.check_due_at)

    def standing(self, now: datetime) -> Standing:
        return standing(self.facts, now)


@dataclass(frozen=True, slots=True)
class CaseLine:
    id: UUID
    number: str
    subject: str
    concerned: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class EntryLine:
    act: str
    at: datetime
    by: str
    note: str
    process_change: str
    detail: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Listing:
    actions: Sequence[ActionLine]
    page: int
    more: bool


_COLUMNS = """SELECT a.id, a.number, a.kind, a.title, a.measures, a.state, a.round, a.plans, a.owner_id, coalesce(o.name, '') AS owner,
    a.checker_id, coalesce(k.name, '') AS checker, a.due_at, a.check_due_at, a.opened_at, coalesce(b.name, '') AS opened_by,
    a.done_at, a.done_by, a.checked_at,
    (SELECT count(*)::int FROM corrective_case c WHERE c.tenant_id = a.tenant_id AND c.action_id = a.id) AS cases
FROM corrective_action a
LEFT JOIN person o ON o.tenant_id = a.tenant_id AND o.id = a.owner_id
LEFT JOIN person k ON k.tenant_id = a.tenant_id AND k.id = a.checker_id
LEFT JOIN person b ON b.tenant_id = a.tenant_id AND b.id = a.opened_by
"""
_OPEN = "a.state IN ('open', 'done')"
_CONDITIONS = {
    View.OPEN: _OPEN,
    View.MINE: f"{_OPEN} AND ((a.state = 'open' AND a.owner_id = $2) OR (a.state = 'done' AND a.checker_id = $2))",
    View.OVER: "a.state IN ('effective', 'cancelled')",
}
_SOONEST = "CASE a.state WHEN 'open' THEN a.due_at ELSE a.check_due_at END, a.id"
_NEWEST = "a.opened_at DESC, a.id"


async def listing(view: View, *, reader: Actor, page: int = 1) -> Listing:
    """What is due first stands first; one more row than a page holds says whether there is a next one."""
    page = min(max(page, 1), MOST_PAGES)
    rows = await fetch(
        f"""{_COLUMNS} WHERE {_CONDITIONS[view]} ORDER BY {_NEWEST if view is View.OVER else _SOONEST}
        LIMIT {PAGE + 1} OFFSET $1""",
        (page - 1) * PAGE,
        *([reader.id] if view is View.MINE else []),
    )
    return Listing([ActionLine(**row) for row in rows[:PAGE]], page, len(rows) > PAGE)


async def actions_of(complaint_id: UUID) -> list[ActionLine]:
    """Of a case, in the order they were opened."""
    rows = await fetch(
        f"""{_COLUMNS} WHERE a.id IN (SELECT action_id FROM corrective_case WHERE complaint_id = $1)
        ORDER BY a.opened_at, a.id""",  # noqa: S608 - constants of this module
        complaint_id,
    )
    return [ActionLine(**row) for row in rows]


async def one_action(action_id: UUID) -> ActionLine:
    rows = await fetch(f"{_COLUMNS} WHERE a.id = $1", action_id)
    if not rows:
        raise NotFound()
    return ActionLine(**rows[0])


async def cases_of(action_id: UUID) -> list[CaseLine]:
    rows = await fetch(
        """SELECT c.id, c.number, c.subject, c.concerned FROM corrective_case k
        JOIN complaint c ON c.tenant_id = k.tenant_id AND c.id = k.complaint_id
        WHERE k.action_id = $1 ORDER BY k.linked_at, c.number""",
        action_id,
    )
    return [
        CaseLine(
            row["id"],
            row["number"],
            row["subject"],
            frozenset(map(UUID, msgspec.json.decode(row["concerned"] or "[]"))),
        )
        for row in rows
    ]


async def entries_of(action_id: UUID) -> list[EntryLine]:
    """The newest first."""
    rows = await fetch(
        """SELECT e.act, e.at, coalesce(p.name, '') AS by, e.note, e.process_change, e.detail FROM corrective_entry e
        LEFT JOIN person p ON p.tenant_id = e.tenant_id AND p.id = e.by_id
        WHERE e.action_id = $1 ORDER BY e.place DESC""",
        action_id,
    )
    return [EntryLine(**{**row, "detail": msgspec.json.decode(row["detail"])}) for row in rows]
