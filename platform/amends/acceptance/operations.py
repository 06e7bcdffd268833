"""The review before a complaint is taken up: each condition met or not, by whom, when, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from amends.acceptance.queries import answers_of, next_place
from amends.acceptance.rules import applying, wanted
from amends.acceptance.tables import AcceptanceAnswer
from amends.audit.operations import Act, record_all
from amends.complaints.case import take_by
from amends.complaints.desk import Desk
from amends.complaints.facts import facts_of
from amends.complaints.lifecycle import Move
from amends.complaints.texts import LONGEST_PARAGRAPH, Texts
from amends.database.rows import insert_all, new_row
from amends.errors import DomainError, Invalid
from amends.people.actor import Actor
from amends.people.rights import Right

ANSWERED = "acceptance-answered"


class ReviewOver(DomainError):
    code = "review-over"
    status = 409
    message = "Whether this complaint is accepted has been settled already."
    hint = "Reload the page: somebody may have moved the complaint on."


@dataclass(frozen=True, slots=True)
class Answer:
    met: bool
    note: str = ""


async def answer(
    desk: Desk, complaint_id: UUID, *, answers: Mapping[str, Answer], by: Actor, now: datetime
) -> None:
    """Only what is new or different is written; earlier answers stay."""
    by.demand(Right.ADMIT)
    case = await take_by(desk, complaint_id, by)
    if Move.ACCEPT not in case.moves():
        raise ReviewOver()
    policy = desk.policy
    conditions = applying(policy, await facts_of(policy, case.row, wanted(policy)))
    texts, before = Texts(), await answers_of(case.id)
    changed: dict[str, Answer] = {}
    for code, given in answers.items():
        note = texts.prose(f"note.{code}", given.note, required=False, longest=LONGEST_PARAGRAPH)
        if code not in conditions:
            texts.wrong[f"met.{code}"] = "This condition does not apply to this complaint."
        if not given.met and not note:
            texts.wrong[f"note.{code}"] = "Please say why it is not met."
        old = before.get(code)
        if old is None or (bool(old.met), str(old.note)) != (given.met, note):
            changed[code] = Answer(given.met, note)
    texts.demand()
    if not changed:
        raise Invalid(
            {f"met.{next(iter(conditions), '')}": "Nothing is answered yet, or nothing has changed."}
        )
    await _write(case.id, changed, place=await next_place(case.id), by=by, now=now)


async def _write(
    complaint_id: UUID, answers: Mapping[str, Answer], *, place: int, by: Actor, now: datetime
) -> None:
    await insert_all(
        [
            new_row(
                AcceptanceAnswer,
                complaint_id=complaint_id,
                code=code,
                met=given.met,
                note=given.note,
                answered_at=now,
                answered_by=by.id,
                place=number,
            )
            for number, (code, given) in enumerate(answers.items(), start=place)
        ]
    )
    acts = [
        Act(ANSWERED, by, complaint_id, {"condition": code, "met": given.met}, {"note": given.note})
        for code, given in answers.items()
    ]
    await record_all(acts, now=now)
