"""Who may answer a survey: whoever holds its link, for as long as anything can be answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from amends.complaints.tables import Complaint
from amends.database.rows import select_one
from amends.database.scope import execute
from amends.surveys.keys import key_fits
from amends.surveys.queries import latest_of, moments_of
from amends.surveys.refusals import SurveyOver
from amends.surveys.rules import may_answer
from amends.surveys.tables import Survey


@dataclass(frozen=True, slots=True)
class Opened:
    survey: Survey
    case: Complaint


async def by_key(survey_id: UUID, key: str, *, secrets: Sequence[str], now: datetime) -> Survey:
    """SurveyOver for every other link. When it was opened first is noted, and nothing else about them."""
    if not key_fits(key, secrets, survey_id):
        raise SurveyOver()
    survey = (await opened(survey_id, now=now)).survey
    if survey.opened_at is None:
        await execute("UPDATE survey SET opened_at = $2 WHERE id = $1 AND opened_at IS NULL", survey_id, now)
    return survey


async def opened(survey_id: UUID, *, now: datetime) -> Opened:
    """For whoever has shown that it is theirs."""
    survey = await select_one(Survey, "WHERE id = $1", survey_id)
    if survey is None or not may_answer(moments_of(survey), now):
        raise SurveyOver()
    case = await select_one(Complaint, "WHERE id = $1", survey.complaint_id)
    assert case is not None, "the database keeps a survey's case"
    return Opened(survey, case)


async def offered(complaint_id: UUID, *, now: datetime) -> Survey | None:
    """On the page of one's own case: the survey after its last closing, while it can be answered."""
    survey = await latest_of(complaint_id)
    return survey if survey is not None and may_answer(moments_of(survey), now) else None
