"""What is known of a case, as conditions of its policy ask for it."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from amends.complaints.tables import Complaint
from amends.deadlines import operations as deadlines
from amends.policy.document import ClockKind


async def facts_of(row: Complaint) -> dict[str, str]:
    """Answers by their field's code, and the facts of the case."""
    answers: Mapping[str, str] = msgspec.json.decode(str(row.answers), type=dict[str, str])
    return {
        **answers,
        "case.category": str(row.category),
        "case.level": str(row.level),
        "case.channel": str(row.channel),
        "case.language": str(row.language),
        "case.state": str(row.state),
        "case.anonymous": _yes(not row.complainant_name),
        "case.assigned": _yes(row.assignee_id is not None),
        "case.answered": _yes(await _answered(row)),
        "case.disputed": _yes(bool(row.disputed)),
    }


def _yes(so: bool) -> str:
    return "yes" if so else "no"


async def _answered(row: Complaint) -> bool:
    promises = await deadlines.promises_of(row.id)
    return not any(promise.kind == ClockKind.RESPOND and promise.ended_at is None for promise in promises)
