"""What a policy makes of one recorded case: its promises, and the steps of its chain with whom they reach. Pure.

Steps because nobody answered are no part of it: whether people would have answered is not recorded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from amends.complaints.alike import is_repeat
from amends.deadlines import rules
from amends.policy.document import Trigger
from amends.simulation.groundwork import Groundwork
from amends.simulation.listeners import Escalated, Listeners, Question
from amends.simulation.recorded import Recorded
from amends.simulation.replaying import Replay, replay

_RAISED = {
    "dispute": Trigger.REFUSED,
    "reopen": Trigger.REOPENED,
    "deadlock": Trigger.DEADLOCK,
    "help-asked": Trigger.ASKED,
}
_LODGED, _REPEATED, _CONDITION = map(Question, (Trigger.LODGED, Trigger.REPEATED, Trigger.CONDITION))


class Promised(NamedTuple):
    kind: str
    started_at: datetime
    due_at: datetime
    broken: bool
    cancelled: bool
    paused: bool


class Outcome(NamedTuple):
    category: str
    level: str
    promises: tuple[Promised, ...]
    steps: tuple[Escalated, ...]


def outcome(ground: Groundwork, case: Recorded, *, now: datetime) -> Outcome:
    """By the desk's policy and calendar, as far as `now`. Raises `Unforeseeable`."""
    went = replay(ground, case)
    promises = [each.facts(ground.desk.calendar) for each in went.owed]
    steps = tuple(_steps(ground, case, went, promises, now=now)) if ground.desk.policy.chains else ()
    return Outcome(went.category, went.level, tuple([_promised(each, now) for each in promises]), steps)


def _promised(promise: rules.Promise, now: datetime) -> Promised:
    return Promised(
        promise.kind,
        promise.started_at,
        promise.due_at,
        rules.is_broken(promise, now) and not promise.late_by_regrading,
        promise.cancelled,
        promise.paused_since is not None,
    )


def _steps(
    ground: Groundwork, case: Recorded, went: Replay, promises: list[rules.Promise], *, now: datetime
) -> Iterator[Escalated]:
    yield from _on_the_way(ground, case, went)
    heard = ground.listeners(case, went.facts())
    times = Counter[str]()
    for done in case.past:
        trigger = _RAISED.get(done.act)
        if trigger is not None and not done.elsewhere:
            times[done.act] += 1
            yield from _told(heard, Question(trigger, times=times[done.act]), at=done.at)
    for promise in promises:
        for look in rules.looks_on_the_way(promise, heard.percents(promise.kind)):
            if look.fire_at <= now and _was_asked(promise, look):
                yield from _told(heard, _question(promise, look), at=look.fire_at)


def _on_the_way(ground: Groundwork, case: Recorded, went: Replay) -> Iterator[Escalated]:
    """On receipt; and each step that waits for a condition once, when that first holds."""
    fired = set[str]()
    repeated = is_repeat(ground.desk, case.last_alike, now=case.lodged_at, kind=case.first_kind)
    for place, (at, facts) in enumerate(went.course):
        heard = ground.listeners(case, facts)
        at_once = (_LODGED, *((_REPEATED,) if repeated else ())) if not place else ()
        for asked in (*at_once, _CONDITION):
            anew = [each for each in heard.fired(asked, at=at) if each.code not in fired]
            fired |= {each.code for each in anew}
            yield from (each.told for each in anew)


def _told(heard: Listeners, asked: Question, *, at: datetime) -> list[Escalated]:
    return [each.told for each in heard.fired(asked, at=at)]


def _question(promise: rules.Promise, look: rules.Look) -> Question:
    if look.kind is rules.DueKind.WARNING:
        return Question(Trigger.WARNING, promise.kind, look.percent)
    return Question(Trigger.BREACH, promise.kind)


def _was_asked(promise: rules.Promise, look: rules.Look) -> bool:
    """Nothing is said of what had ended, or stood still, by then."""
    until = promise.paused_since or promise.ended_at
    if look.kind is rules.DueKind.BREACH:
        return not promise.late_by_regrading and rules.is_broken(promise, until or look.fire_at)
    return until is None or look.fire_at < until
