"""The deployment's numbers for Prometheus, read when they are asked for: no more than every few seconds."""

from __future__ import annotations

from datetime import datetime, timedelta

from amends import clock, metrics
from amends.database.scope import platform_scope
from amends.running import queries
from amends.running.facts import Facts
from amends.running.outgoing import owed
from amends.running.tables import Kind

KEPT_FOR = timedelta(seconds=5)


class DeploymentGauges:
    def __init__(self) -> None:
        self._read_at: datetime | None = None

    async def read(self) -> None:
        """Without the database the numbers stay what they were: `amends_need_met` says so."""
        now = clock.now()
        if self._read_at is not None and timedelta() <= now - self._read_at < KEPT_FOR:
            return
        async with platform_scope():
            facts = await queries.facts(now=now)
            waiting = await owed(now=now)
        _show(facts)
        metrics.OUTBOX_IN_FLIGHT.set(sum(each.flying for each in waiting))
        metrics.OUTBOX_BEHIND.set(sum(each.behind(now) for each in waiting))
        self._read_at = now


def _show(facts: Facts) -> None:
    box, due, now = facts.outbox, facts.due, facts.now
    metrics.OUTBOX_WAITING.set(box.waiting)
    metrics.OUTBOX_OLDEST.set(_age(box.oldest, now))
    metrics.OUTBOX_RETRYING.set(box.retried)
    metrics.OUTBOX_OLDEST_RETRYING.set(_age(box.oldest_retried, now))
    metrics.OUTBOX_HELD.set(box.held)
    metrics.ON_HOLD.set(facts.hold is not None)
    metrics.DEAD_LETTERS.set(box.dead)
    metrics.OVERDUE.set(due.overdue)
    metrics.LAG.set(_age(due.oldest, now))
    metrics.DUE_FAILING.set(due.failing)
    metrics.DUE_ASIDE.set(sum(each.items for each in facts.aside))
    metrics.SEAL_AGE.set(max((_age(seal.since, now) for seal in facts.seals), default=0.0))
    for kind in Kind:
        metrics.PROCESSES.labels(kind).set(sum(process.kind is kind for process in facts.there))
    metrics.READ_AT.set(now.timestamp())


def _age(since: datetime | None, now: datetime) -> float:
    return max((now - since).total_seconds(), 0.0) if since is not None else 0.0
