"""Short ways to where a test of surveys begins: a closed case, and its time moved on."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from amends.complaints.desk import Desk
from amends.surveys import answering
from amends.surveys.answering import Answers
from amends.surveys.firing import looked_at
from amends.surveys.queries import latest_of
from amends.surveys.tables import Survey
from tests.world import World


async def survey_of(world: World, case: UUID) -> Survey:
    async with world.scope():
        survey = await latest_of(case)
    assert survey is not None
    return survey


async def none_of(world: World, case: UUID) -> bool:
    async with world.scope():
        return await latest_of(case) is None


async def look(world: World, survey_id: UUID, now: datetime) -> datetime | None:
    async with world.at_desk() as desk:

        async def desks(_version: UUID, _calendar: UUID | None) -> Desk:
            return desk

        return await looked_at(survey_id, desks=desks, now=now)


async def answer(world: World, survey_id: UUID, now: datetime, score: int = 4, **given: object) -> None:
    async with world.at_desk() as desk:
        scores = {code: str(score) for code in desk.policy.survey.dimensions}
        answers = Answers(**{"scores": scores, **given})  # type: ignore[arg-type]
        await answering.answer(desk, survey_id, given=answers, now=now)


async def letters(world: World) -> list[str]:
    return [str(row.body) for row in await world.notices(event="survey", channel="mail")]
