"""What has been answered so far."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from amends.acceptance.tables import AcceptanceAnswer
from amends.database.rows import select_all
from amends.database.scope import fetch


async def answers_of(complaint_id: UUID) -> dict[str, AcceptanceAnswer]:
    """By condition, the latest."""
    return {str(row.code): row for row in await _all(complaint_id)}


async def met(complaint_id: UUID) -> dict[str, bool]:
    """By condition that was answered, whether it is met."""
    rows = await fetch(
        "SELECT code, met FROM acceptance_answer WHERE complaint_id = $1 ORDER BY place", complaint_id
    )
    return {row["code"]: row["met"] for row in rows}


async def next_place(complaint_id: UUID) -> int:
    """Whoever asks holds the case: nobody else writes there meanwhile."""
    [row] = await fetch(
        "SELECT count(*) + 1 AS place FROM acceptance_answer WHERE complaint_id = $1", complaint_id
    )
    return int(row["place"])


async def _all(complaint_id: UUID) -> Sequence[AcceptanceAnswer]:
    return await select_all(AcceptanceAnswer, "WHERE complaint_id = $1 ORDER BY place", complaint_id)
