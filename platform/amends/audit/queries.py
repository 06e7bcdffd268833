"""Reading history."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from amends.audit.tables import HistoryEntry


async def history_of(chain_id: UUID) -> Sequence[HistoryEntry]:
    return await HistoryEntry.objects().where(HistoryEntry.chain_id == chain_id).order_by(HistoryEntry.seq)
