"""The return visit after a low answer: what was said, and whether they go further."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from amends.audit.operations import record
from amends.complaints.case import take_by
from amends.complaints.desk import Desk
from amends.complaints.texts import Texts
from amends.correspondence.operations import tell_staff
from amends.database.rows import select_one
from amends.database.scope import execute
from amends.people.actor import Actor
from amends.people.rights import Right
from amends.policy.document import Text
from amends.surveys.refusals import NoVisitOwed
from amends.surveys.rules import Result
from amends.surveys.tables import Survey
from amends.surveys.words import visit_cause
from amends.tasks.ending import seen_to

_FURTHER = Text(
    zh="回访后，投诉人仍不满意，要求进一步处理：请决定是否重新办理。",
    en="After the return visit the complainant wants to go further: decide whether to reopen.",
)


async def visited(
    desk: Desk, complaint_id: UUID, *, result: str, words: str, by: Actor, now: datetime
) -> None:
    """Whoever goes further is led on by people: the case is reopened by a step of its own."""
    by.demand(Right.HANDLE)
    case = await take_by(desk, complaint_id, by)
    texts = Texts()
    words = texts.prose("words", words)
    if result not in set(Result):
        texts.wrong["result"] = "Please choose one of the list."
    texts.demand()
    survey = await select_one(
        Survey,
        """WHERE complaint_id = $1 AND visit_due_at IS NOT NULL AND visited_at IS NULL
        ORDER BY closed_at DESC LIMIT 1 FOR NO KEY UPDATE""",
        complaint_id,
    )
    if survey is None:
        raise NoVisitOwed()
    await execute(
        "UPDATE survey SET visited_at = $2, visited_by = $3, visit_result = $4, visit_words = $5 WHERE id = $1",
        survey.id,
        now,
        by.id,
        result,
        words,
    )
    detail = {"survey": survey.id, "result": result}
    await record(
        act="return-visit", by=by, now=now, complaint_id=case.id, detail=detail, personal={"words": words}
    )
    await seen_to([visit_cause(survey.id)], by=by, now=now)
    if result == Result.FURTHER:
        await tell_staff(case, _FURTHER, key=f"return-visit:{survey.id}", now=now)
