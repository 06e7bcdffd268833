"""Evidence that may be lost: said at once, seen to at once, and on every page of the case until it is lifted."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from amends.audit.operations import record
from amends.complaints.desk import Desk
from amends.complaints.texts import LONGEST_PARAGRAPH, prose
from amends.database.rows import insert_all, new_row
from amends.database.scope import execute
from amends.errors import DomainError
from amends.investigation.checking import in_hand
from amends.investigation.queries import risk_of
from amends.investigation.tables import EvidenceRisk
from amends.people.actor import Actor
from amends.people.rights import Right
from amends.tasks.ending import seen_to
from amends.tasks.operations import NewTask, opened
from amends.tasks.tables import TaskKind

FLAGGED = "evidence-at-risk"
LIFTED = "evidence-risk-lifted"


class AtRiskAlready(DomainError):
    code = "evidence-at-risk"
    status = 409
    message = "That evidence may be lost is said already."
    hint = "Reload the page: somebody else said so, and whoever has the case was told."


class NotAtRisk(DomainError):
    code = "evidence-not-at-risk"
    status = 409
    message = "Nobody says that evidence may be lost."
    hint = "Reload the page: somebody else may have lifted it."


async def flag(desk: Desk, complaint_id: UUID, *, reason: str, by: Actor, now: datetime) -> None:
    """A task for whoever has the case, due now (S-IV-10)."""
    by.demand(Right.RECORD)
    case = await in_hand(desk, complaint_id, by)
    reason = prose("reason", reason, longest=LONGEST_PARAGRAPH, needed="Please say what may be lost.")
    if await risk_of(case.id) is not None:
        raise AtRiskAlready()
    risk = uuid4()
    await record(
        act=FLAGGED,
        by=by,
        now=now,
        complaint_id=case.id,
        detail={"risk": risk},
        personal={"reason": reason},
    )
    task = NewTask(kind=TaskKind.EVIDENCE_RISK, cause=_cause(risk), due_at=now, complaint_id=case.id)
    await opened([task], by=by, now=now)
    row = new_row(
        EvidenceRisk,
        id=risk,
        complaint_id=case.id,
        reason=reason,
        flagged_at=now,
        flagged_by=by.id,
    )
    await insert_all([row])


async def lift(desk: Desk, complaint_id: UUID, *, reason: str, by: Actor, now: datetime) -> None:
    """It is safe, or lost for good."""
    by.demand(Right.HANDLE)
    case = await in_hand(desk, complaint_id, by)
    reason = prose("reason", reason, longest=LONGEST_PARAGRAPH, needed="Please say what was done.")
    risk = await risk_of(case.id)
    if risk is None:
        raise NotAtRisk()
    await execute(
        "UPDATE evidence_risk SET lifted_at = $2, lifted_by = $3, lifted_reason = $4 WHERE id = $1",
        risk.id,
        now,
        by.id,
        reason,
    )
    await record(
        act=LIFTED,
        by=by,
        now=now,
        complaint_id=case.id,
        detail={"risk": risk.id},
        personal={"reason": reason},
    )
    await seen_to([_cause(risk.id)], by=by, now=now, outcome=reason)


def _cause(risk_id: UUID) -> str:
    return f"evidence-risk:{risk_id}"
