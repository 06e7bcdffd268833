"""What is done so that it does not come to the same complaint again: begun from a case, done, and looked at later by
somebody else (S-TR-04, S-TR-05, S-IV-30). What had no effect is open again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from amends.complaints.about import ABOUT_THEM
from amends.complaints.case import Case, take_by
from amends.complaints.desk import Desk
from amends.complaints.numbers import next_number
from amends.complaints.tables import Complaint
from amends.complaints.texts import LONGEST_PARAGRAPH, Texts, prose
from amends.correctives.book import Held, change, held_of, hold
from amends.correctives.refusals import NotYoursToCheck, PlannedMeanwhile
from amends.correctives.rules import may_check, may_finish
from amends.correctives.tables import ActionKind, ActionState, CorrectiveAction, CorrectiveCase
from amends.database.rows import select_one
from amends.deadlines.due import end_of_last
from amends.deadlines.period import Unit
from amends.errors import Forbidden, Invalid
from amends.people.actor import Actor
from amends.people.queries import active_person
from amends.people.rights import Right

NUMBERS = "CA-{YYYY}-{seq3}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to be done, by whom until when, and when it is looked at; `checker_id`: none, whoever supervises."""

    kind: str = ActionKind.CORRECTIVE
    title: str = ""
    measures: str = ""
    owner_id: UUID | None = None
    checker_id: UUID | None = None
    due_on: date | None = None
    check_on: date | None = None


async def begin(desk: Desk, complaint_id: UUID, *, plan: Plan, by: Actor, now: datetime) -> UUID:
    by.demand(Right.HANDLE)
    case = await take_by(desk, complaint_id, by)
    texts = Texts()
    title = texts.line("title", plan.title)
    measures = texts.prose("measures", plan.measures, longest=LONGEST_PARAGRAPH)
    if plan.kind not in set(ActionKind):
        texts.wrong["kind"] = "Please choose what kind of action it is."
    due_at, check_due_at = _dates(desk, plan, texts, now=now)
    await _people(plan, case.row.about, texts)
    texts.demand()
    row = CorrectiveAction(
        id=uuid4(),
        number=await next_number(NUMBERS, received_at=now, zone=desk.zone, letter="", answers={}),
        origin_id=case.id,
        kind=plan.kind,
        title=title,
        measures=measures,
        owner_id=plan.owner_id,
        checker_id=plan.checker_id,
        due_at=due_at,
        check_due_at=check_due_at,
        round=1,
        plans=1,
        state=ActionState.OPEN,
        opened_at=now,
        opened_by=by.id,
    )
    await CorrectiveAction.insert(row)
    await _link(row, case, by=by, now=now)
    held = await held_of(row)
    detail = {"kind": plan.kind, "owner": plan.owner_id, "due_at": due_at}
    await held.write("opened", by=by, now=now, note=f"{title}\n{measures}", detail=detail)
    await held.ask_owner(by=by, now=now)
    return row.id


async def link(desk: Desk, action_id: UUID, *, number: str, by: Actor, now: datetime) -> None:
    """Another case that it is for, too."""
    by.demand(Right.HANDLE)
    held = await hold(action_id, by, ActionState.OPEN, ActionState.DONE)
    number = number.strip().upper()
    found = await select_one(Complaint, "WHERE number = $1", number) if number else None
    if found is None:
        raise Invalid({"number": "There is no complaint with this number."})
    if found.id in held.cases:
        raise Invalid({"number": "This complaint is linked already."})
    case = await take_by(desk, found.id, by)
    if case.row.about & {held.row.owner_id, held.row.checker_id}:
        raise Invalid({"number": ABOUT_THEM})
    await _link(held.row, case, by=by, now=now)
    await (await held_of(held.row)).write("linked", by=by, now=now, detail={"case": case.id, "to": number})


async def replan(
    desk: Desk,
    action_id: UUID,
    *,
    plan: Plan,
    reason: str,
    seen: int | None = None,
    by: Actor,
    now: datetime,
) -> None:
    """Somebody else's, or another day, while it is open. `seen`: how often it had been planned when that was chosen."""
    by.demand(Right.HANDLE)
    held = await hold(action_id, by, ActionState.OPEN)
    if seen is not None and seen != held.row.plans:
        raise PlannedMeanwhile()
    texts = Texts()
    reason = texts.prose("reason", reason, longest=LONGEST_PARAGRAPH, needed="Please say why.")
    due_at, check_due_at = _dates(desk, plan, texts, now=now)
    await _people(plan, held.concerned, texts)
    texts.demand()
    await held.asked_no_more(by=by, now=now, cancelled=reason)
    await change(
        held.row,
        owner_id=plan.owner_id,
        checker_id=plan.checker_id,
        due_at=due_at,
        check_due_at=check_due_at,
        plans=held.row.plans + 1,
    )
    detail = {"owner": plan.owner_id, "due_at": due_at, "check_due_at": check_due_at}
    await held.write("changed", by=by, now=now, note=reason, detail=detail)
    await held.ask_owner(by=by, now=now)


