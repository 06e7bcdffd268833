"""A complaint nobody has lodged, taken through a policy: its level, what would be promised, who would hear of it when. Pure.

What lodging and the clock ask is asked here, of rows that are written nowhere. Nobody does anything in it: no promise is kept
and no step answered, so that every one shows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import msgspec

from amends.complaints.case import Case
from amends.complaints.desk import Desk
from amends.complaints.intake import Channel, Lodgement
from amends.complaints.judging import first_promises, judged
from amends.complaints.lifecycle import State
from amends.complaints.tables import Complaint
from amends.database.rows import new_row
from amends.deadlines.operations import facts as promise_facts
from amends.deadlines.rules import AT_ONCE_MEANS, DueKind, is_due_at_once, read_look
from amends.deadlines.starting import by_rank, clocks_of, starts_with
from amends.deadlines.tables import Promise
from amends.escalation.operations import Consequence, escalated, warned
from amends.escalation.raising import consequence_of
from amends.escalation.reaching import Duty
from amends.escalation.stepping import Stepped, stepped, unanswered
from amends.notices.planning import Planned
from amends.notices.recipients import Recipient
from amends.notices.telling import Telling
from amends.people.staff import Staff
from amends.policy.categories import category_facts
from amends.policy.chains import steps_on
from amends.policy.conditions import Facts, holds
from amends.policy.document import CaseEvent, ClockUse, Trigger
from amends.policy.events import Event
from amends.policy.grading import Graded

PASSED_ON = 12
"""Times that nobody answers, at most: chains end, their steps' ranks only rise."""


@dataclass(frozen=True, slots=True)
class Heard:
    """Somebody is told something."""

    to: Recipient
    by: Sequence[Planned]
    answer_by: datetime | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that would be said by itself, and to whom."""

    at: datetime
    trigger: Trigger
    clock: str = ""
    percent: int = 0
    """Of a warning."""
    steps: tuple[str, ...] = ()
    """Of the chain, by code."""
    heard: Sequence[Heard] = ()
    reaches_nobody: bool = False
    """Of those whom a step names: administrators are told instead."""


@dataclass(frozen=True, slots=True)
class Later:
    """What is promised only when something happens."""

    clock: str
    starts: CaseEvent
    use: ClockUse


@dataclass(frozen=True, slots=True)
class Foreseen:
    desk: Desk
    row: Complaint
    grade: Graded
    department: str
    promises: Sequence[Promise]
    later: Sequence[Later]
    silent: Sequence[str]
    """Clocks whose condition does not hold."""
    moments: Sequence[Moment]


def foreseen(
    desk: Desk, given: Lodgement, staff: Staff, *, now: datetime, level: str = "", duty: Duty | None = None
) -> Foreseen:
    """`level`: as if a person had said so; "": as the policy finds it. `duty`: who is on duty, of all that time."""
    found = judged(desk.policy, given)
    grade = Graded(level) if level else found.grade
    known = {**found.facts, **category_facts(desk.policy, given.category), "case.level": grade.level}
    row = _row(desk, given, grade, found.way.department, staff, now=now)
    case = Case(desk, row)
    told = given.channel is Channel.WEB or given.told_on_receipt
    drawn = first_promises(desk, row, known, kept_at=now if told else None)
    later, silent = _others(case, known, {str(promise.kind) for promise in drawn.promises})
    walk = _Walk(case, staff, known, duty or {})
    moments = [
        walk.lodged(now, told=told),
        *walk.raised(now),
        *walk.looked_at(drawn.promises, drawn.looks),
    ]
    ordered = sorted(moments, key=lambda moment: moment.at)
    promises = sorted(
        drawn.promises, key=lambda each: (by_rank(desk.policy, str(each.kind)), each.started_at)
    )
    return Foreseen(desk, row, grade, found.way.department, promises, later, silent, ordered)


def _row(
    desk: Desk, given: Lodgement, grade: Graded, department: str, staff: Staff, *, now: datetime
) -> Complaint:
    return new_row(
        Complaint,
        id=uuid4(),
        number="",
        policy_version_id=desk.policy_version_id,
        calendar_version_id=desk.calendar_version_id,
        state=State.REGISTERED,
        category=given.category,
        level=grade.level,
        graded_by=grade.rule or None,
        channel=given.channel,
        language=given.language,
        department_id=_department(department, staff),
        subject="",
        narrative="",
        demand="",
        answers=msgspec.json.encode(given.answers).decode(),
        complainant_name=given.name or None,
        complainant_email=given.email or None,
        received_at=given.received_at or now,
        lodged_at=now,
    )


def _department(code: str, staff: Staff) -> UUID:
    """One that the draft brings is nobody's yet."""
    return next((row.id for row in staff.departments.values() if str(row.code) == code), uuid4())


