"""One complaint as a policy would have it, if nobody did anything: level, promises, and who is told what and when. Pure.

It asks what the engine asks (`complaints.judging`, `escalation.raising`, `escalation.operations`, `escalation.judging`), moment
after moment, and writes nothing. What steps do beside telling people is named and not carried out; staff are as they
are today.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from uuid import UUID, uuid4

import msgspec

from amends.complaints.case import Case
from amends.complaints.desk import Desk
from amends.complaints.facts import row_facts
from amends.complaints.intake import Channel, Lodgement
from amends.complaints.judging import Judged, first_promises, judged
from amends.complaints.lifecycle import State
from amends.complaints.tables import Complaint
from amends.database.rows import new_row
from amends.deadlines import rules
from amends.deadlines.again import again_at
from amends.deadlines.starting import clocks_of, starts_with
from amends.deadlines.tables import Promise
from amends.escalation.judging import judged as step_judged
from amends.escalation.operations import Consequence, escalated, warned
from amends.escalation.raising import at_lodging
from amends.escalation.reaching import Duty
from amends.escalation.tables import Escalation
from amends.notices.planning import Planned
from amends.notices.telling import Telling
from amends.people.staff import Staff
from amends.policy.conditions import Facts, holds
from amends.policy.document import Action, CaseEvent, ClockUse, Trigger
from amends.policy.events import Event

MOST = 200
"""Moments that are looked at; a chain that ends comes nowhere near."""
DutyAt = Callable[[datetime], Duty]


@dataclass(frozen=True, slots=True)
class Heard:
    """Who is told; `by`: when and by which way, as the policy and their own wishes have it."""

    telling: Telling
    by: Sequence[Planned]


@dataclass(frozen=True, slots=True)
class Moment:
    at: datetime
    trigger: Trigger
    clock: str = ""
    percent: int = 0
    """Of a warning: how much of the time has gone."""
    again: bool = False
    """A broken promise is spoken of once more, as it will be from then on."""
    heard: Sequence[Heard] = ()
    steps: Sequence[str] = ()
    """Those of the chain that fired; codes."""
    waiting: Sequence[str] = ()
    """For working hours."""
    does: Sequence[Action] = ()
    """Beside telling people."""
    in_vain: Sequence[str] = ()
    """Steps that would have reached nobody."""
    answer_by: datetime | None = None


@dataclass(frozen=True, slots=True)
class Later:
    """A clock that does not begin with the receipt; `silent`: its condition does not hold as things are."""

    clock: str
    use: ClockUse
    starts: CaseEvent
    silent: bool


@dataclass(frozen=True, slots=True)
class Tried:
    case: Case
    judged: Judged
    promises: Sequence[Promise]
    later: Sequence[Later]
    moments: Sequence[Moment]
    facts: Facts = field(default_factory=dict)


def tried(desk: Desk, given: Lodgement, staff: Staff, duty: DutyAt, *, at: datetime) -> Tried:
    """`at`: when it is received, and taken in at once."""
    found = judged(desk.policy, given)
    case = Case(desk, _row(desk, given, found, staff, at=at))
    told = given.told_on_receipt or given.channel is Channel.WEB or case.nobodys
    drawn = first_promises(desk, case.row, found.facts, kept_at=at if told else None)
    case.row.next_due = drawn.next_due
    facts = {**found.facts, **row_facts(desk.policy, case.row)}
    course = _Course(case, staff, duty, facts, {row.id: row for row in drawn.promises})
    moments = [*course.run(drawn.looks, at=at)]
    later = tuple(_later(case, {str(row.kind) for row in drawn.promises}, facts))
    return Tried(case, found, drawn.promises, later, moments, facts)


def _row(desk: Desk, given: Lodgement, found: Judged, staff: Staff, *, at: datetime) -> Complaint:
    """As lodging draws it up, but for its number: nobody writes it."""
    return new_row(
        Complaint,
        id=uuid4(),
        number="",
        policy_version_id=desk.policy_version_id,
        calendar_version_id=desk.calendar_version_id,
        state=State.REGISTERED,
        kind=given.kind,
        category=given.category,
        level=found.grade.level,
        channel=given.channel,
        language=given.language,
        department_id=_in_charge(staff, found.way.department),
        answers=msgspec.json.encode(given.answers).decode(),
        complainant_name=given.name or None,
        complainant_email=given.email or None,
        reply_by=None,
        received_at=at,
        lodged_at=at,
    )


def _in_charge(staff: Staff, code: str) -> UUID:
    """Of a department that is gone, whichever its work went to; of one that only a draft knows nobody is head yet."""
    one = next((each for each in staff.departments.values() if each.code == code), None)
    seen: set[UUID] = set()
    while one is not None and one.retired_at is not None and one.id not in seen:
        seen.add(one.id)
        one = staff.departments.get(one.successor_id) if one.successor_id else None
    return one.id if one is not None else uuid4()


def _later(case: Case, begun: set[str], facts: Facts) -> Iterator[Later]:
    policy = case.desk.policy
    clocks = clocks_of(policy, str(case.row.category), str(case.row.level), str(case.row.kind))
    for code in sorted(clocks, key=lambda code: (policy.clocks[code].rank, code)):
        if code not in begun:
            use = clocks[code]
            yield Later(code, use, starts_with(policy, code, use), not holds(use.when, facts))


@dataclass(slots=True)
class _Course:
    """What falls due, the earliest first; what follows from it may fall due in its turn."""

    case: Case
    staff: Staff
    duty: DutyAt
    facts: Facts
    promises: Mapping[UUID, Promise]
    queue: list[tuple[datetime, int, str | Escalation, UUID | None]] = field(default_factory=list)
    number: Iterator[int] = field(default_factory=count)

    def run(self, looks: Sequence[Mapping[str, object]], *, at: datetime) -> Iterator[Moment]:
        yield self._lodged(at)
        for look in looks:
            self._queue(_moment(look["fire_at"]), str(look["kind"]), _id(look["promise_id"]))
        for _ in range(MOST):
            if not self.queue:
                return
            now, _, what, promise_id = heapq.heappop(self.queue)
            promise = self.promises.get(promise_id) if promise_id is not None else None
            found = (
                self._step(what, promise, now)
                if isinstance(what, Escalation)
                else self._due(what, promise, now)
            )
            if found is not None:
                yield found

    def _lodged(self, at: datetime) -> Moment:
        """The complainant hears of it, and whom the chain names."""
        letter = () if self.case.nobodys else (self.case.telling(Event.LODGED, key="lodged", words={}),)
        follows = at_lodging(self.case, self.staff, self.duty(at), facts=self.facts, now=at)
        return self._told(follows, Trigger.LODGED, at, others=letter)

    def _due(self, written: str, promise: Promise | None, now: datetime) -> Moment | None:
        """As the clock process does it (`deadlines.firing`)."""
        assert promise is not None
        kind, percent = rules.read_look(written)
        case, clock = self.case, str(promise.kind)
        duty = self.duty(now)
        if kind is rules.DueKind.WARNING:
            warning = warned(case, promise, self.staff, facts=self.facts, percent=percent, now=now, duty=duty)
            return self._told(warning, Trigger.WARNING, now, clock, percent) if warning else None
        again = kind is rules.DueKind.AGAIN
        broken = escalated(case, promise, self.staff, facts=self.facts, now=now, again=again, duty=duty)
        next_at = again_at(case.desk.policy, case.desk.calendar, clock, now=now)
        if next_at is not None and not again:
            self._queue(next_at, str(rules.DueKind.AGAIN), promise.id)
        return self._told(broken, Trigger.BREACH, now, clock, again=again)

    def _step(self, row: Escalation, promise: Promise | None, now: datetime) -> Moment | None:
        trigger = Trigger(row.trigger) if row.fired_at is None else Trigger.UNANSWERED
        found = step_judged(
            row,
            self.case,
            promise,
            self.staff,
            facts=self.facts,
            duty=self.duty(now),
            in_vain=False,
            now=now,
        )
        clock = str(promise.kind) if promise is not None else ""
        return self._told(found.consequence, trigger, now, clock) if found.consequence else None

    def _told(
        self,
        follows: Consequence | None,
        trigger: Trigger,
        now: datetime,
        clock: str = "",
        percent: int = 0,
        *,
        again: bool = False,
        others: Sequence[Telling] = (),
    ) -> Moment:
        tellings = [*others, *(follows.tellings if follows is not None else ())]
        heard = [Heard(each, plan) for each in tellings if (plan := each.planned(now))]
        if follows is None:
            return Moment(now, trigger, clock, percent, again, heard)
        come = follows.stepped
        for values in come.rows:
            row = new_row(Escalation, **values)
            if row.look_at is not None:
                self._queue(row.look_at, row, row.promise_id)
        return Moment(
            now,
            trigger,
            clock,
            percent,
            again,
            heard,
            tuple(dict.fromkeys(come.codes)),
            tuple(come.waiting),
            tuple(each.step.action for each in come.acting if each.step is not None),
            tuple(code for code, _ in come.passed),
            max(come.answer_by.values(), default=None),
        )

    def _queue(self, at: datetime, what: str | Escalation, promise_id: UUID | None) -> None:
        heapq.heappush(self.queue, (at, next(self.number), what, promise_id))


def _moment(value: object) -> datetime:
    assert isinstance(value, datetime)
    return value


def _id(value: object) -> UUID:
    assert isinstance(value, UUID)
    return value
