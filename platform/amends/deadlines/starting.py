"""Which clocks an event ends and starts, and what is promised then. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from amends.deadlines.calendar import Calendar
from amends.deadlines.explain import Explanation, explain
from amends.deadlines.period import Unit
from amends.policy.categories import effective
from amends.policy.chains import facts_for_chains, warning_percents
from amends.policy.conditions import Facts, fields_of, holds
from amends.policy.document import Basis, CaseEvent, Clock, ClockKind, ClockUse, Policy, Resolved, Trigger
from amends.policy.kinds import COMPLAINT, has_nobody, kind_of

Clocks = Mapping[str, ClockUse]
"""What is promised in a case, by the clocks' codes."""


@dataclass(frozen=True, slots=True)
class NewPromise:
    kind: str
    started_at: datetime
    due_at: datetime
    explanation: Explanation
    basis: Basis = Basis.INTERNAL
    sources: tuple[str, ...] = ()
    warn_at: tuple[int, ...] = ()

    def as_plain(self) -> dict[str, object]:
        """What the promise keeps of how it came about."""
        return {**self.explanation.as_plain(), "basis": str(self.basis), "sources": list(self.sources)}


def clocks_of(policy: Policy, category: str, level: str, kind: str = COMPLAINT) -> dict[str, ClockUse]:
    """What is promised in a category at a level; what the category says holds over what the level says, and what the
    kind says instead of both, but for what the law asks. Where nobody complained, nothing is owed that somebody would
    have to be told."""
    found = {**policy.levels[level].clocks, **effective(policy, category).clocks}
    if own := kind_of(policy, kind).clocks:
        lawful = {code: use for code, use in found.items() if policy.clocks[code].basis is Basis.STATUTORY}
        found = {**lawful, **own}
    if not has_nobody(policy, kind):
        return found
    return {code: use for code, use in found.items() if not _OF_COMPLAINANTS & _about(policy, code, use)}


def _about(policy: Policy, code: str, use: ClockUse) -> set[CaseEvent | None]:
    return {starts_with(policy, code, use), policy.clocks[code].ends}


def ends_with(policy: Policy, code: str) -> CaseEvent | None:
    """None of a clock that this policy does not know (any more)."""
    clock = policy.clocks.get(code)
    if clock is None:
        return None
    if code == ClockKind.RESOLVE and clock.ends is CaseEvent.DECIDED:
        return _RESOLVED[policy.handling.resolved]
    return clock.ends


def starts_with(policy: Policy, code: str, use: ClockUse) -> CaseEvent:
    return use.starts or policy.clocks[code].starts


def made_needless(policy: Policy, code: str, events: Collection[CaseEvent]) -> bool:
    """What is owed because a case was closed is not owed any more once it is taken up again."""
    clock = policy.clocks.get(code)
    if clock is None:
        return False
    ends = {*clock.also_ends, *((CaseEvent.REOPENED,) if clock.starts is CaseEvent.CLOSED else ())}
    return not ends.isdisjoint(events)


def outlives(policy: Policy, code: str) -> bool:
    """A duty by law that staff record is owed whatever becomes of the complaint."""
    clock = policy.clocks.get(code)
    return clock is not None and clock.basis is Basis.STATUTORY and clock.ends is CaseEvent.RECORDED


def is_public(policy: Policy, code: str) -> bool:
    """Whether complainants are told of it; of one this policy does not know (any more) they were not."""
    clock = policy.clocks.get(code)
    return clock.public if clock is not None else code in set(ClockKind)


def by_rank(policy: Policy, code: str) -> tuple[int, str]:
    """What promises are sorted by."""
    clock = policy.clocks.get(code)
    return (clock.rank if clock is not None else 0, code)


def concerns(policy: Policy, clocks: Clocks, events: Collection[CaseEvent]) -> bool:
    """Most of what happens ends no clock and starts none."""
    if any(
        ends_with(policy, code) in events or made_needless(policy, code, events) for code in policy.clocks
    ):
        return True
    return any(starts_with(policy, code, use) in events for code, use in clocks.items())


def started_by(
    policy: Policy,
    clocks: Clocks,
    events: Collection[CaseEvent],
    *,
    anew: Collection[str] = (),
    running: Collection[str] = (),
) -> dict[str, ClockUse]:
    """By rank: the clocks that begin with one of the events, and those that begin `anew`; never one that runs."""
    wanted = {
        code: use
        for code, use in clocks.items()
        if code not in running and (code in anew or starts_with(policy, code, use) in events)
    }
    return {code: wanted[code] for code in sorted(wanted, key=lambda code: (policy.clocks[code].rank, code))}


def repeating(policy: Policy, codes: Collection[str]) -> frozenset[str]:
    return frozenset(code for code in codes if code in policy.clocks and policy.clocks[code].repeats)


def asked_at_start(policy: Policy, clocks: Clocks) -> frozenset[str]:
    """The facts on which it depends whether they start, and when they are warned of."""
    asked = frozenset[str]().union(*(fields_of(use.when) for use in clocks.values()))
    return asked | facts_for_chains(policy, Trigger.WARNING) if clocks else asked


def promised(
    policy: Policy, clocks: Clocks, *, at: datetime, calendar: Calendar, facts: Facts
) -> list[NewPromise]:
    """What is promised when these clocks start now; those whose condition does not hold stay silent."""
    return [
        _promised(policy, code, use, at=at, calendar=calendar, facts=facts)
        for code, use in clocks.items()
        if holds(use.when, facts)
    ]


def _promised(
    policy: Policy, code: str, use: ClockUse, *, at: datetime, calendar: Calendar, facts: Facts
) -> NewPromise:
    since = began(policy.clocks[code], use, at, calendar, facts)
    return promised_from(policy, code, use, began=since, calendar=calendar, facts=facts)


def promised_from(
    policy: Policy, code: str, use: ClockUse, *, began: datetime, calendar: Calendar, facts: Facts
) -> NewPromise:
    """Of a clock whose beginning is settled."""
    clock = policy.clocks[code]
    why = explain(began, use.period, calendar)
    return NewPromise(
        code,
        why.start,
        why.due,
        why,
        clock.basis,
        tuple(dict.fromkeys((*use.source, *clock.source))),
        tuple(sorted({*clock.warn_at, *warning_percents(policy, facts, code)})),
    )


def began(clock: Clock, use: ClockUse, at: datetime, calendar: Calendar, facts: Facts) -> datetime:
    """The beginning of the day that was answered, never later than the event itself.

    What is due at once on the very day would be late before anybody could know of it: it begins with the event.
    """
    answer = facts.get(clock.from_field, "") if clock.from_field else ""
    try:
        day = date.fromisoformat(answer) if isinstance(answer, str) else None
    except ValueError:
        day = None
    if day is None or (use.period.unit is Unit.NOW and day == at.astimezone(calendar.zone).date()):
        return at
    return min(at, datetime.combine(day, time(), tzinfo=calendar.zone).astimezone(UTC))


_OF_COMPLAINANTS = frozenset(
    {
        CaseEvent.ACKNOWLEDGED,
        CaseEvent.RESPONDED,
        CaseEvent.TOLD,
        CaseEvent.OFFERED,
        CaseEvent.AGREED,
        CaseEvent.DISPUTED,
    }
)
_RESOLVED = {
    Resolved.DECIDED: CaseEvent.DECIDED,
    Resolved.AGREED: CaseEvent.AGREED,
    Resolved.EXECUTED: CaseEvent.EXECUTED,
}
