"""The receiver's answer reaches the sender: the case ends as forwarded, or goes on here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from amends.audit.operations import record
from amends.complaints.case import Case
from amends.complaints.deciding import forwarded
from amends.complaints.desk import Desks
from amends.complaints.lifecycle import Move
from amends.correspondence.operations import tell_staff
from amends.database.scope import execute
from amends.deadlines.due import due
from amends.errors import DomainError
from amends.handovers.in_hand import in_hand
from amends.handovers.offering import answer_cause, party_of
from amends.handovers.rules import State
from amends.handovers.tables import Handover
from amends.handovers.words import CONTACT, NEWS_REFUSED, NEWS_TAKEN, filled, in_both
from amends.people.actor import SYSTEM
from amends.tasks.ending import seen_to
from amends.tasks.operations import NewTask, opened
from amends.tasks.tables import TaskKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    handover_id: UUID
    taken: bool
    reason: str = ""
    """Why not."""
    number: str = ""
    """The complaint's there."""
    link: str = ""


async def answered(answer: Answer, *, desks: Desks, now: datetime) -> None:
    """In the sender's scope; the same answer a second time changes nothing."""
    found = await in_hand(answer.handover_id, desks=desks)
    if found is None:
        return
    case, row = found
    await apply(case, row, answer, now=now)


async def apply(case: Case, row: Handover, answer: Answer, *, now: datetime) -> None:
    """Case and handover in hand. It may come before anybody wrote down that the envelope arrived; and whoever took it
    over before they heard that it was taken back has it."""
    awaited = {State.LEAVING, State.WAITING} | ({State.WITHDRAWN} if answer.taken else set())
    if row.state not in awaited:
        return
    await execute(
        """UPDATE handover SET state = $2, answered_at = $3, answer = $4, their_number = $5,
            sent_at = coalesce(sent_at, $3) WHERE id = $1""",
        row.id,
        State.TAKEN if answer.taken else State.REFUSED,
        now,
        answer.reason or None,
        answer.number or None,
    )
    await record(
        act="handover-taken" if answer.taken else "handover-refused",
        by=SYSTEM,
        now=now,
        complaint_id=case.id,
        detail={"handover": row.id, **({"number": answer.number} if answer.taken else {})},
        personal={"party": party_of(row), "reason": answer.reason},
    )
    await seen_to([answer_cause(row)], by=SYSTEM, now=now)
    if answer.taken:
        await _taken(case, row, answer, now=now)
    else:
        await _refused(case, row, answer, now=now)


async def _taken(case: Case, row: Handover, answer: Answer, *, now: datetime) -> None:
    """It ends here where it has not ended or gone too far by itself meanwhile; then people say how it goes on."""
    news = in_both(NEWS_TAKEN, party=party_of(row), number=answer.number)
    await tell_staff(case, news, key=f"handover-taken:{row.id}", now=now)
    language = str(case.row.language)
    party = str(row.party_zh if language == "zh" else row.party_en)
    contact = filled(CONTACT, language, party=party, number=answer.number, link=answer.link)
    if Move.FORWARD in case.moves():
        try:
            await forwarded(case, party=party, contact=contact, reason=str(row.reason), by=SYSTEM, now=now)
        except DomainError:  # the policy asks for something first: raised before anything is written
            await _carry_on(case, row, now=now)
    elif not case.ended:
        await _carry_on(case, row, now=now)


async def _refused(case: Case, row: Handover, answer: Answer, *, now: datetime) -> None:
    news = in_both(NEWS_REFUSED, party=party_of(row), reason=answer.reason)
    await tell_staff(case, news, key=f"handover-refused:{row.id}", now=now)
    if not case.ended:
        await _carry_on(case, row, now=now)


async def _carry_on(case: Case, row: Handover, *, now: datetime) -> None:
    task = NewTask(
        kind=TaskKind.HANDOVER_RETURNED,
        cause=f"handover-returned:{row.id}",
        due_at=due(now, case.desk.policy.handling.handover_answer_within, case.desk.calendar),
        complaint_id=case.id,
        facts={"party": party_of(row)},
    )
    await opened([task], by=SYSTEM, now=now)
