"""What a simulation found, added up case by case; kept as it is in the database and shown from there. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from amends.simulation.listeners import Escalated
from amends.simulation.outcomes import Outcome, Promised

MOST_CASES = 500
"""Listed by name; those beyond are counted only."""


class Tally(msgspec.Struct):
    cases: int = 0
    changed: int = 0
    earlier: int = 0
    later: int = 0
    breaks: int = 0
    holds: int = 0
    steps_before: int = 0
    steps_after: int = 0

    def join(self, other: Tally) -> None:
        for name in self.__struct_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


class Shift(msgspec.Struct, frozen=True):
    """One promise of a case, before and after; None: not owed."""

    clock: str
    before: datetime | None
    after: datetime | None
    broken_before: bool = False
    broken_after: bool = False


class Changed(msgspec.Struct, frozen=True):
    id: str
    number: str
    category: str
    level_before: str
    level_after: str
    shifts: tuple[Shift, ...] = ()
    steps_before: int = 0
    steps_after: int = 0


class Result(msgspec.Struct):
    total: Tally = msgspec.field(default_factory=Tally)
    unknown: int = 0
    """Cases of which something the draft asks for is not known: counted here, and nowhere else."""
    missing: dict[str, int] = msgspec.field(default_factory=dict)
    """By what is missing."""
    begun: int = 0
    fallen: int = 0
    by_category: dict[str, Tally] = msgspec.field(default_factory=dict)
    by_level: dict[str, Tally] = msgspec.field(default_factory=dict)
    """By the level of the policy in force."""
    by_place: dict[str, Tally] = msgspec.field(default_factory=dict)
    """By both: `category|level`. Simulations of an earlier release have none."""
    people: dict[str, list[int]] = msgspec.field(default_factory=dict)
    """By who would be told: how often before and after."""
    steps: dict[str, list[int]] = msgspec.field(default_factory=dict)
    """By trigger, clock and step."""
    cases: list[Changed] = msgspec.field(default_factory=list)

    def lacks(self, what: frozenset[str]) -> None:
        self.unknown += 1
        for each in what:
            self.missing[each] = self.missing.get(each, 0) + 1

    def add(self, case_id: str, number: str, before: Outcome, after: Outcome) -> None:
        shifts = shifts_of(before, after)
        same_steps = before.steps == after.steps or Counter(before.steps) == Counter(after.steps)
        changed = bool(shifts) or before.level != after.level or not same_steps
        for tally in (
            self.total,
            self.by_category.setdefault(before.category, Tally()),
            self.by_level.setdefault(before.level, Tally()),
            self.by_place.setdefault(f"{before.category}|{before.level}", Tally()),
        ):
            _count(tally, shifts, before, after, changed=changed)
        self.begun += sum(each.before is None for each in shifts)
        self.fallen += sum(each.after is None for each in shifts)
        for place, steps in enumerate((before.steps, after.steps)):
            self._load(steps, place)
        if changed and len(self.cases) < MOST_CASES:
            counts = (len(before.steps), len(after.steps))
            levels = (before.level, after.level)
            self.cases.append(Changed(case_id, number, before.category, *levels, tuple(shifts), *counts))

    def join(self, other: Result, places: Mapping[str, int]) -> None:
        """What was found of other cases. `places`: by id, in which order they are listed."""
        self.unknown += other.unknown
        self.begun += other.begun
        self.fallen += other.fallen
        for what, times in other.missing.items():
            self.missing[what] = self.missing.get(what, 0) + times
        self.total.join(other.total)
        for ours, theirs in (
            (self.by_category, other.by_category),
            (self.by_level, other.by_level),
            (self.by_place, other.by_place),
        ):
            for name, tally in theirs.items():
                ours.setdefault(name, Tally()).join(tally)
        for mine, counts in ((self.people, other.people), (self.steps, other.steps)):
            for name, (before, after) in counts.items():
                known = mine.setdefault(name, [0, 0])
                known[:] = known[0] + before, known[1] + after
        self.cases = sorted([*self.cases, *other.cases], key=lambda each: places[each.id])[:MOST_CASES]

    def _load(self, steps: tuple[Escalated, ...], place: int) -> None:
        for step in steps:
            name = "|".join((step.trigger, step.clock, step.step))
            self.steps.setdefault(name, [0, 0])[place] += 1
            for person in step.people:
                self.people.setdefault(person, [0, 0])[place] += 1

    def plain(self) -> dict[str, Any]:
        found: dict[str, Any] = msgspec.to_builtins(self)
        return found


def shifts_of(before: Outcome, after: Outcome) -> list[Shift]:
    """Promises that differ; those of one clock are matched as they began."""
    old, new = _by_clock(before), _by_clock(after)
    shifts = []
    for key in sorted({*old, *new}):
        was, will = old.get(key), new.get(key)
        shift = Shift(
            key[0],
            was.due_at if was else None,
            will.due_at if will else None,
            was is not None and was.broken,
            will is not None and will.broken,
        )
        if shift.before != shift.after or shift.broken_before != shift.broken_after:
            shifts.append(shift)
    return shifts


def _by_clock(found: Outcome) -> dict[tuple[str, int], Promised]:
    seen: Counter[str] = Counter()
    keyed = {}
    for each in found.promises:
        keyed[each.kind, seen[each.kind]] = each
        seen[each.kind] += 1
    return keyed


def _count(tally: Tally, shifts: list[Shift], before: Outcome, after: Outcome, *, changed: bool) -> None:
    tally.cases += 1
    tally.changed += changed
    for each in shifts:
        if each.before is not None and each.after is not None:
            tally.earlier += each.after < each.before
            tally.later += each.after > each.before
        tally.breaks += each.broken_after and not each.broken_before
        tally.holds += each.broken_before and not each.broken_after
    tally.steps_before += len(before.steps)
    tally.steps_after += len(after.steps)
