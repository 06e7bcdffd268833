"""What a policy makes of one recorded case: its promises, and the steps of its chain with whom they reach. Pure.

Steps because nobody answered are no part of it: whether people would have answered is not recorded. Nor are those
because the same was complained of before.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from amends.complaints.case import Case
from amends.deadlines import rules
from amends.people.staff import Staff
from amends.policy.conditions import Facts
from amends.policy.document import Trigger
from amends.simulation.groundwork import About, Groundwork
from amends.simulation.recorded import Recorded
from amends.simulation.replaying import Replay, replay

_RAISED = {
    "dispute": Trigger.REFUSED,
    "reopen": Trigger.REOPENED,
    "deadlock": Trigger.DEADLOCK,
    "help-asked": Trigger.ASKED,
}


@dataclass(frozen=True, slots=True)
class Promised:
    kind: str
    started_at: datetime
    due_at: datetime
    broken: bool
    cancelled: bool
    paused: bool


@dataclass(frozen=True, slots=True)
class Escalated:
    trigger: str
    clock: str
    step: str
    people: tuple[UUID, ...]
    """Empty: it would have reached nobody but the administrators."""


@dataclass(frozen=True, slots=True)
class Outcome:
    category: str
    level: str
    promises: tuple[Promised, ...]
    steps: tuple[Escalated, ...]


def outcome(ground: Groundwork, case: Recorded, staff: Staff, *, now: datetime) -> Outcome:
    """By the desk's policy and calendar, as far as `now`; `staff`: as they are today. Raises `Unforeseeable`."""
    went = replay(ground, case)
    promises = [each.facts(ground.desk.calendar) for each in went.owed]
    return Outcome(
        went.category,
        went.level,
        tuple(
            Promised(
                each.kind,
                each.started_at,
                each.due_at,
                rules.is_broken(each, now) and not each.late_by_regrading,
                each.cancelled,
                each.paused_since is not None,
            )
            for each in promises
        ),
        tuple(_steps(ground, case, went, promises, staff, now=now)),
    )


def _steps(
    ground: Groundwork,
    case: Recorded,
    went: Replay,
    promises: list[rules.Promise],
    staff: Staff,
    *,
    now: datetime,
) -> Iterator[Escalated]:
    if not ground.desk.policy.chains:
        return
    facts, in_hand = went.facts(), Case(ground.desk, case.row)
    about = ground.about(facts)
    yield from _on_the_way(ground, in_hand, went, staff)
    for done in case.past:
        trigger = _RAISED.get(done.act)
        if trigger is not None:
            yield from _fired(ground, in_hand, trigger, "", None, facts, staff, at=done.at, about=about)
    for promise in promises:
        percents = ground.percents(facts, promise.kind, about)
        for look in rules.look_times(_as_if_running(promise), percents):
            if look.fire_at <= now and _was_asked(promise, look):
                warning = look.kind is rules.DueKind.WARNING
                trigger = Trigger.WARNING if warning else Trigger.BREACH
                percent = look.percent if warning else None
                yield from _fired(
                    ground,
                    in_hand,
                    trigger,
                    promise.kind,
                    percent,
                    facts,
                    staff,
                    at=look.fire_at,
                    about=about,
                )


def _on_the_way(ground: Groundwork, case: Case, went: Replay, staff: Staff) -> Iterator[Escalated]:
    """On receipt; and each step that waits for a condition once, when that first holds."""
    fired = set[str]()
    for place, (at, facts) in enumerate(went.course):
        about = ground.about(facts)
        if not place:
            yield from _fired(ground, case, Trigger.LODGED, "", None, facts, staff, at=at, about=about)
        for code, step in ground.steps(Trigger.CONDITION, facts, "", None, about):
            if code not in fired:
                fired.add(code)
                reached, people = ground.reached(case, code, step, staff, facts=facts, at=at, about=about)
                yield Escalated(str(Trigger.CONDITION), "", reached, people)


def _as_if_running(promise: rules.Promise) -> rules.Promise:
    if promise.ended_at is None and promise.paused_since is None:
        return promise
    return rules.Promise(
        promise.kind, promise.started_at, promise.due_at, stood_still=promise.stood_still,
        late_by_regrading=promise.late_by_regrading,
    )  # fmt: skip


def _was_asked(promise: rules.Promise, look: rules.Look) -> bool:
    """Nothing is said of what had ended, or stood still, by then."""
    until = promise.paused_since or promise.ended_at
    if look.kind is rules.DueKind.BREACH:
        return not promise.late_by_regrading and rules.is_broken(promise, until or look.fire_at)
    return until is None or look.fire_at < until


def _fired(
    ground: Groundwork,
    case: Case,
    trigger: Trigger,
    clock: str,
    percent: int | None,
    facts: Facts,
    staff: Staff,
    *,
    at: datetime,
    about: About,
) -> Iterator[Escalated]:
    for code, step in ground.steps(trigger, facts, clock, percent, about):
        reached, people = ground.reached(case, code, step, staff, facts=facts, at=at, about=about)
        yield Escalated(str(trigger), clock, reached, people)
