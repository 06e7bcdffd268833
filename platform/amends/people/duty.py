"""Who is on duty, on which of the policy's rosters, at which moment."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from amends.database.rows import select_all, select_one
from amends.database.scope import fetch
from amends.people.tables import DutyShift


async def on_duty(roster_code: str, at: datetime) -> list[UUID]:
    """Whose shift runs at that moment, whoever came first first; each once. They may be away or suspended:
    who acts for them then is for the asker to find."""
    rows = await select_all(
        DutyShift,
        """WHERE roster = $1 AND cancelled_at IS NULL AND begins_at <= $2 AND ends_at > $2
        ORDER BY begins_at, id""",
        roster_code,
        at,
    )
    return list(dict.fromkeys(row.person_id for row in rows))


async def running(at: datetime) -> dict[str, list[UUID]]:
    """Of every roster that somebody is on duty for at that moment."""
    rows = await select_all(
        DutyShift,
        "WHERE cancelled_at IS NULL AND begins_at <= $1 AND ends_at > $1 ORDER BY roster, begins_at, id",
        at,
    )
    found: dict[str, list[UUID]] = {}
    for row in rows:
        found.setdefault(str(row.roster), []).append(row.person_id)
    return found


async def next_shift(roster_code: str, at: datetime) -> DutyShift | None:
    """The first that begins after that moment."""
    return await select_one(
        DutyShift,
        "WHERE roster = $1 AND cancelled_at IS NULL AND begins_at > $2 ORDER BY begins_at, id LIMIT 1",
        roster_code,
        at,
    )


async def shifts_between(roster_codes: Iterable[str], begins: datetime, ends: datetime) -> list[DutyShift]:
    """What of these rosters' shifts lies in this stretch, or reaches into it; in order."""
    return await select_all(
        DutyShift,
        """WHERE roster = ANY ($1) AND cancelled_at IS NULL AND ends_at > $2 AND begins_at < $3
        ORDER BY begins_at, ends_at, id""",
        list(roster_codes),
        begins,
        ends,
    )


async def without_anybody(roster_codes: Iterable[str], begins: datetime, ends: datetime) -> list[str]:
    """Which of these rosters have nobody at all in this stretch."""
    codes = list(roster_codes)
    rows = await fetch(
        """SELECT DISTINCT roster FROM duty_shift WHERE roster = ANY ($1) AND cancelled_at IS NULL
        AND ends_at > $2 AND begins_at < $3""",
        codes,
        begins,
        ends,
    )
    manned = {row["roster"] for row in rows}
    return [code for code in codes if code not in manned]
