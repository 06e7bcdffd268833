"""What steps that fire now come to: who is told, who must answer until when, what could not be told to anybody. Pure.

Where nobody whom a step names can be told, its roster's stand-ins are; else whom the next step of the chain names; at last
the administrators, and that is a gap which stays in sight until one of them has dealt with it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from amends.complaints.case import Case
from amends.deadlines.calendar import Calendar
from amends.deadlines.due import due
from amends.escalation.reaching import Duty, Hindrance, Reached, reach, stand_ins_of, wanted
from amends.people.rights import Right, Role
from amends.people.roles import may
from amends.people.staff import Staff
from amends.people.tables import Person
from amends.policy.chains import Steps, after
from amends.policy.conditions import Facts
from amends.policy.document import Action, Step, Trigger

LATE_LOOK_AFTER = timedelta(seconds=1)
"""At the very moment an answer still is in time."""
_OPEN = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Found:
    """Whom a step reached, in the end by which step; `passed`: the steps that reached nobody, and why."""

    code: str
    step: Step | None
    """None: none did, and administrators are told."""
    reached: Reached
    passed: Sequence[tuple[str, Hindrance]] = ()


@dataclass(slots=True)
class Stepped:
    told: dict[UUID, Person] = field(default_factory=dict)
    rows: list[dict[str, Any]] = field(default_factory=list)
    gaps: list[dict[str, Any]] = field(default_factory=list)
    acting: list[Found] = field(default_factory=list)
    """Steps that do more than tell."""
    passed: list[tuple[str, Hindrance]] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    answer_by: dict[UUID, datetime] = field(default_factory=dict)
    """By who is to answer."""

    @property
    def detail(self) -> dict[str, object]:
        """For the history: which steps, who was told, and which reached nobody."""
        plain: dict[str, object] = {"step": ",".join(self.codes) or None, "told": list(self.told)}
        if self.passed:
            plain["passed"] = [{"step": code, "why": str(why)} for code, why in self.passed]
        if self.answer_by:
            plain["answering"] = list(self.answer_by)
            plain["answer_by"] = max(self.answer_by.values())
        if self.waiting:
            plain["waiting"] = list(self.waiting)
        return plain

    def raise_no_level(self) -> None:
        """Where a change of level made the promise late: by a further one the next would be late, up to the last level."""
        self.acting = [
            found
            for found in self.acting
            if found.step is None or found.step.action is not Action.RAISE_LEVEL
        ]

    def with_more(self, other: Stepped) -> Stepped:
        return Stepped(
            self.told | other.told,
            self.rows + other.rows,
            self.gaps + other.gaps,
            self.acting + other.acting,
            self.passed + other.passed,
            self.codes + other.codes,
            self.waiting + other.waiting,
            self.answer_by | other.answer_by,
        )


def is_open(calendar: Calendar, moment: datetime) -> bool:
    return calendar.worked_between(moment, moment + _OPEN) > timedelta()


def opens_at(calendar: Calendar, moment: datetime) -> datetime:
    """The moment itself within working hours, else the beginning of the next."""
    return moment if is_open(calendar, moment) else calendar.after_work(moment, _OPEN) - _OPEN


def stepped(
    case: Case,
    trigger: Trigger,
    steps: Steps,
    staff: Staff,
    *,
    facts: Facts,
    duty: Duty,
    now: datetime,
    before: frozenset[UUID] = frozenset(),
    promise_id: UUID | None = None,
    waited: bool = False,
    beside: Collection[str] = (),
) -> Stepped:
    """`before`: who was told of the step before; `waited`: for working hours, and waits no more; `beside`: steps that
    tell somebody at the same time."""
    come, listed = Stepped(), _listed(before)
    about = {"complaint_id": case.id, "trigger": str(trigger), "promise_id": promise_id, "raised_at": now}
    for code, step in steps:
        if step.waits and not waited and (opens := opens_at(case.desk.calendar, now)) > now:
            come.waiting.append(code)
            come.rows.append({**about, "step": code, "rank": step.rank, "told": listed, "look_at": opens})
            continue
        found = find(case, code, step, staff, facts=facts, duty=duty, now=now, before=before)
        if found.code in (*beside, *come.codes):
            come.passed += found.passed
        else:
            _take(come, found, about, case.desk.calendar, now=now)
        if fires_once(step) and not any(row["step"] == code for row in come.rows):
            come.rows.append({**about, "step": code, "rank": step.rank, "told": "[]", "fired_at": now})
    return come


def fires_once(step: Step) -> bool:
    """By its condition: a row says that it fired, whatever the trigger and whomever it reached."""
    return Trigger.CONDITION in step.on


def unanswered(
    case: Case,
    code: str,
    staff: Staff,
    *,
    facts: Facts,
    duty: Duty,
    now: datetime,
    before: frozenset[UUID],
    promise_id: UUID | None,
) -> Stepped:
    """Nobody who was told of the step (`before`) answered: the next is told; after the last, the administrators."""
    follow = after(case.desk.policy, facts, code)[:1]
    if follow:
        return stepped(
            case,
            Trigger.UNANSWERED,
            follow,
            staff,
            facts=facts,
            duty=duty,
            now=now,
            before=before,
            promise_id=promise_id,
        )
    return untold(case, Trigger.UNANSWERED, code, Hindrance.SAME, staff, now=now)


def untold(
    case: Case, trigger: Trigger, code: str, why: Hindrance, staff: Staff, *, now: datetime
) -> Stepped:
    """No step is left that could tell anybody: administrators are told, and it is a gap."""
    come, about = Stepped(), {"complaint_id": case.id, "trigger": str(trigger)}
    _take(come, Found(code, None, _at_last(case, staff), [(code, why)]), about, case.desk.calendar, now=now)
    return come


def find(
    case: Case,
    code: str,
    step: Step,
    staff: Staff,
    *,
    facts: Facts,
    duty: Duty,
    now: datetime,
    before: frozenset[UUID],
) -> Found:
    """The step's own people, its stand-ins, those of the next steps, at last the administrators."""
    policy, passed = case.desk.policy, list[tuple[str, Hindrance]]()
    open_now = is_open(case.desk.calendar, now)
    for each, this in [(code, step), *after(policy, facts, code)]:
        named = wanted(case.row, this, policy, staff, duty, open_now=open_now)
        reached = reach(named, staff, case.row, before=before)
        for others in stand_ins_of(this, policy, staff) if reached.hindrance else ():
            again = reach(others, staff, case.row, before=before)
            reached = again if again.hindrance is None else reached
        if reached.hindrance is None:
            return Found(each, this, reached, passed)
        passed.append((each, reached.hindrance))
    return Found(code, None, _at_last(case, staff), passed)


