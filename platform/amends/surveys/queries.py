"""Surveys of one case: the latest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

import msgspec

from amends.database.rows import select_all, select_one
from amends.surveys.rules import Moments, Way
from amends.surveys.tables import Survey


async def surveys_of(complaint_id: UUID) -> Sequence[Survey]:
    return await select_all(Survey, "WHERE complaint_id = $1 ORDER BY closed_at DESC", complaint_id)


async def latest_of(complaint_id: UUID) -> Survey | None:
    return await select_one(Survey, "WHERE complaint_id = $1 ORDER BY closed_at DESC LIMIT 1", complaint_id)


def moments_of(survey: Survey) -> Moments:
    return Moments(
        invite_at=survey.invite_at,
        invited_at=survey.invited_at,
        remind_at=survey.remind_at,
        reminded_at=survey.reminded_at,
        answered_at=survey.answered_at,
        refused_at=survey.refused_at,
        ended_at=survey.ended_at,
        by_telephone=survey.way == Way.TELEPHONE,
    )


def scores_of(survey: Survey) -> Mapping[str, int]:
    """Empty before they answered."""
    return msgspec.json.decode(str(survey.scores), type=dict[str, int]) if survey.scores else {}
