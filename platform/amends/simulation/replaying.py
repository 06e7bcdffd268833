"""One case gone through again under a policy: what people did stays as it was, levels and promises are reckoned anew. Pure.

It asks the same rules as operations do (`grading`, `starting`, `regraded`, `standing`); only who writes differs. Answers
count as they stand today, whenever they were given.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from amends.complaints.answers import answer_facts
from amends.complaints.facts import yes
from amends.complaints.lifecycle import ENDED, Move, State
from amends.deadlines import rules
from amends.deadlines.calendar import Calendar
from amends.deadlines.due import in_utc
from amends.deadlines.ledger import Entry, EntryKind
from amends.deadlines.past import TOLD, told
from amends.deadlines.period import Period
from amends.deadlines.regraded import Grading, Happening, change
from amends.deadlines.starting import began
from amends.policy.categories import is_leaf
from amends.policy.conditions import Facts, holds
from amends.policy.document import ClockKind, ClockUse, Policy
from amends.policy.grading import graded
from amends.simulation.groundwork import Groundwork
from amends.simulation.owed import Owed
from amends.simulation.recorded import Done, Recorded

REGISTERED = str(State.REGISTERED)
_MERGED = str(State.MERGED)
_RESPOND = str(ClockKind.RESPOND)
_MOVES = frozenset(map(str, Move))
_TOGETHER = {"merged-in": 1, "unmerged-from": -1}
ACTS = frozenset({*_MOVES, *TOLD, *_TOGETHER, "unmerge", "regrade", "convert", "help-asked"})
"""All that a replay looks at in a history."""


MERGED = "case.merged"
"""Regraded while another was merged into it."""


class Unforeseeable(Exception):
    """The policy does not know what the case says of itself."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


