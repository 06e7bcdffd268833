"""The time of a survey has come: the rule is asked again then, and what is due is done once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from amends.audit.operations import record
from amends.complaints.case import Case, take
from amends.complaints.desk import Desks
from amends.complaints.tables import Complaint
from amends.database.rows import select_one
from amends.database.scope import execute
from amends.deadlines.due import due
from amends.notices.operations import tell_all
from amends.people.actor import SYSTEM
from amends.policy.events import Event
from amends.surveys.keys import link_of
from amends.surveys.queries import moments_of
from amends.surveys.rules import CALL_WITHIN, OPEN_FOR, Step, Way, leaves, look_at, step
from amends.surveys.tables import Survey
from amends.surveys.words import REMINDER, UNTIL, call_cause
from amends.tasks.operations import NewTask, opened
from amends.tasks.tables import TaskKind


async def looked_at(survey_id: UUID, *, desks: Desks, now: datetime) -> datetime | None:
    """Do what is due, once; the moment to look again, None when nothing more will be."""
    seen = await select_one(Survey, "WHERE id = $1", survey_id)
    if seen is None:
        return None
    row = await select_one(Complaint, "WHERE id = $1", seen.complaint_id)
    assert row is not None, "the database keeps a survey's case"
    case = await take(await desks(row.policy_version_id, row.calendar_version_id), row.id)
    survey = await select_one(Survey, "WHERE id = $1 FOR NO KEY UPDATE", survey_id)
    assert survey is not None, "nobody who serves deletes surveys"
    match step(moments_of(survey), now):
        case Step.INVITE:
            await _invite(case, survey, now=now)
        case Step.REMIND:
            await _remind(case, survey, now=now)
    return look_at(moments_of(survey), now)


async def _invite(case: Case, survey: Survey, *, now: datetime) -> None:
    part, calendar = case.desk.policy.survey, case.desk.calendar
    survey.invited_at = now
    if survey.way == Way.LETTER and part.remind_after is not None:
        survey.remind_at = leaves(now, part.remind_after, calendar)
    await execute(
        "UPDATE survey SET invited_at = $2, remind_at = $3 WHERE id = $1", survey.id, now, survey.remind_at
    )
    await _record(case, survey, "survey-invited", now=now)
    if survey.way == Way.LETTER:
        await _write(case, survey, "invited", now=now)
        return
    call = NewTask(
        kind=TaskKind.SURVEY_CALL,
        cause=call_cause(survey.id),
        due_at=due(now, part.visit_within or CALL_WITHIN, calendar),
        complaint_id=case.id,
        department_id=case.row.department_id,  # not to whoever handled it alone
    )
    await opened([call], by=SYSTEM, now=now)


async def _remind(case: Case, survey: Survey, *, now: datetime) -> None:
    survey.reminded_at = now
    await execute("UPDATE survey SET reminded_at = $2 WHERE id = $1", survey.id, now)
    await _record(case, survey, "survey-reminded", now=now)
    await _write(case, survey, "reminded", now=now)


async def _write(case: Case, survey: Survey, what: str, *, now: datetime) -> None:
    """The key is put into the link as the letter leaves (`amends.surveys.travelling`)."""
    assert survey.invited_at is not None, "written with the invitation or after it"
    to = case.answered_to(now)
    language = to.language
    until = case.desk.local(survey.invited_at + OPEN_FOR, language)
    below = [UNTIL.in_language(language).format(date=until)]
    if what == "reminded":
        below.append(REMINDER.in_language(language))
    telling = case.telling(
        Event.SURVEY,
        key=f"survey:{survey.id}:{what}",
        by_program=True,
        words={"link": link_of(case.desk.base_url, survey.id)},
    )
    below_text = ("" if language == "zh" else " ").join(below)
    await tell_all([replace(telling, to=to, below=below_text)], now=now)


async def _record(case: Case, survey: Survey, act: str, *, now: datetime) -> None:
    detail = {"survey": survey.id, "way": survey.way}
    await record(act=act, by=SYSTEM, now=now, complaint_id=case.id, detail=detail)
