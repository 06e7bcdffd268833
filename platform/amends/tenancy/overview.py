"""The register as the console lists it: state, template, usage, health, in one statement for a page of it.

Usage and health come through narrow functions that return figures and moments by organisation, and no row of
anybody's. The register has a thousand rows, not millions: it is searched and sorted as it stands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from amends.database.scope import fetch

PAGE = 25
EVERYTHING = 10_000
_DUE_LATE = timedelta(minutes=1)
_LETTER_LATE = timedelta(minutes=2)
_SEAL_LATE = timedelta(hours=26)
"""As the verdict on the whole deployment has it (amends.running.rules)."""


class State(StrEnum):
    TRIAL = "trial"
    LIVE = "live"
    SUSPENDED = "suspended"


class Ailment(StrEnum):
    """What can be the matter with one organisation."""

    DEAD_LETTERS = "dead-letters"
    OVERDUE = "overdue"
    FAILING = "failing"
    LETTERS_WAIT = "letters-wait"
    UNSEALED = "unsealed"


class Sort(StrEnum):
    NAME = "name"
    NEWEST = "newest"
    COMPLAINTS = "complaints"
    STORAGE = "storage"
    ACTIVE = "active"
    TROUBLE = "trouble"


_ORDERS = {
    Sort.NAME: "slug",
    Sort.NEWEST: "created_at DESC, slug",
    Sort.COMPLAINTS: "lately DESC NULLS LAST, slug",
    Sort.STORAGE: "stored_kb DESC NULLS LAST, slug",
    Sort.ACTIVE: "active_at DESC NULLS LAST, slug",
    Sort.TROUBLE: "ill DESC, dead DESC, slug",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """`outdated`: templates with the versions shipped now, to find who has another one."""

    words: str = ""
    state: State | None = None
    template: str = ""
    only_ill: bool = False
    outdated: Mapping[str, str] | None = None
    slug: str = ""
    sort: Sort = Sort.NAME


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """`counted_at` is None for one not counted yet: its figures are 0."""

    id: UUID
    slug: str
    name_zh: str
    name_en: str
    template: str
    template_version: str
    status: str
    created_at: datetime
    live_at: datetime | None
    suspended_at: datetime | None
    counted_at: datetime | None
    people: int
    complaints: int
    lately: int
    stored_kb: int
    active_at: datetime | None
    dead: int
    overdue: int
    oldest_due: datetime | None
    failing: int
    waiting: int
    oldest_waiting: datetime | None
    sealed_until: datetime
    hosts: Sequence[str]
    ill: bool

    @property
    def state(self) -> State:
        if self.status == "suspended":
            return State.SUSPENDED
        return State.LIVE if self.live_at is not None else State.TRIAL

    def name_in(self, language: str) -> str:
        return self.name_zh if language.startswith("zh") else self.name_en

    def ailments(self, now: datetime) -> list[Ailment]:
        """What a suspended organisation owes is held, not late."""
        held = self.state is State.SUSPENDED
        return [
            what
            for what, is_so in (
                (Ailment.DEAD_LETTERS, self.dead > 0),
                (Ailment.FAILING, self.failing > 0),
                (Ailment.OVERDUE, _late(self.oldest_due, now, _DUE_LATE)),
                (Ailment.LETTERS_WAIT, not held and _late(self.oldest_waiting, now, _LETTER_LATE)),
                (Ailment.UNSEALED, _late(self.sealed_until, now, _SEAL_LATE)),
            )
            if is_so
        ]


@dataclass(frozen=True, slots=True)
class Found:
    lines: Sequence[Line]
    count: int
    page: int

    @property
    def pages(self) -> int:
        return max(-(-self.count // PAGE), 1)


_LINES = """
WITH line AS (
    SELECT t.id, t.slug, t.name_zh, t.name_en, t.template, coalesce(t.template_version, '') AS template_version,
        t.status, t.created_at, t.live_at, t.suspended_at,
        CASE WHEN t.status = 'suspended' THEN 'suspended' WHEN t.live_at IS NULL THEN 'trial' ELSE 'live' END AS state,
        u.counted_at, coalesce(u.people, 0) AS people, coalesce(u.complaints, 0) AS complaints,
        coalesce(u.lately, 0) AS lately, coalesce(u.stored_kb, 0) AS stored_kb, u.active_at,
        h.dead, h.overdue, h.oldest_due, h.failing, h.waiting, h.oldest_waiting, h.sealed_until,
        coalesce(n.hosts, '{{}}') AS hosts,
        h.dead > 0 OR h.failing > 0 OR coalesce(h.oldest_due < $5, false) OR h.sealed_until < $7
            OR (t.status <> 'suspended' AND coalesce(h.oldest_waiting < $6, false)) AS ill
    FROM tenant t
    JOIN tenant_health($1) h ON h.tenant_id = t.id
    LEFT JOIN tenant_usage() u ON u.tenant_id = t.id
    LEFT JOIN (SELECT tenant_id, array_agg(host ORDER BY host) AS hosts FROM own_hosts() GROUP BY tenant_id) n
        ON n.tenant_id = t.id
)
SELECT *, count(*) OVER () AS found FROM line
WHERE ($2 = '' OR slug ILIKE $2 OR name_zh ILIKE $2 OR name_en ILIKE $2 OR array_to_string(hosts, ' ') ILIKE $2)
    AND ($3 = '' OR state = $3) AND ($4 = '' OR template = $4) AND (NOT $8 OR ill)
    AND ($9::text[] IS NULL OR (template || ' ' || template_version) <> ALL ($9))
    AND ($10 = '' OR slug = $10)
ORDER BY {order} LIMIT $11 OFFSET $12"""


async def overview(wanted: Wanted, *, now: datetime, page: int = 1, most: int = PAGE) -> Found:
    """Needs the platform scope. A page after the last is the last."""
    rows = await _rows(wanted, now, max(page, 1), most)
    if not rows and page > 1:
        count = (await overview(replace(wanted), now=now)).count
        page = max(-(-count // most), 1)
        rows = await _rows(wanted, now, page, most)
    count = rows[0]["found"] if rows else 0
    return Found([_line(row) for row in rows], count, page)


async def line_of(slug: str, *, now: datetime) -> Line | None:
    found = await overview(Wanted(slug=slug), now=now, most=1)
    return found.lines[0] if found.lines else None


async def _rows(wanted: Wanted, now: datetime, page: int, most: int) -> Sequence[Mapping[str, Any]]:
    shipped = wanted.outdated
    current = None if shipped is None else [f"{code} {version}" for code, version in shipped.items()]
    return await fetch(
        _LINES.format(order=_ORDERS[wanted.sort]),
        now,
        f"%{_literal(wanted.words)}%" if wanted.words else "",
        wanted.state or "",
        wanted.template,
        now - _DUE_LATE,
        now - _LETTER_LATE,
        now - _SEAL_LATE,
        wanted.only_ill,
        current,
        wanted.slug,
        most,
        (page - 1) * most,
    )


def _line(row: Mapping[str, Any]) -> Line:
    return Line(**{name: row[name] for name in Line.__dataclass_fields__})


def _late(moment: datetime | None, now: datetime, by: timedelta) -> bool:
    return moment is not None and moment < now - by


def _literal(words: str) -> str:
    """As LIKE takes it: nothing typed is a wildcard."""
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
