"""Working on a case: who has it, what is found, what is offered, what is decided."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from amends.audit.operations import record
from amends.complaints.about import ABOUT_THEM
from amends.complaints.case import Case, take_by
from amends.complaints.deciding import contact_words
from amends.complaints.desk import Desk
from amends.complaints.facts import facts_of
from amends.complaints.giving import given_to, shares, tell_assigned
from amends.complaints.guards import outcomes_offered, outcomes_wanted
from amends.complaints.lifecycle import ENDED, Move
from amends.complaints.obliged import demand_remedy
from amends.complaints.onward import recourse_words
from amends.complaints.own_words import own_words as checked_words
from amends.complaints.tables import Allegation, Complaint
from amends.complaints.texts import LONGEST_PARAGRAPH, Texts, prose
from amends.correspondence.operations import CaseEnded, tell_staff
from amends.deadlines.due import due
from amends.errors import DomainError, Invalid
from amends.escalation.raising import raised, raised_by_condition
from amends.people.actor import Actor
from amends.people.duties import demand_qualified
from amends.people.queries import assignable_person
from amends.people.rights import Right
from amends.people.tables import Department
from amends.policy.document import ClockKind, Text, Trigger
from amends.policy.events import Event
from amends.remedies.approving import demand_approved
from amends.remedies.carrying_out import all_become
from amends.remedies.operations import remedies_of
from amends.remedies.rules import PROMISED, EntryKind
from amends.remedies.tables import Remedy
from amends.remedies.wording import measures
from amends.tasks.following import with_case

_AGREED = Text(zh="投诉人接受了处理方案。", en="The complainant accepts the solution.")


@dataclass(frozen=True, slots=True)
class Finding:
    """What was decided about one allegation, and on what ground."""

    outcome: str
    ground: str


class GivenMeanwhile(DomainError):
    code = "given-meanwhile"
    status = 409
    message = "Somebody else has given this case to a person or department since you opened the page."
    hint = "Look at who has it now; assign it again if that is not right."


def held_by(row: Complaint) -> str:
    """Department and person, as one word to send along with a form."""
    return f"{row.department_id}:{row.assignee_id or ''}"


async def assign(
    desk: Desk,
    complaint_id: UUID,
    *,
    department_id: UUID,
    assignee_id: UUID | None,
    seen: str | None = None,
    by: Actor,
    now: datetime,
) -> None:
    """The owning department, always; a person within reach of it, maybe. `seen`: who had it (`held_by`) when that was
    chosen; None: whoever had it."""
    by.demand(Right.ASSIGN)
    case = await take_by(desk, complaint_id, by)
    if case.state in ENDED:
        raise CaseEnded()
    if seen is not None and seen != held_by(case.row):
        raise GivenMeanwhile()
    department = await Department.objects().get(Department.id == department_id)
    if department is None or department.retired_at is not None:
        raise Invalid({"department": "Please choose a department."})
    if assignee_id is not None:
        if assignee_id in case.row.about:
            raise Invalid({"assignee": ABOUT_THEM})
        await _demand_fit(case, assignee_id, by=by, now=now)
    before = (case.row.department_id, case.row.assignee_id)
    await case.change(department_id=department_id, assignee_id=assignee_id)
    await with_case(case.id, department_id=department_id, assignee_id=assignee_id, before=before)
    await record(
        act="assign",
        by=by,
        now=now,
        complaint_id=case.id,
        detail={"department": department.code, "assignee": assignee_id},
    )
    if assignee_id is not None and shares(desk.policy, department):
        await given_to(assignee_id, now=now)
    await raised_by_condition(case, now=now)
    if assignee_id is not None and assignee_id != by.id:
        await tell_assigned(case, assignee_id, now=now)


async def investigate(desk: Desk, complaint_id: UUID, *, by: Actor, now: datetime) -> None:
    by.demand(Right.HANDLE)
    case = await take_by(desk, complaint_id, by)
    await case.move(Move.INVESTIGATE, by=by, now=now)
    await raised_by_condition(case, now=now)


async def add_allegation(desk: Desk, complaint_id: UUID, *, content: str, by: Actor, now: datetime) -> None:
    """Each thing complained of gets an outcome of its own (S-DS-01)."""
    by.demand(Right.HANDLE)
    case = await take_by(desk, complaint_id, by)
    if case.state in ENDED:
        raise CaseEnded()
    content = prose("content", content, longest=LONGEST_PARAGRAPH)
    rank = 1 + await Allegation.count().where(Allegation.complaint_id == case.id)
    await Allegation.insert(Allegation(id=uuid4(), complaint_id=case.id, rank=rank, content=content))
    await record(
        act="allegation",
        by=by,
        now=now,
        complaint_id=case.id,
        detail={"rank": rank},
        personal={"content": content},
    )


async def offer(
    desk: Desk, complaint_id: UUID, *, solution: str, by: Actor, now: datetime, own_words: str = ""
) -> None:
    """Propose a solution (S-DS-02); the complainant accepts or disputes it."""
    by.demand(Right.HANDLE)
    case = await take_by(desk, complaint_id, by)
    texts = Texts()
    solution = texts.prose("solution", solution)
    own_words = checked_words(desk.policy, Event.PROPOSAL, own_words, texts)
    texts.demand()
    await case.move(
        Move.OFFER, by=by, now=now, personal={"solution": solution}, result=solution, disputed=False
    )
    await raised_by_condition(case, now=now)
    await case.tell_complainant(
        Event.PROPOSAL,
        key=f"offer:{now.isoformat()}",
        now=now,
        own_words=own_words,
        solution=solution,
        date=_answer_by(case, now=now),
    )
    await all_become(case, EntryKind.OFFERED, by=by, now=now)


async def resolve(
    desk: Desk,
    complaint_id: UUID,
    *,
    findings: Mapping[UUID, Finding],
    result: str,
    by: Actor,
    now: datetime,
    own_words: str = "",
) -> None:
    """Decide, allegation by allegation, and tell the complainant: that keeps the promise to resolve."""
    by.demand(Right.HANDLE)
    case = await take_by(desk, complaint_id, by)
    allegations = (
        await Allegation.objects().where(Allegation.complaint_id == case.id).order_by(Allegation.rank)
    )
    texts = Texts()
    result = texts.prose("result", result)
    own_words = checked_words(desk.policy, Event.DECISION, own_words, texts)
    offered = await _offered(case)
    decided = [(row, _checked(offered, row, findings.get(row.id), texts)) for row in allegations]
    texts.demand()
    remedies = await remedies_of(case.id)
    demand_approved(desk.policy, remedies)
    await demand_remedy(case, [found.outcome for _, found in decided], remedies)
    for allegation, found in decided:
        await Allegation.update(
            {
                Allegation.outcome: found.outcome,
                Allegation.finding: found.ground,
                Allegation.decided_at: now,
            }
        ).where(Allegation.id == allegation.id)
    await case.move(
        Move.DECIDE,
        by=by,
        now=now,
        detail={"outcomes": {str(row.rank): found.outcome for row, found in decided}},
        personal={"result": result, **{f"finding.{row.rank}": found.ground for row, found in decided}},
        result=result,
        disputed=False,
    )
    await raised_by_condition(case, now=now)
    given = [row for row in remedies if row.standing in PROMISED]
    await _tell_decision(case, decided, given, own_words=own_words, now=now)
    await all_become(case, EntryKind.OFFERED, by=by, now=now, remedies=remedies)


async def carry_out(desk: Desk, complaint_id: UUID, *, by: Actor, now: datetime) -> None:
    """The decision is being carried out; only what was granted can be."""
    by.demand(Right.HANDLE)
    case = await take_by(desk, complaint_id, by)
    await case.move(Move.EXECUTE, by=by, now=now)
    await raised_by_condition(case, now=now)


async def declare_deadlock(desk: Desk, complaint_id: UUID, *, reason: str, by: Actor, now: datetime) -> None:
    """No agreement: the complainant is told every way onward (ISO 10002, 8; CPL-12)."""
    by.demand(Right.HANDLE)
    case = await take_by(desk, complaint_id, by)
    reason = prose("reason", reason)
    await case.move(Move.DEADLOCK, by=by, now=now, personal={"reason": reason}, met=(ClockKind.RESOLVE,))
    await raised(case, Trigger.DEADLOCK, now=now)
    await raised_by_condition(case, now=now)
    body = f"{reason}\n\n{recourse_words(case)}"
    await case.tell_complainant(
        Event.MESSAGE, key=f"deadlock:{now.isoformat()}", now=now, by_hand=True, body=body
    )


async def refer(
    desk: Desk, complaint_id: UUID, *, body: str, reference: str, by: Actor, now: datetime
) -> None:
    """The dispute is before an outside body (ADRX-05)."""
    by.demand(Right.HANDLE)
    case = await take_by(desk, complaint_id, by)
    texts = Texts()
    body, reference = texts.line("body", body), texts.line("reference", reference, required=False)
    texts.demand()
    await case.move(
        Move.REFER, by=by, now=now, personal={"body": body, "reference": reference}, closed_at=now
    )


async def agree(desk: Desk, complaint_id: UUID, *, by: Actor, now: datetime) -> None:
    """The complainant accepts what was offered or decided."""
    case = await take_by(desk, complaint_id, by)
    await case.move(Move.AGREE, by=by, now=now, disputed=False)
    await all_become(case, EntryKind.ACCEPTED, by=by, now=now)
    await raised_by_condition(case, now=now)
    await tell_staff(case, _AGREED, key=f"agreed:{now.isoformat()}", now=now)


async def dispute(desk: Desk, complaint_id: UUID, *, reason: str, by: Actor, now: datetime) -> None:
    """The complainant does not accept it: the case is taken up again under a new promise to resolve."""
    case = await take_by(desk, complaint_id, by)
    reason = prose("reason", reason, needed="Please say what you do not agree with.")
    await case.move(
        Move.DISPUTE,
        by=by,
        now=now,
        personal={"reason": reason},
        anew=(ClockKind.RESOLVE,),
        disputed=True,
    )
    await all_become(case, EntryKind.DISPUTED, by=by, now=now, words=reason)
    await raised(case, Trigger.REFUSED, now=now)
    await raised_by_condition(case, now=now)
    await tell_staff(case, reason, key=f"disputed:{now.isoformat()}", now=now)


def _answer_by(case: Case, *, now: datetime) -> str:
    """The end of the time to negotiate, as letters say it; "" where the policy sets none."""
    period = case.desk.policy.handling.negotiate_within
    return case.desk.local(due(now, period, case.desk.calendar), str(case.row.language)) if period else ""


async def _demand_fit(case: Case, assignee_id: UUID, *, by: Actor, now: datetime) -> None:
    person = await assignable_person(assignee_id)
    if person is None:
        raise Invalid({"assignee": "This person cannot handle complaints."})
    desk, category = case.desk, str(case.row.category)
    today = now.astimezone(ZoneInfo(desk.zone)).date()
    await demand_qualified(person, desk.policy, category=category, on=today, language=by.language)


async def _offered(case: Case) -> Collection[str]:
    """The outcomes that the policy offers in this case."""
    policy = case.desk.policy
    return outcomes_offered(policy, await facts_of(policy, case.row, outcomes_wanted(policy)))


def _checked(
    offered: Collection[str], allegation: Allegation, found: Finding | None, texts: Texts
) -> Finding:
    found = found or Finding("", "")
    if found.outcome not in offered:
        texts.wrong[f"outcome.{allegation.id}"] = "Please choose an outcome."
    return Finding(found.outcome, texts.prose(f"ground.{allegation.id}", found.ground))


async def _tell_decision(
    case: Case,
    decided: list[tuple[Allegation, Finding]],
    remedies: Sequence[Remedy],
    *,
    own_words: str,
    now: datetime,
) -> None:
    """S-CM-11: five parts."""
    language = str(case.row.language)
    outcomes = case.desk.policy.outcomes
    lines = [
        f"{allegation.rank}. {allegation.content}: {outcomes[found.outcome].name.in_language(language)}. {found.ground}"
        for allegation, found in decided
    ]
    await case.tell_complainant(
        Event.DECISION,
        key=f"decision:{now.isoformat()}",
        now=now,
        own_words=own_words,
        content=str(case.row.subject),
        finding="\n".join(lines),
        measures=measures(case.desk.policy, remedies, language),
        result=str(case.row.result),
        contact=contact_words(case),
        recourse=recourse_words(case),
    )