def _others(case: Case, facts: Facts, promised: set[str]) -> tuple[list[Later], list[str]]:
    policy, later, silent = case.desk.policy, list[Later](), list[str]()
    clocks = clocks_of(policy, str(case.row.category), str(case.row.level))
    for code in sorted(clocks.keys() - promised, key=lambda each: by_rank(policy, each)):
        use = clocks[code]
        starts = starts_with(policy, code, use)
        if starts in (CaseEvent.RECEIVED, CaseEvent.AWARE) or not holds(use.when, facts):
            silent.append(code)
        else:
            later.append(Later(code, starts, use))
    return later, silent


@dataclass(frozen=True, slots=True)
class _Walk:
    case: Case
    staff: Staff
    facts: Facts
    duty: Duty

    def lodged(self, now: datetime, *, told: bool) -> Moment:
        """`told`: the complainant has number and times before their eyes."""
        telling = self.case.telling(Event.LODGED, key="lodged", shown=told, words={})
        return Moment(now, Trigger.LODGED, heard=[Heard(telling.to, telling.planned(now))])

    def raised(self, now: datetime) -> Iterator[Moment]:
        for trigger in (Trigger.LODGED, Trigger.CONDITION):
            steps = steps_on(self.case.desk.policy, trigger, self.facts)
            if not steps:
                continue
            come = stepped(
                self.case, trigger, steps, self.staff, facts=self.facts, duty=self.duty, now=now, waited=True
            )
            follows = consequence_of(self.case, trigger, come, self.staff, now=now)
            yield _moment(now, trigger, follows)
            yield from self._in_vain(come, None)

    def looked_at(
        self, promises: Sequence[Promise], looks: Sequence[Mapping[str, object]]
    ) -> Iterator[Moment]:
        by_id = {promise.id: promise for promise in promises if promise.ended_at is None}
        for look in looks:
            promise_id, at = look["promise_id"], look["fire_at"]
            assert isinstance(at, datetime)
            promise = by_id.get(promise_id) if isinstance(promise_id, UUID) else None
            if promise is None:
                continue
            kind, percent = read_look(str(look["kind"]))
            if kind is DueKind.WARNING:
                yield from self._spoken(promise, Trigger.WARNING, at, percent)
            elif kind is DueKind.BREACH:
                yield from self._spoken(promise, Trigger.BREACH, at, 0)

    def _spoken(self, promise: Promise, trigger: Trigger, at: datetime, percent: int) -> Iterator[Moment]:
        """A promise that is due at once is kept for a quarter of an hour, and is not warned of."""
        if trigger is Trigger.WARNING:
            follows = warned(
                self.case, promise, self.staff, facts=self.facts, percent=percent, now=at, duty=self.duty
            )
        else:
            follows = escalated(self.case, promise, self.staff, facts=self.facts, now=at, duty=self.duty)
        if follows is not None:
            yield replace(_moment(at, trigger, follows), clock=str(promise.kind), percent=percent)
            yield from self._in_vain(follows.stepped, promise)

    def _in_vain(self, come: Stepped, promise: Promise | None) -> Iterator[Moment]:
        """Nobody answers, until the chain has no further step."""
        waiting = [row for row in come.rows if row.get("look_at") and row.get("answer_by")]
        for _ in range(PASSED_ON):
            if not waiting:
                return
            row, at = waiting[0], waiting[0]["look_at"]
            before = frozenset(msgspec.json.decode(row["told"], type=list[UUID]))
            more = unanswered(
                self.case,
                row["step"],
                self.staff,
                facts=self.facts,
                duty=self.duty,
                now=at,
                before=before,
                promise_id=promise.id if promise is not None else None,
            )
            follows = consequence_of(self.case, Trigger.UNANSWERED, more, self.staff, now=at, promise=promise)
            clock = str(promise.kind) if promise is not None else ""
            yield replace(_moment(at, Trigger.UNANSWERED, follows), clock=clock)
            waiting = [*waiting[1:], *(new for new in more.rows if new.get("look_at"))]


def _moment(at: datetime, trigger: Trigger, follows: Consequence) -> Moment:
    come = follows.stepped
    return Moment(
        at,
        trigger,
        steps=tuple(come.codes),
        heard=[_heard(telling, come, at) for telling in follows.tellings],
        reaches_nobody=bool(come.gaps),
    )


def _heard(telling: Telling, come: Stepped, at: datetime) -> Heard:
    who = telling.to.person_id
    return Heard(telling.to, telling.planned(at), come.answer_by.get(who) if who is not None else None)


def latest(found: Foreseen) -> datetime:
    """When the last of it is over; where nothing is promised, a day after it began."""
    ends = [moment.at for moment in found.moments]
    ends += [
        promise.due_at + (AT_ONCE_MEANS if is_due_at_once(promise_facts(promise)) else timedelta())
        for promise in found.promises
    ]
    return max([*ends, found.row.received_at + timedelta(days=1)])
