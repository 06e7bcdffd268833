"""What the complainant is asked about a handover, on their own page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from amends.audit.tables import HistoryEntry
from amends.errors import Invalid
from amends.handovers.offering import handovers_of
from amends.handovers.rules import OPEN, State
from web.i18n import current_language
from web.view import FormView


async def handover_view(complaint_id: UUID, entries: Sequence[HistoryEntry]) -> dict[str, Any] | None:
    """The one that is open; asked for only where the history knows of any."""
    if not any(str(entry.act).startswith("handover-") for entry in entries):
        return None
    row = next((row for row in await handovers_of(complaint_id) if row.state in OPEN), None)
    if row is None:
        return None
    return {
        "id": str(row.id),
        "party": str(row.party_zh if current_language() == "zh" else row.party_en),
        "asked": str(row.asked_text),
        "agreed": row.state != State.ASKED,
    }


def is_offered(form: FormView, handover: dict[str, Any] | None) -> bool:
    """Whether the form that came back is still on the page."""
    act, _, which = form.act.partition(":")
    return act == "handover" and handover is not None and handover["id"] == which


def handover_of(given: object) -> UUID:
    try:
        return UUID(str(given))
    except ValueError:
        raise Invalid({"handover": "Please choose one of the list."}) from None
