"""Steps of escalation that nobody could be told of: in sight until somebody who administers has dealt with each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec

from amends.audit.operations import record
from amends.complaints.about import demand_unconcerned
from amends.complaints.tables import Complaint
from amends.complaints.texts import LONGEST_PARAGRAPH, prose
from amends.database.rows import select_all
from amends.database.scope import fetch
from amends.errors import DomainError, NotFound
from amends.people.actor import Actor
from amends.people.rights import Right

_OF_GAP = "WHERE id = (SELECT g.complaint_id FROM escalation_gap g WHERE g.id = $1)"


class DealtWith(DomainError):
    code = "dealt-with"
    status = 409
    message = "Somebody has dealt with this already."


@dataclass(frozen=True, slots=True)
class Gap:
    id: UUID
    complaint_id: UUID
    number: str
    subject: str
    policy_version_id: UUID
    trigger: str
    step: str
    reason: str
    noted_at: datetime
    about: frozenset[UUID]
    """Whom the complaint is about."""


_PLAIN = tuple(name for name in Gap.__dataclass_fields__ if name != "about")


async def open_gaps() -> Sequence[Gap]:
    """The oldest first."""
    rows = await fetch(
        """SELECT g.id, g.complaint_id, c.number, c.subject, c.policy_version_id, g.trigger, g.step, g.reason, g.noted_at,
            c.concerned
        FROM escalation_gap g JOIN complaint c ON c.tenant_id = g.tenant_id AND c.id = g.complaint_id
        WHERE g.dealt_at IS NULL ORDER BY g.noted_at, g.id LIMIT 200"""
    )
    return [Gap(**{name: row[name] for name in _PLAIN}, about=_ids(row["concerned"])) for row in rows]


def _ids(concerned: str | None) -> frozenset[UUID]:
    return frozenset(map(UUID, msgspec.json.decode(concerned))) if concerned else frozenset()


async def demand_gap(gap_id: UUID) -> None:
    if not await fetch("SELECT 1 FROM escalation_gap WHERE id = $1", gap_id):
        raise NotFound()


async def deal_with(gap_id: UUID, *, note: str, by: Actor, now: datetime) -> None:
    """What was done so that it reaches somebody next time."""
    by.demand(Right.MANAGE_PEOPLE)
    for case in await select_all(Complaint, _OF_GAP, gap_id):
        demand_unconcerned(case, by)
    note = prose("note", note, longest=LONGEST_PARAGRAPH, needed="Please write down what was done.")
    rows = await fetch(
        """UPDATE escalation_gap SET dealt_at = $2, dealt_by = $3, dealt_note = $4
        WHERE id = $1 AND dealt_at IS NULL RETURNING complaint_id, step""",
        gap_id,
        now,
        by.id,
        note,
    )
    if not rows:
        await demand_gap(gap_id)
        raise DealtWith()
    [row] = rows
    await record(
        act="escalation-gap-dealt",
        by=by,
        now=now,
        complaint_id=row["complaint_id"],
        detail={"gap": gap_id, "step": row["step"]},
        personal={"note": note},
    )
