"""What is due, one row in a transaction: for a batch that failed as a whole, to find the row it failed for."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol
from uuid import UUID

from amends.complaints.desk import Desks
from amends.database.outage import OUTAGE
from amends.database.scope import tenant_scope
from amends.deadlines.failing import ESCALATIONS, PROMISES, TASKS, Kept, put_off
from amends.deadlines.firing import fire_batch, rows_due
from amends.escalation.firing import escalations_due, fire_escalations
from amends.tasks.firing import tasks_due, tell_of_tasks

log = logging.getLogger(__name__)


class _Waiting(Protocol):
    def __call__(self, *, now: datetime, most: int) -> Awaitable[Sequence[UUID]]: ...


class _Fire(Protocol):
    def __call__(self, desks: Desks, *, now: datetime, most: int, only: UUID | None) -> Awaitable[int]: ...


@dataclass(frozen=True, slots=True)
class _Work:
    kept: Kept
    waiting: _Waiting
    fire: _Fire


_ALL: Final = (
    _Work(PROMISES, rows_due, fire_batch),
    _Work(ESCALATIONS, escalations_due, fire_escalations),
    _Work(TASKS, tasks_due, tell_of_tasks),
)


async def fire_singly(tenant_id: UUID, make_desks: Callable[[], Desks], *, now: datetime, most: int) -> int:
    """As a batch would, the oldest first; what fails is put off, what cannot even be put off is the organisation's
    trouble and no row's."""
    fired = 0
    for work in _ALL:
        async with tenant_scope(tenant_id):
            waiting = await work.waiting(now=now, most=most)
        for row_id in waiting:
            fired += await _alone(tenant_id, work, make_desks(), row_id, now=now)
    return fired


async def _alone(tenant_id: UUID, work: _Work, desks: Desks, row_id: UUID, *, now: datetime) -> int:
    try:
        async with tenant_scope(tenant_id):
            return await work.fire(desks, now=now, most=1, only=row_id)
    except OUTAGE:
        raise
    except Exception as error:
        log.exception("due row not fired by itself", extra={"row": str(row_id)})
        async with tenant_scope(tenant_id):
            await put_off(work.kept, {row_id: error}, now=now)
        return 0
