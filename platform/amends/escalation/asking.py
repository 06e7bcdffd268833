"""Whoever works on a case says that they cannot solve it: those above hear at once."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from amends.audit.operations import record
from amends.complaints.case import take_by
from amends.complaints.desk import Desk
from amends.complaints.facts import facts_of
from amends.complaints.texts import LONGEST_PARAGRAPH, prose
from amends.correspondence.operations import CaseEnded
from amends.escalation.raising import FOLLOWING, consequence, written
from amends.people.actor import Actor
from amends.people.duty import running
from amends.people.rights import Right, Role
from amends.people.staff import staff
from amends.policy.chains import facts_for_chains, steps_on
from amends.policy.document import Step, Text, Trigger

_USUAL = Step(rank=0, name=Text(zh="主管", en="Supervisor"), on=(Trigger.ASKED,), role=Role.SUPERVISOR)
"""Where the chain says nothing: nobody asks in vain."""


async def ask_for_help(desk: Desk, complaint_id: UUID, *, reason: str, by: Actor, now: datetime) -> None:
    by.demand(Right.HANDLE)
    case = await take_by(desk, complaint_id, by)
    reason = prose("reason", reason, longest=LONGEST_PARAGRAPH, needed="Please say why.")
    if case.ended:
        raise CaseEnded()
    await record(act="help-asked", by=by, now=now, complaint_id=case.id, personal={"reason": reason})
    facts = await facts_of(desk.policy, case.row, facts_for_chains(desk.policy, Trigger.ASKED, *FOLLOWING))
    steps = steps_on(desk.policy, Trigger.ASKED, facts) or [("asked", _USUAL)]
    before = frozenset({by.id}) if by.id is not None else frozenset()
    follows = consequence(
        case,
        Trigger.ASKED,
        steps,
        await staff(now),
        facts=facts,
        duty=await running(now),
        now=now,
        before=before,
    )
    await written(case, follows, now=now)
