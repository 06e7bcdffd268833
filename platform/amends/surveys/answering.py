"""Answers: by the complainant through their link or page, or told to staff on the telephone. A low one, or the wish to be
called, is followed by a return visit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import msgspec

from amends.audit.operations import record
from amends.complaints.case import Case, take, take_by
from amends.complaints.desk import Desk
from amends.complaints.texts import LONGEST_PARAGRAPH, Texts
from amends.database.rows import select_one
from amends.database.scope import execute
from amends.deadlines.due import due
from amends.people.actor import COMPLAINANT, Actor, ActorKind
from amends.people.rights import Right
from amends.people.roles import may
from amends.people.staff import staff_alone
from amends.policy.events import Event
from amends.surveys.queries import moments_of
from amends.surveys.refusals import NothingToAsk, OwnHandling, SurveyOver
from amends.surveys.rules import Stand, Way, asks_for_visit, average, may_answer, stand
from amends.surveys.tables import Survey
from amends.surveys.words import call_cause, visit_cause
from amends.tasks.ending import seen_to
from amends.tasks.operations import NewTask, opened
from amends.tasks.tables import TaskKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """`scores`: as typed, by dimension; "" of what they left out."""

    scores: Mapping[str, str] = field(default_factory=dict)
    comment: str = ""
    call_back: bool = False


async def answer(desk: Desk, survey_id: UUID, *, given: Answers, now: datetime) -> None:
    """By whoever holds the link or the case's own page (`amends.surveys.opening`). They may think again for a while."""
    seen = await select_one(Survey, "WHERE id = $1", survey_id)
    if seen is None:
        raise SurveyOver()
    case = await take(desk, seen.complaint_id)
    survey = await _locked(survey_id)
    if not may_answer(moments_of(survey), now):
        raise SurveyOver()
    await _keep(case, survey, given, by=COMPLAINANT, now=now)


async def interviewed(desk: Desk, complaint_id: UUID, *, given: Answers, by: Actor, now: datetime) -> None:
    case, survey = await _to_be_asked(desk, complaint_id, by=by, now=now)
    await _keep(case, survey, given, by=by, now=now)


async def not_reached(desk: Desk, complaint_id: UUID, *, by: Actor, now: datetime) -> None:
    """Counted; the call is still to be made."""
    case, survey = await _to_be_asked(desk, complaint_id, by=by, now=now)
    times = int(survey.unreached) + 1
    await execute("UPDATE survey SET unreached = $2 WHERE id = $1", survey.id, times)
    detail = {"survey": survey.id, "times": times}
    await record(act="survey-unreached", by=by, now=now, complaint_id=case.id, detail=detail)


async def refused(desk: Desk, complaint_id: UUID, *, by: Actor, now: datetime) -> None:
    """They do not want to answer, or could not be reached however often it was tried."""
    case, survey = await _to_be_asked(desk, complaint_id, by=by, now=now)
    await execute("UPDATE survey SET refused_at = $2, asked_by = $3 WHERE id = $1", survey.id, now, by.id)
    detail = {"survey": survey.id, "unreached": int(survey.unreached)}
    await record(act="survey-refused", by=by, now=now, complaint_id=case.id, detail=detail)
    await seen_to([call_cause(survey.id)], by=by, now=now)


async def _keep(case: Case, survey: Survey, given: Answers, *, by: Actor, now: datetime) -> None:
    scores, comment = _checked(case, survey, given)
    again = survey.answered_at is not None
    asked_by = by.id if by.kind is ActorKind.PERSON else None
    await execute(
        """UPDATE survey SET scores = $2::jsonb, comment = $3, call_back = $4, asked_by = $5,
            answered_at = coalesce(answered_at, $6), changed_at = CASE WHEN answered_at IS NOT NULL THEN $6::timestamptz END
        WHERE id = $1""",
        survey.id,
        msgspec.json.encode(scores).decode(),
        comment,
        given.call_back,
        asked_by,
        now,
    )
    detail = {"survey": survey.id, "average": str(average(scores.values())), "call_back": given.call_back}
    act = "survey-changed" if again else "survey-answered"
    await record(act=act, by=by, now=now, complaint_id=case.id, detail=detail, personal={"comment": comment})
    await seen_to([call_cause(survey.id)], by=by, now=now)
    if asks_for_visit(case.desk.policy.survey, scores, call_back=given.call_back):
        await _visit_owed(case, survey, by=by, now=now)


async def _visit_owed(case: Case, survey: Survey, *, by: Actor, now: datetime) -> None:
    """Once, however often they think again; they are told until when."""
    within = case.desk.policy.survey.visit_within
    if within is None or survey.visit_due_at is not None:
        return
    until = due(now, within, case.desk.calendar)
    await execute("UPDATE survey SET visit_due_at = $2 WHERE id = $1", survey.id, until)
    detail = {"survey": survey.id, "due_at": until}
    await record(act="return-visit-owed", by=by, now=now, complaint_id=case.id, detail=detail)
    visit = NewTask(
        kind=TaskKind.RETURN_VISIT,
        cause=visit_cause(survey.id),
        due_at=until,
        complaint_id=case.id,
        department_id=case.row.department_id,
    )
    await opened([visit], by=by, now=now)
    date = case.desk.local(until, case.answered_to(now).language)
    await case.tell_complainant(
        Event.RETURN_VISIT, key=f"return-visit:{survey.id}", now=now, by_program=True, date=date
    )


def _checked(case: Case, survey: Survey, given: Answers) -> tuple[dict[str, int], str]:
    texts, scores = Texts(), dict[str, int]()
    for code in case.desk.policy.survey.dimensions:
        typed = given.scores.get(code, "").strip()
        if typed.isdecimal() and 1 <= int(typed[:3]) <= int(survey.highest):
            scores[code] = int(typed)
        elif typed:
            texts.wrong[f"scores.{code}"] = "Please choose one of the list."
    comment = texts.prose("comment", given.comment, required=False, longest=LONGEST_PARAGRAPH)
    if not scores and not texts.wrong:
        first = next(iter(case.desk.policy.survey.dimensions), "")
        texts.wrong[f"scores.{first}"] = "Please rate at least one of these."
    texts.demand()
    return scores, comment


async def _to_be_asked(desk: Desk, complaint_id: UUID, *, by: Actor, now: datetime) -> tuple[Case, Survey]:
    by.demand(Right.HANDLE)
    case = await take_by(desk, complaint_id, by)
    survey = await select_one(
        Survey, "WHERE complaint_id = $1 ORDER BY closed_at DESC LIMIT 1 FOR NO KEY UPDATE", complaint_id
    )
    if survey is None or survey.way != Way.TELEPHONE or stand(moments_of(survey), now) is not Stand.INVITED:
        raise NothingToAsk()
    if by.id == case.row.assignee_id and await _others(case, by, now):
        raise OwnHandling()
    return case, survey


async def _others(case: Case, by: Actor, now: datetime) -> bool:
    """Whether anybody else could ask: nobody is asked by whom they would have to complain about, if avoidable."""
    known = await staff_alone(now)
    people = known.without(case.row.about).active
    return any(person.id != by.id and may(person, Right.HANDLE) for person in people)


async def _locked(survey_id: UUID) -> Survey:
    survey = await select_one(Survey, "WHERE id = $1 FOR NO KEY UPDATE", survey_id)
    assert survey is not None, "nobody who serves deletes surveys"
    return survey