def _at_last(case: Case, staff: Staff) -> Reached:
    """Administrators; where all of them are those it is about, whoever else may assign cases."""
    people = staff.without(case.row.about)
    found = people.holders(Role.ADMIN, department_id=None)
    found = found or [person for person in people.active if may(person, Right.ASSIGN)]
    return Reached(found, frozenset(person.id for person in found))


def _take(
    come: Stepped,
    found: Found,
    about: Mapping[str, Any],
    calendar: Calendar,
    *,
    now: datetime,
) -> None:
    come.codes.append(found.code)
    come.passed += found.passed
    come.told |= {person.id: person for person in found.reached.people}
    told = {*found.reached.acting, *(person.id for person in found.reached.people)}
    listed = _listed(told)
    if found.step is None:
        code, why = found.passed[0]
        gap = {name: about[name] for name in ("complaint_id", "trigger")}
        come.gaps.append({**gap, "step": code, "reason": str(why), "noted_at": now, "told": listed})
    elif found.step.action in DOES:
        come.acting.append(found)
    within = found.step.acknowledge_within if found.step is not None else None
    if within is None and (found.step is None or not fires_once(found.step)):
        return
    answer_by = due(now, within, calendar) if within is not None else None
    row = {
        "step": found.code,
        "rank": found.step.rank if found.step is not None else 0,
        "fired_at": now,
        "told": listed,
        "answer_by": answer_by,
        "look_at": answer_by + LATE_LOOK_AFTER if answer_by is not None else None,
    }
    come.rows.append({**about, **row})
    if answer_by is not None:
        come.answer_by |= dict.fromkeys(told, answer_by)


def _listed(people: Collection[UUID]) -> str:
    return msgspec.json.encode(sorted(people, key=str)).decode()


DOES = frozenset(
    {
        Action.TAKE_OVER,
        Action.ASSIGN_DEPARTMENT,
        Action.CALL_MEETING,
        Action.RAISE_LEVEL,
        Action.INCIDENT,
    }
)
"""Beside telling people."""
