"""A handover with its case, both locked for this transaction."""

from __future__ import annotations

from uuid import UUID

from amends.complaints.case import Case, take
from amends.complaints.desk import Desks
from amends.complaints.tables import Complaint
from amends.database.rows import select_one
from amends.handovers.tables import Handover


async def in_hand(handover_id: UUID, *, desks: Desks) -> tuple[Case, Handover] | None:
    """The case first, as everybody locks them; None when there is no such handover (any more)."""
    seen = await select_one(Handover, "WHERE id = $1", handover_id)
    if seen is None:
        return None
    found = await select_one(Complaint, "WHERE id = $1", seen.complaint_id)
    assert found is not None, "the database keeps a handover's case"
    case = await take(await desks(found.policy_version_id, found.calendar_version_id), found.id)
    row = await select_one(Handover, "WHERE id = $1 FOR NO KEY UPDATE", handover_id)
    assert row is not None, "nobody who serves deletes handovers"
    return case, row
