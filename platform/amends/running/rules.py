"""The verdict on a deployment: facts in, findings out. What to do about each is the reader's language's business."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from amends.running.facts import MISSING_AFTER, Facts
from amends.running.tables import ALWAYS, Kind

LOST_FOR: Final = timedelta(hours=1)
"""How long a process that took no leave is spoken of."""
TAKEN_WITHIN: Final = timedelta(minutes=2)
PUT_OFF_FOR: Final = timedelta(minutes=15)
MANY_WAITING: Final = 2000
LATE_AFTER: Final = timedelta(minutes=1)
SEALED_WITHIN: Final = timedelta(hours=26)
"""A day, one hour more when summer time ends, and one to do it in."""


class Weight(StrEnum):
    BAD = "bad"
    """Promises or letters are not looked after: now."""
    WARN = "warn"
    """To be looked at."""
    GOOD = "good"


class Trouble(StrEnum):
    KIND_MISSING = "kind-missing"
    PROCESS_LOST = "process-lost"
    MIXED_VERSIONS = "mixed-versions"
    DATABASE_BEHIND = "database-behind"
    DATABASE_AHEAD = "database-ahead"
    ON_HOLD = "on-hold"
    NOT_TAKEN = "not-taken"
    MANY_WAIT = "many-wait"
    PUT_OFF = "put-off"
    DUE_LATE = "due-late"
    DUE_FAILING = "due-failing"
    DUE_ASIDE = "due-aside"
    SEAL_OLD = "seal-old"
    LETTERS_DEAD = "letters-dead"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """`count` things, the oldest since `since`; `kind` and `tenants` where they are concerned."""

    trouble: Trouble
    weight: Weight
    count: int = 0
    since: datetime | None = None
    kind: Kind | None = None
    tenants: Sequence[UUID] = field(default_factory=tuple)


def findings(facts: Facts) -> list[Finding]:
    """Everything wrong, the worst first."""
    found = [*_processes(facts), *_levels(facts), *_outbox(facts), *_due(facts), *_seals(facts)]
    order = list(Weight)
    return sorted(found, key=lambda each: order.index(each.weight))


def verdict(found: Sequence[Finding]) -> Weight:
    return found[0].weight if found else Weight.GOOD


def _processes(facts: Facts) -> Iterator[Finding]:
    there = {process.kind for process in facts.there}
    for kind in Kind:
        seen = [process.seen_at for process in facts.processes if process.kind is kind]
        if kind not in there and (seen or kind in ALWAYS):
            last = max(seen, default=None)
            yield Finding(trouble=Trouble.KIND_MISSING, weight=Weight.BAD, kind=kind, since=last)
    lost = [
        process.seen_at
        for process in facts.processes
        if process.kind in there and MISSING_AFTER < facts.now - process.seen_at <= LOST_FOR
    ]
    if lost:
        yield Finding(trouble=Trouble.PROCESS_LOST, weight=Weight.WARN, count=len(lost), since=max(lost))


def _levels(facts: Facts) -> Iterator[Finding]:
    if facts.level < facts.wanted_level:
        yield Finding(trouble=Trouble.DATABASE_BEHIND, weight=Weight.BAD)
    elif facts.level > facts.wanted_level:
        yield Finding(trouble=Trouble.DATABASE_AHEAD, weight=Weight.WARN)
    elif len({(process.version, process.level) for process in facts.there}) > 1:
        yield Finding(trouble=Trouble.MIXED_VERSIONS, weight=Weight.WARN)


def _outbox(facts: Facts) -> Iterator[Finding]:
    box = facts.outbox
    if facts.hold is not None:
        yield Finding(
            trouble=Trouble.ON_HOLD,
            weight=Weight.BAD,
            count=box.waiting + box.retried,
            since=facts.hold.since,
        )
    elif box.oldest is not None and facts.now - box.oldest > TAKEN_WITHIN:
        yield Finding(trouble=Trouble.NOT_TAKEN, weight=Weight.BAD, count=box.waiting, since=box.oldest)
    elif box.waiting > MANY_WAITING:
        yield Finding(trouble=Trouble.MANY_WAIT, weight=Weight.WARN, count=box.waiting, since=box.oldest)
    if box.oldest_retried is not None and facts.now - box.oldest_retried > PUT_OFF_FOR:
        yield Finding(
            trouble=Trouble.PUT_OFF, weight=Weight.WARN, count=box.retried, since=box.oldest_retried
        )
    if box.dead:
        tenants = tuple(dict.fromkeys(group.tenant_id for group in facts.given_up))
        yield Finding(
            trouble=Trouble.LETTERS_DEAD,
            weight=Weight.WARN,
            count=box.dead,
            since=box.oldest_dead,
            tenants=tenants,
        )


def _due(facts: Facts) -> Iterator[Finding]:
    due = facts.due
    if facts.lag > LATE_AFTER:
        yield Finding(trouble=Trouble.DUE_LATE, weight=Weight.BAD, count=due.overdue, since=due.oldest)
    if due.failing:
        tenants = tuple(each.tenant_id for each in facts.failing)
        yield Finding(trouble=Trouble.DUE_FAILING, weight=Weight.BAD, count=due.failing, tenants=tenants)
    if facts.aside:
        yield Finding(
            trouble=Trouble.DUE_ASIDE,
            weight=Weight.BAD,
            count=sum(each.items for each in facts.aside),
            since=min(each.oldest for each in facts.aside),
            tenants=tuple(dict.fromkeys(each.tenant_id for each in facts.aside)),
        )


def _seals(facts: Facts) -> Iterator[Finding]:
    old = [seal for seal in facts.seals if facts.now - seal.since > SEALED_WITHIN]
    if old:
        tenants = tuple(seal.tenant_id for seal in old)
        yield Finding(
            trouble=Trouble.SEAL_OLD, weight=Weight.BAD, count=len(old), since=old[0].since, tenants=tenants
        )
