"""What the verdict on a deployment is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from amends.outbox.hold import Hold
from amends.running.aside import Aside
from amends.running.tables import Kind

MISSING_AFTER: Final = timedelta(minutes=2)
"""Twelve beats: a slow database makes nobody missing."""


@dataclass(frozen=True, slots=True)
class Running:
    kind: Kind
    host: str
    pid: int
    version: str
    level: str
    started_at: datetime
    seen_at: datetime

    def is_there(self, now: datetime) -> bool:
        """Heard of lately. From the future is no better: the clock was set back, and who lives has spoken since."""
        return abs(now - self.seen_at) <= MISSING_AFTER


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """`waiting` was never tried, `retried` was put off by the outside; `held` belongs to suspended organisations."""

    waiting: int
    oldest: datetime | None
    retried: int
    oldest_retried: datetime | None
    held: int
    dead: int
    oldest_dead: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """`failing` rows were tried, not fired, and will be tried again."""

    overdue: int
    oldest: datetime | None
    failing: int


@dataclass(frozen=True, slots=True)
class Failing:
    tenant_id: UUID
    rows: int


@dataclass(frozen=True, slots=True)
class OldSeal:
    """`since`: the last seal, or the organisation's beginning."""

    tenant_id: UUID
    since: datetime


@dataclass(frozen=True, slots=True)
class GivenUp:
    """Letters of one organisation given up for one reason; `recent` ones within the last day."""

    tenant_id: UUID
    reason: str
    letters: int
    recent: int
    oldest: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """`level` is the database's last migration, `wanted_level` this program's."""

    now: datetime
    processes: Sequence[Running]
    level: str
    wanted_level: str
    hold: Hold | None
    outbox: Backlog
    due: Due
    failing: Sequence[Failing]
    seals: Sequence[OldSeal]
    given_up: Sequence[GivenUp]
    aside: Sequence[Aside] = ()

    @property
    def there(self) -> list[Running]:
        return [process for process in self.processes if process.is_there(self.now)]

    @property
    def lag(self) -> timedelta:
        """How late the oldest due row is."""
        return self.now - self.due.oldest if self.due.oldest else timedelta()
