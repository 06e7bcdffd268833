"""The end of a case, and its being taken up again."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from amends.complaints.case import take_by
from amends.complaints.deciding import due_words
from amends.complaints.desk import Desk
from amends.complaints.lifecycle import Move
from amends.complaints.lodging import promise_words
from amends.complaints.obliged import demand_duties_done
from amends.complaints.onward import recourse_words
from amends.complaints.own_words import own_words as checked
from amends.complaints.returning import whose_now
from amends.complaints.texts import Texts, prose
from amends.correspondence.operations import tell_staff
from amends.deadlines.happening import clocks_of_case
from amends.deadlines.starting import repeating
from amends.errors import DomainError, Invalid
from amends.escalation.raising import raised, raised_by_condition
from amends.people.actor import Actor, ActorKind
from amends.people.rights import Right
from amends.policy.document import ClockKind, Text, Trigger
from amends.policy.events import Event
from amends.remedies.operations import outstanding, remedies_of
from amends.remedies.rules import OPEN
from amends.surveys.owing import owed_after_closing, taken_back

_WITHDRAWN = Text(zh="投诉人撤回了投诉。", en="The complainant has withdrawn the complaint.")


class RemedyOutstanding(DomainError):
    code = "remedy-outstanding"
    status = 409
    message = "A remedy has been granted that is not carried out yet."
    hint = "Mark it as carried out first."


class TooLate(DomainError):
    code = "too-late"
    status = 409
    message = "The time for reopening this complaint is over."
    hint = "Lodge a new complaint and name the old number."


async def record_feedback(desk: Desk, complaint_id: UUID, *, feedback: str, by: Actor, now: datetime) -> None:
    """What the complainant says of the result when asked (S-CM-08); the remedies have been carried out."""
    by.demand(Right.HANDLE)
    case = await take_by(desk, complaint_id, by)
    feedback = prose("feedback", feedback, required=False)
    if await outstanding(case.id):
        raise RemedyOutstanding()
    await case.move(Move.CONFIRM, by=by, now=now, personal={"feedback": feedback})
    await raised_by_condition(case, now=now)


async def close(
    desk: Desk, complaint_id: UUID, *, reason: str, by: Actor, now: datetime, own_words: str = ""
) -> None:
    """A closing reason is required (CFPB-04)."""
    by.demand(Right.CLOSE)
    case = await take_by(desk, complaint_id, by)
    why, texts = desk.policy.closing_reasons.get(reason), Texts()
    own_words = checked(desk.policy, Event.CLOSED, own_words, texts)
    if why is None:
        raise Invalid({"reason": "Please choose a reason."} | texts.wrong)
    texts.demand()
    remedies = await remedies_of(case.id)
    if any(row.standing in OPEN for row in remedies):
        raise RemedyOutstanding()
    await demand_duties_done(case, remedies)
    await case.move(
        Move.CLOSE, by=by, now=now, detail={"reason": reason}, closing_reason=reason, closed_at=now
    )
    await case.tell_complainant(
        Event.CLOSED,
        key=f"closed:{now.isoformat()}",
        now=now,
        own_words=own_words,
        result=str(case.row.result or ""),
        reason=why.name.in_language(str(case.row.language)),
        days=str(desk.policy.handling.reopen_within_days or ""),
        recourse=recourse_words(case),
    )
    await owed_after_closing(case, now=now)


async def reopen(desk: Desk, complaint_id: UUID, *, reason: str, by: Actor, now: datetime) -> None:
    """Within the policy's days, counted from the closing and from nothing later; whoever handles it hears of it."""
    if by.kind is ActorKind.PERSON:
        by.demand(Right.REOPEN)
    case = await take_by(desk, complaint_id, by)
    reason = prose("reason", reason, needed="Please say why.")
    window = timedelta(days=desk.policy.handling.reopen_within_days)
    if (
        by.kind is ActorKind.COMPLAINANT
        and case.row.closed_at is not None
        and now > case.row.closed_at + window
    ):
        raise TooLate()
    await case.move(
        Move.REOPEN,
        by=by,
        now=now,
        personal={"reason": reason},
        anew=(ClockKind.RESOLVE, *repeating(desk.policy, clocks_of_case(case))),
        closed_at=None,
        closing_reason=None,
        **await whose_now(case.row),
    )
    await raised(case, Trigger.REOPENED, now=now)
    await raised_by_condition(case, now=now)
    await case.tell_complainant(
        Event.REOPENED,
        key=f"reopened:{now.isoformat()}",
        now=now,
        by_program=by.kind is not ActorKind.PERSON,
        reason=reason,
        res_due=await due_words(case, ClockKind.RESOLVE),
        words=await promise_words(case),
    )
    await tell_staff(case, reason, key=f"reopened:{now.isoformat()}", now=now)
    await taken_back(case, now=now)


async def withdraw(desk: Desk, complaint_id: UUID, *, reason: str, by: Actor, now: datetime) -> None:
    """The complainant takes it back; no reason is asked of them."""
    case = await take_by(desk, complaint_id, by)
    reason = prose("reason", reason, required=False)
    await case.move(Move.WITHDRAW, by=by, now=now, personal={"reason": reason}, closed_at=now)
    await tell_staff(case, _WITHDRAWN, key=f"withdrawn:{now.isoformat()}", now=now)
