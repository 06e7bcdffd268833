"""An answer that follows from others is corrected by staff, with a reason, until one of those is answered anew."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec

from amends.audit.operations import record
from amends.complaints.case import take_by
from amends.complaints.derived import follows
from amends.complaints.desk import Desk
from amends.complaints.facts import answers_of
from amends.complaints.marking import mark_anew
from amends.complaints.questions import is_readable
from amends.complaints.texts import LONGEST_PARAGRAPH, Texts
from amends.correspondence.operations import CaseEnded
from amends.deadlines.learning import learnt
from amends.errors import NotFound
from amends.escalation.raising import raised_by_condition
from amends.people.actor import Actor
from amends.people.rights import Right

CORRECTED = "detail-corrected"


async def correct(
    desk: Desk, complaint_id: UUID, *, field: str, answer: str, reason: str, by: Actor, now: datetime
) -> None:
    by.demand(Right.REGRADE)
    case = await take_by(desk, complaint_id, by)
    if case.ended:
        raise CaseEnded()
    policy, before = desk.policy, answers_of(case.row)
    if not follows(policy, field) or not before.get(field) or not is_readable(policy.fields[field], by.roles):
        raise NotFound()
    texts = Texts()
    reason = texts.prose("reason", reason, longest=LONGEST_PARAGRAPH, needed="Please say why.")
    if answer not in policy.fields[field].choices:
        texts.wrong["answer"] = "Please choose one of the answers."
    elif answer == before[field]:
        texts.wrong["answer"] = "This is what it says already."
    texts.demand()
    after = {**before, field: answer}
    await case.change(answers=msgspec.json.encode(after).decode())
    await mark_anew(policy, case.id, before, after)
    begun = await learnt(case, before, at=now)
    await record(
        act=CORRECTED,
        by=by,
        now=now,
        complaint_id=case.id,
        detail={"field": field, **({"clocks": begun} if begun else {})},
        personal={f"answers.{field}": answer, "reason": reason},
    )
    await raised_by_condition(case, now=now)