@dataclass(slots=True)
class Replay:
    ground: Groundwork
    case: Recorded
    category: str
    kind: str
    level: str = ""
    state: str = REGISTERED
    reopened: bool = False
    owed: list[Owed] = field(default_factory=list)
    happened: list[Happening] = field(default_factory=list)
    answers: Facts = field(default_factory=dict)
    disputed: bool = False
    _apart: str = ""
    """The state it was in when it was merged into another one."""
    _together: int = 0
    """How many are merged into it."""
    course: list[tuple[datetime, Facts]] = field(default_factory=list)
    """What was known when it came in, and, where steps wait for a condition, whenever that changed until it ended."""
    _known: tuple[object, Facts] | None = None

    @property
    def policy(self) -> Policy:
        return self.ground.desk.policy

    @property
    def calendar(self) -> Calendar:
        return self.ground.desk.calendar

    def run(self) -> Replay:
        if not is_leaf(self.policy, self.category):
            raise Unforeseeable("case.category")
        self.answers = answer_facts(self.policy, self.case.answers)
        self.level = graded(self.policy, self.category, self.facts()).level
        self.course.append((self.case.lodged_at, self.facts()))
        waiting = list(self.case.ledgers)
        for done in self.case.past:
            while waiting and waiting[0].entry.at <= done.at:
                self._stood(waiting[0].clock, waiting.pop(0).entry)
            self._done(done)
            if self.ground.conditional and self.state not in ENDED:
                self._known_at(done.at)
        for stood in waiting:
            self._stood(stood.clock, stood.entry)
        return self

    def _known_at(self, at: datetime) -> None:
        facts = self.facts()
        if facts is not self.course[-1][1]:
            self.course.append((at, facts))

    def facts(self) -> Facts:
        """As of the moment the replay has come to; the same object until one of them is another."""
        waiting = _RESPOND in [each.kind for each in self.owed if each.running]
        now = (self.category, self.kind, self.level, self.state, waiting, self.disputed, self.reopened)
        if self._known is None or self._known[0] != now:
            self._known = (now, self._facts(waiting=waiting))
        return self._known[1]

    def _facts(self, *, waiting: bool) -> Facts:
        begun = self.state != REGISTERED
        return {
            **self.ground.category(self.category),
            **self.case.lasting,
            "case.kind": self.kind,
            "case.level": self.level,
            "case.state": self.state,
            "case.assigned": yes(self.case.assigned and begun),
            "case.disputed": yes(self.disputed),
            "case.answered": yes(begun and not waiting),
            "case.reopened": yes(self.reopened),
            **self.case.elsewhere,
            **self.answers,
        }

    def _done(self, done: Done) -> None:
        if done.elsewhere:
            self._done_elsewhere(done)
            return
        if done.act in ("regrade", "convert"):
            self._regraded(done)
            return
        self._moved(done)
        self.reopened |= done.act == "reopen"
        self.disputed |= done.act == "dispute"
        found = told(self.policy, done.act, done.at, done.detail, received_at=self.case.received_at)
        if found is not None:
            self.happened.append(found)
            if self.state != _MERGED or done.act == Move.MERGE:  # else nothing is owed here
                self._happened(found)

    def _moved(self, done: Done) -> None:
        if done.act == Move.MERGE:
            self._apart = self.state
        if done.act in _MOVES:
            self.state = str(done.detail.get("to", self.state))
        elif done.act == "unmerge":
            self.state = self._apart
        self._together += _TOGETHER.get(done.act, 0)

    def _done_elsewhere(self, done: Done) -> None:
        """What is still owed here is kept there, or called off; what begins there is owed there."""
        if done.act in ("regrade", "convert"):
            raise Unforeseeable(MERGED)
        found = told(self.policy, done.act, done.at, done.detail, received_at=self.case.received_at)
        if found is not None:
            self._happened(found._replace(starts=False))

    def _happened(self, now: Happening) -> None:
        """What is void ran on all the time; nothing else comes with that."""
        self._void(now)
        running = [each for each in self.owed if each.running]
        place = (self.category, self.level, self.kind)
        what = self.ground.follows(place, now, tuple([each.kind for each in running]))
        for each in running:
            if each.kind in what.kept:
                each.end(EntryKind.MET, now.at)
            elif each.kind in what.needless:
                each.end(EntryKind.CANCELLED, now.at)
        if what.begun:
            self._begin(what.begun, now.at, self.facts() if what.asking else {})

    def _void(self, now: Happening) -> None:
        for code in now.void:
            last = next((each for each in reversed(self.owed) if each.kind == code), None)
            if last is not None and not last.running:
                last.entries.append(Entry(EntryKind.REOPENED, now.at))
                last.running = True

    def _begin(self, clocks: Mapping[str, ClockUse], at: datetime, facts: Facts) -> None:
        """As `starting.promised`, without its explanation."""
        for code, use in clocks.items():
            if holds(use.when, facts):
                start = began(self.policy.clocks[code], use, at, self.calendar, facts)
                self.owed.append(Owed(code, in_utc(start), use.period))

    def _stood(self, clock: str, entry: Entry) -> None:
        """What stood still or was extended then does so here, where it runs."""
        one = next((each for each in self.owed if each.running and each.kind == clock), None)
        if one is None:
            return
        still = one.stands(self.calendar).paused_since is not None
        if (entry.kind is EntryKind.PAUSED and still) or (entry.kind is EntryKind.RESUMED and not still):
            return
        one.entries.append(entry)

    def _regraded(self, done: Done) -> None:
        """A level that a person gave stays; one that the rules gave is asked for anew."""
        if self._together:
            raise Unforeseeable(MERGED)  # what the others brought with them is reckoned anew, too
        before = Grading(self.ground.clocks((self.category, self.level, self.kind)), self.facts())
        self.kind = _to(done.detail, "kind") or self.kind
        self.category = _to(done.detail, "category") or self.category
        if not is_leaf(self.policy, self.category):
            raise Unforeseeable("case.category")
        given = _to(done.detail, "level")
        if given and "rule" not in done.detail:
            self.level = given
        else:
            self.level = graded(self.policy, self.category, self.facts()).level
        if self.level not in self.policy.levels:
            raise Unforeseeable("case.level")
        after = Grading(self.ground.clocks((self.category, self.level, self.kind)), self.facts())
        self._retarget(before, after, done.at)

    def _retarget(self, before: Grading, after: Grading, at: datetime) -> None:
        running = [each for each in self.owed if each.running]
        kinds = [each.kind for each in running]
        what = change(self.policy, before, after, running=kinds, past=self.happened)
        for each in running:
            if each.kind in what.off:
                each.end(EntryKind.CANCELLED, at)
            elif each.kind in what.stays:
                self._move(each, what.stays[each.kind].period, at)
        for code, (use, since) in what.begins.items():
            start = in_utc(began(self.policy.clocks[code], use, since, self.calendar, after.facts))
            gone = self._called_off(code, start)
            if gone is not None:
                self._owed_again(gone, use.period, at)
            else:
                self._begin({code: use}, since, after.facts)
                self._late_from_the_beginning(code, at)

    def _called_off(self, code: str, start: datetime) -> Owed | None:
        alike = [each for each in self.owed if (each.kind, each.started_at) == (code, start)]
        return next((each for each in reversed(alike) if each.stands(self.calendar).cancelled), None)

    def _owed_again(self, owed: Owed, period: Period, at: datetime) -> None:
        """As `retargeting` has it: what was broken in earnest before keeps its time."""
        was, stood = owed.facts(self.calendar), owed.stands(self.calendar)
        old = stood.period or owed.first
        if rules.is_broken(was, was.ended_at or was.started_at) and not was.late_by_regrading:
            period = old
        anew = was.late_by_regrading or not rules.is_broken(was, at)
        detail: dict[str, object] = {"period": str(period), "period_before": str(old), "anew": anew}
        owed.entries += [Entry(EntryKind.REOPENED, at), Entry(EntryKind.RETARGETED, at, "", detail)]
        owed.running = True

    def _move(self, owed: Owed, period: Period, at: datetime) -> None:
        now = owed.facts(self.calendar)
        if rules.is_broken(now, at) and not now.late_by_regrading:
            return
        old = owed.stands(self.calendar).period or owed.first
        if period != old:
            detail: dict[str, object] = {"period": str(period), "period_before": str(old)}
            owed.entries.append(Entry(EntryKind.RETARGETED, at, "", detail))

    def _late_from_the_beginning(self, code: str, at: datetime) -> None:
        new = self.owed[-1] if self.owed and self.owed[-1].kind == code else None
        if new is not None and not new.entries and new.stands(self.calendar).due_at < at:
            period = str(new.first)
            detail: dict[str, object] = {"period": period, "period_before": period, "anew": True}
            new.entries.append(Entry(EntryKind.RETARGETED, at, "", detail))


def replay(ground: Groundwork, case: Recorded) -> Replay:
    return Replay(ground, case, case.first_category, case.first_kind).run()


def _to(detail: Any, what: str) -> str:
    return str(detail[what]["to"]) if what in detail else ""
