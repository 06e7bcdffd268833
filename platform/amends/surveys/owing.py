"""A survey comes to be owed when a case is closed with an answer, and is owed no more when the case is reopened."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from amends.audit.operations import record
from amends.complaints.case import Case
from amends.complaints.facts import facts_of
from amends.database.rows import insert_all, new_row
from amends.database.scope import fetch
from amends.outbox.operations import publish
from amends.people.actor import SYSTEM
from amends.policy.conditions import fields_of
from amends.policy.kinds import kind_of
from amends.surveys.rules import leaves, way
from amends.surveys.tables import Survey
from amends.surveys.words import call_cause
from amends.tasks.ending import seen_to

SURVEY_DUE = "survey-due"
"""The outbox name of a look at one; its payload is the survey's id."""
REOPENED = "The complaint was reopened."
"""Why nobody need telephone any more; pages say it in the reader's language."""


async def owed_after_closing(case: Case, *, now: datetime) -> None:
    """Nothing is asked of who got no answer, cannot be reached, or brought what is no complaint or confidential."""
    row, policy = case.row, case.desk.policy
    counts = kind_of(policy, str(row.kind)).counts and not case.nobodys and not row.confidential
    if not policy.survey.dimensions or not counts or not row.result:
        return
    facts = await facts_of(policy, row, fields_of(policy.survey.interview_when))
    to = case.answered_to(now)
    found = way(policy.survey, facts, email=to.address or "", phone=to.phone)
    if found is None:
        return
    survey = new_row(
        Survey,
        id=uuid4(),
        complaint_id=case.id,
        closed_at=now,
        way=found,
        highest=policy.survey.highest,
        invite_at=leaves(now, policy.survey.after, case.desk.calendar),
    )
    await insert_all([survey])
    payloads = {f"{SURVEY_DUE}:{survey.id}": {"survey_id": str(survey.id)}}
    await publish(name=SURVEY_DUE, payloads=payloads, now=survey.invite_at)


async def taken_back(case: Case, *, now: datetime) -> None:
    """What was answered stays; who did not answer yet is asked when the case is closed again."""
    rows = await fetch(
        """UPDATE survey SET ended_at = $2 WHERE complaint_id = $1 AND answered_at IS NULL AND refused_at IS NULL
        AND ended_at IS NULL RETURNING id, invited_at""",
        case.id,
        now,
    )
    for row in rows:
        if row["invited_at"] is not None:
            await record(
                act="survey-ended", by=SYSTEM, now=now, complaint_id=case.id, detail={"survey": row["id"]}
            )
    if rows:
        causes = [call_cause(row["id"]) for row in rows]
        await seen_to(causes, by=SYSTEM, now=now, cancelled=REOPENED)