async def finish(
    desk: Desk,  # noqa: ARG001 - as every operation
    action_id: UUID,
    *,
    note: str,
    process_change: str,
    by: Actor,
    now: datetime,
) -> None:
    """Done; whether it works is looked at later. A changed process says what is other now (S-FM-03)."""
    held = await demand_finisher(action_id, by)
    held.demand(ActionState.OPEN)
    texts = Texts()
    note = texts.prose("note", note, longest=LONGEST_PARAGRAPH, needed="Please say what was done.")
    changed = held.row.kind == ActionKind.PROCESS
    process_change = texts.prose(
        "process_change",
        process_change,
        required=changed,
        longest=LONGEST_PARAGRAPH,
        needed="Please say what is done another way from now on.",
    )
    texts.demand()
    await held.asked_no_more(by=by, now=now, outcome=note)
    await change(held.row, state=ActionState.DONE, done_at=now, done_by=by.id)
    await held.write("done", by=by, now=now, note=note, process_change=process_change)
    await held.ask_checker(by=by, now=now)


async def demand_finisher(action_id: UUID, by: Actor) -> Held:
    """In whatever state it is."""
    held = await hold(action_id, by)
    if not may_finish(held.facts, by.id, by.rights):
        raise Forbidden()
    return held


async def demand_checker(action_id: UUID, by: Actor) -> Held:
    held = await hold(action_id, by)
    if not may_check(held.facts, by.id, by.rights):
        raise NotYoursToCheck()
    return held


async def check(
    desk: Desk,
    action_id: UUID,
    *,
    effective: bool | None,
    note: str,
    plan: Plan,
    by: Actor,
    now: datetime,
) -> None:
    """`plan`: of the next round, where it had no effect: its days."""
    held = await demand_checker(action_id, by)
    held.demand(ActionState.DONE)
    texts = Texts()
    note = texts.prose("note", note, longest=LONGEST_PARAGRAPH, needed="Please say what shows it.")
    if effective is None:
        texts.wrong["effective"] = "Please say whether it worked."
    again = _dates(desk, plan, texts, now=now) if effective is False else None
    texts.demand()
    await held.asked_no_more(by=by, now=now, outcome=note)
    if again is None:
        await change(held.row, state=ActionState.EFFECTIVE, checked_at=now, checked_by=by.id)
        await held.write("effective", by=by, now=now, note=note)
        return
    due_at, check_due_at = again
    await change(
        held.row,
        state=ActionState.OPEN,
        round=held.row.round + 1,
        due_at=due_at,
        check_due_at=check_due_at,
        done_at=None,
        done_by=None,
    )
    await held.write("not-effective", by=by, now=now, note=note, detail={"due_at": due_at})
    await held.ask_owner(by=by, now=now)


async def cancel(desk: Desk, action_id: UUID, *, reason: str, by: Actor, now: datetime) -> None:  # noqa: ARG001
    by.demand(Right.HANDLE)
    held = await hold(action_id, by, ActionState.OPEN, ActionState.DONE)
    reason = prose("reason", reason, longest=LONGEST_PARAGRAPH, needed="Please say why.")
    await held.asked_no_more(by=by, now=now, cancelled=reason)
    await change(held.row, state=ActionState.CANCELLED)
    await held.write("cancelled", by=by, now=now, note=reason)


async def _link(row: CorrectiveAction, case: Case, *, by: Actor, now: datetime) -> None:
    link = CorrectiveCase(id=uuid4(), action_id=row.id, complaint_id=case.id, linked_at=now, linked_by=by.id)
    await CorrectiveCase.insert(link)


def _dates(desk: Desk, plan: Plan, texts: Texts, *, now: datetime) -> tuple[datetime, datetime]:
    """Each until the end of its day; what is wrong with them is said at the form."""
    found = []
    for name, day in (("due_on", plan.due_on), ("check_on", plan.check_on)):
        at = end_of_last(day, Unit.CALENDAR_DAYS, desk.calendar) if day is not None else None
        if at is None:
            texts.wrong[name] = "Please give a date such as 2026-05-31."
        elif at < now:
            texts.wrong[name] = "This day is over."
        found.append(at or now)
    if found[1] < found[0]:
        texts.wrong.setdefault("check_on", "It cannot be looked at before it is done.")
    return found[0], found[1]


async def _people(plan: Plan, concerned: frozenset[UUID], texts: Texts) -> None:
    if plan.owner_id is None:
        texts.wrong["owner"] = "Please choose who sees to it."
    elif plan.checker_id == plan.owner_id:
        texts.wrong["checker"] = "Somebody else has to see whether it worked."
    for name, person_id in (("owner", plan.owner_id), ("checker", plan.checker_id)):
        if person_id is None or name in texts.wrong:
            continue
        if person_id in concerned:
            texts.wrong[name] = ABOUT_THEM
        elif await active_person(person_id) is None:
            texts.wrong[name] = "This person does not work here any more."
