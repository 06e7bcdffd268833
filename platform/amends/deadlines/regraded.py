"""What a change of category or level makes of a case's promises: each is reckoned as if it had been graded so from the
beginning. Pure.

Which clocks would run now is found by going through what happened once more (`running_since`). Only what differs between
the old and the new grading is touched: a promise that began otherwise, by something learnt, stays.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from amends.deadlines.starting import Clocks, ends_with, made_needless, outlives, starts_with
from amends.policy.conditions import Facts, holds
from amends.policy.document import CaseEvent, ClockUse, Policy


class Happening(NamedTuple):
    """One thing that happened in a case, as clocks see it."""

    at: datetime
    events: frozenset[CaseEvent] = frozenset()
    met: frozenset[str] = frozenset()
    """Clocks kept by it whatever ends them."""
    anew: frozenset[str] = frozenset()
    """Clocks that begin again with it whatever starts them."""
    void: frozenset[str] = frozenset()
    """Clocks whose proof turned out to be none: they run on as if they had not been kept."""
    over: bool = False
    """The case ended with it."""
    starts: bool = True
    """False: it ends clocks and starts none, because it was said before."""


@dataclass(frozen=True, slots=True)
class Grading:
    """The clocks of a category and level, and what is known when conditions are asked."""

    clocks: Clocks
    facts: Facts

    def owed(self, code: str) -> ClockUse | None:
        """None: it has no such clock, or its condition does not hold."""
        use = self.clocks.get(code)
        return use if use is not None and holds(use.when, self.facts) else None


@dataclass(frozen=True, slots=True)
class Change:
    stays: Mapping[str, ClockUse] = field(default_factory=dict)
    """Of what runs: goes on, with this use's period from its own start."""
    off: frozenset[str] = frozenset()
    """Runs, and the new grading does not have it."""
    begins: Mapping[str, tuple[ClockUse, datetime]] = field(default_factory=dict)
    """Would be running now: from when."""


def change(
    policy: Policy,
    before: Grading,
    after: Grading,
    *,
    running: Collection[str],
    past: Iterable[Happening],
) -> Change:
    """Of the promises that run (`running`) and of those that would."""
    happenings = list(past)
    off = frozenset(code for code in running if _falls(policy, code, before, after))
    stays = {
        code: after.clocks[code]
        for code in running
        if code not in off and code in after.clocks and code in policy.clocks
    }
    begins = {}
    for code in sorted(after.clocks, key=lambda code: (policy.clocks[code].rank, code)):
        use = after.owed(code)
        if use is None or code in stays or _had(policy, code, before, use):
            continue
        since = running_since(policy, code, use, happenings)
        if since is not None:
            begins[code] = (use, since)
    return Change(stays, off, begins)


def running_since(policy: Policy, code: str, use: ClockUse, past: Iterable[Happening]) -> datetime | None:
    """When the clock that would be running now began, had it been owed all the time; None: none would be."""
    since: datetime | None = None
    last: datetime | None = None
    for each in past:
        kept = code in each.met or ends_with(policy, code) in each.events
        needless = made_needless(policy, code, each.events) or (each.over and not outlives(policy, code))
        again = kept and since is not None and policy.clocks[code].repeats and not needless
        if code in each.void and since is None:
            since = last
        elif kept or needless:
            since = None
        # In a case that ends nothing begins but what is owed because it has ended.
        events = each.events & {CaseEvent.CLOSED} if each.over else each.events
        wanted = again or code in each.anew or (each.starts and starts_with(policy, code, use) in events)
        if since is None and wanted:
            since = last = each.at
    return since


def _falls(policy: Policy, code: str, before: Grading, after: Grading) -> bool:
    """It is owed by the old grading and not by the new one, or by an event of another kind."""
    old, new = before.clocks.get(code), after.clocks.get(code)
    if old is None or code not in policy.clocks:
        return False
    if new is None:
        return True
    if before.owed(code) is not None and after.owed(code) is None:
        return True
    return starts_with(policy, code, old) is not starts_with(policy, code, new)


def _had(policy: Policy, code: str, before: Grading, use: ClockUse) -> bool:
    """The old grading owed it by the same event: what has become of it stays."""
    old = before.owed(code)
    return old is not None and starts_with(policy, code, old) is starts_with(policy, code, use)
