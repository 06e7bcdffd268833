"""A case that ends takes its open handover back, whatever ended it; what may have arrived is recalled."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from amends.audit.operations import Act, record_all
from amends.database.scope import fetch
from amends.outbox.operations import publish
from amends.people.actor import Actor
from amends.tasks.ending import seen_to

RECALL_HANDOVER = "recall-handover"
"""The outbox name of an envelope that is taken back after it left; its payload is the handover's id."""
CASE_OVER = "the complaint has ended"
"""Why a task was cancelled; pages say it in the reader's language."""


async def handover_ended(complaint_id: UUID, *, by: Actor, now: datetime) -> None:
    rows = await fetch(
        """UPDATE handover SET state = 'withdrawn', withdrawn_at = $2
        WHERE complaint_id = $1 AND state IN ('asked', 'leaving', 'waiting') RETURNING id, sent_at, party_zh, party_en""",
        complaint_id,
        now,
    )
    for row in rows:
        party = {"party": f"{row['party_zh']} · {row['party_en']}"}
        await record_all(
            [Act("handover-withdrawn", by, complaint_id, {"handover": row["id"]}, party)], now=now
        )
        await seen_to(causes(row["id"]), by=by, now=now, cancelled=CASE_OVER)
        if row["sent_at"] is not None:
            await recall(row["id"], now=now)


async def recall(handover_id: UUID, *, now: datetime) -> None:
    """Owed from now on, however often this is called."""
    key = f"{RECALL_HANDOVER}:{handover_id}"
    await publish(name=RECALL_HANDOVER, payloads={key: {"handover_id": str(handover_id)}}, now=now)


def causes(handover_id: UUID) -> list[str]:
    """Of the tasks that go on as long as it does: the complainant's word, then the receiver's."""
    return [f"handover-consent:{handover_id}", f"handover-answer:{handover_id}"]
