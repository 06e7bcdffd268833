"""Letters given up, over all organisations: which, why, how often tried. Never whose, and never what they say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from amends.database.scope import fetch
from amends.errors import NotFound
from amends.outbox.reasons import Reason

PAGE = 50


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """`tries` are all there were, those before somebody had it tried again included."""

    tenant_id: UUID
    id: UUID
    kind: str
    event: str
    reason: Reason
    reply: str
    """The mail server's code, such as 550 5.1.1."""
    tries: int
    retries: int
    owed_at: datetime
    dead_at: datetime
    set_aside_at: datetime | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which of them."""

    tenant_id: UUID | None = None
    reason: Reason | None = None
    set_aside: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    letters: Sequence[DeadLetter]
    more: bool


async def listing(
    wanted: Wanted, *, before: tuple[datetime, UUID] | None = None, most: int = PAGE
) -> Listing:
    """Newest first; `before` is the last one of the page before. Needs the platform scope, as everything here."""
    at, row_id = before or (None, None)
    found = await _letters(None, wanted, at, row_id, most + 1)
    return Listing(found[:most], len(found) > most)


async def dead_letter(letter_id: UUID) -> DeadLetter:
    """One of them, whether set aside or not; NotFound once it is tried again."""
    for set_aside in (False, True):
        for found in await _letters(letter_id, Wanted(set_aside=set_aside), None, None, 1):
            return found
    raise NotFound("This letter is not among those given up any more.")


async def counted(wanted: Wanted, *, now: datetime) -> dict[UUID, int]:
    """How many of those not set aside there are, by organisation."""
    rows = await fetch("SELECT tenant_id, reason, letters FROM dead_letter_groups($1)", now)
    found: dict[UUID, int] = {}
    for row in rows:
        if wanted.tenant_id in (None, row["tenant_id"]) and wanted.reason in (None, _reason(row["reason"])):
            found[row["tenant_id"]] = found.get(row["tenant_id"], 0) + int(row["letters"])
    return found


async def _letters(
    one: UUID | None, wanted: Wanted, at: datetime | None, row_id: UUID | None, most: int
) -> list[DeadLetter]:
    rows = await fetch(
        "SELECT * FROM dead_letters($1, $2, $3, $4, $5, $6, $7)",
        one,
        wanted.tenant_id,
        wanted.reason,
        wanted.set_aside,
        at,
        row_id,
        most,
    )
    return [DeadLetter(**(dict(row) | {"reason": _reason(row["reason"])})) for row in rows]


def _reason(code: str) -> Reason:
    """One of a later version is some other reason here."""
    return Reason(code) if code in set(Reason) else Reason.OTHER
