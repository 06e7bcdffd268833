"""Whether the organisation handles it: accept, refuse with a reason, or forward. The complainant is always told."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from amends.complaints.case import Case, take_by
from amends.complaints.desk import Desk
from amends.complaints.lifecycle import Move
from amends.complaints.lodging import promise_words
from amends.complaints.onward import recourse_words
from amends.complaints.own_words import only_own_words
from amends.complaints.own_words import own_words as checked
from amends.complaints.texts import Texts
from amends.deadlines import operations as deadlines
from amends.errors import Invalid
from amends.escalation.raising import raised_by_condition
from amends.people.actor import Actor, ActorKind
from amends.people.rights import Right
from amends.policy.document import ClockKind, Text
from amends.policy.events import Event

_ON_THE_PAGE = Text(zh="我们（在查询页面留言）", en="us on your tracking page")


async def accept(desk: Desk, complaint_id: UUID, *, by: Actor, now: datetime, own_words: str = "") -> None:
    by.demand(Right.ADMIT)
    case = await take_by(desk, complaint_id, by)
    own_words = only_own_words(desk.policy, Event.ACCEPTED, own_words)
    await case.move(Move.ACCEPT, by=by, now=now)
    await raised_by_condition(case, now=now)
    level = desk.policy.levels[str(case.row.level)]
    await case.tell_complainant(
        Event.ACCEPTED,
        key="accepted",
        now=now,
        own_words=own_words,
        level=level.name.in_language(str(case.row.language)),
        res_due=await due_words(case, ClockKind.RESOLVE),
        words=await promise_words(case),
    )


async def refuse(
    desk: Desk,
    complaint_id: UUID,
    *,
    reason: str,
    explanation: str,
    by: Actor,
    now: datetime,
    own_words: str = "",
) -> None:
    """S-AC-02: the complainant is told why, and where else to turn."""
    by.demand(Right.ADMIT)
    case = await take_by(desk, complaint_id, by)
    why = desk.policy.refusal_reasons.get(reason)
    texts = Texts()
    explanation = texts.prose(
        "explanation", explanation, needed="Please explain the reason in your own words."
    )
    own_words = checked(desk.policy, Event.REFUSED, own_words, texts)
    if why is None:
        raise Invalid({"reason": "Please choose a reason."} | texts.wrong)
    texts.demand()
    text = f"{why.name.in_language(str(case.row.language))}. {explanation}"
    await case.move(
        Move.REFUSE,
        by=by,
        now=now,
        detail={"reason": reason},
        personal={"explanation": explanation},
        result=text,
        closed_at=now,
    )
    await case.tell_complainant(
        Event.REFUSED,
        key="refused",
        now=now,
        own_words=own_words,
        reason=text,
        recourse=recourse_words(case),
        contact=contact_words(case),
    )


async def forward(
    desk: Desk,
    complaint_id: UUID,
    *,
    party: str,
    contact: str,
    reason: str,
    by: Actor,
    now: datetime,
    own_words: str = "",
) -> None:
    """S-AC-07: it belongs to somebody else; the complainant is told to whom and why."""
    by.demand(Right.ADMIT)
    case = await take_by(desk, complaint_id, by)
    texts = Texts()
    party, contact = texts.line("party", party), texts.line("contact", contact)
    reason = texts.prose("explanation", reason)
    own_words = checked(desk.policy, Event.FORWARDED, own_words, texts)
    texts.demand()
    await forwarded(case, party=party, contact=contact, reason=reason, own_words=own_words, by=by, now=now)


async def forwarded(
    case: Case, *, party: str, contact: str, reason: str, by: Actor, now: datetime, own_words: str = ""
) -> None:
    """It ends here, and the complainant is told: by letter, whatever else they were told before."""
    await case.move(
        Move.FORWARD,
        by=by,
        now=now,
        personal={"party": party, "contact": contact, "explanation": reason},
        result=f"{party}: {reason}",
        closed_at=now,
    )
    await case.tell_complainant(
        Event.FORWARDED,
        key=f"forwarded:{now.isoformat()}",
        now=now,
        own_words=own_words,
        by_program=by.kind is not ActorKind.PERSON,
        party=party,
        contact=contact,
        reason=reason,
    )


def contact_words(case: Case) -> str:
    """Whom to ask; an organisation that gave neither telephone nor address is written to on the tracking page."""
    return case.desk.contact or _ON_THE_PAGE.in_language(str(case.row.language))


async def due_words(case: Case, kind: ClockKind) -> str:
    """When the open promise of this kind is due, as letters say it; "" of one that stands still."""
    rows = [
        row
        for row in await deadlines.promises_of(case.id)
        if row.kind == kind and row.ended_at is None and row.paused_since is None
    ]
    return case.desk.local(rows[-1].due_at, str(case.row.language)) if rows else ""
