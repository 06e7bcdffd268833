"""What a case's page says of its escalation, read from the history it shows anyway: no statement is added."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from amends.complaints.queries import CaseFile, HistoryLine
from web.edge.visit import Visit
from web.formats import near_moment_text
from web.i18n import current_language
from web.rendering import zone_of


def answer_wanted(history: Sequence[HistoryLine], reader_id: UUID | None) -> datetime | None:
    """Until when the reader is to answer; None: nobody waits for them. `history`: the newest first."""
    answered: set[str] = set()
    for line in history:
        if line.act == "escalation-answered":
            answered |= set(line.detail["steps"])
            continue
        steps = set((line.detail.get("step") or "").split(","))
        if str(reader_id) in line.detail.get("answering", ()) and not steps <= answered:
            return datetime.fromisoformat(line.detail["answer_by"])
    return None


def answer_text(file: CaseFile, visit: Visit) -> str:
    until = answer_wanted(file.history, visit.staff.id)
    return near_moment_text(until, zone=zone_of(visit), now=visit.now) if until is not None else ""


def about_text(file: CaseFile) -> str:
    """Names of the members of staff it is about."""
    comma = "、" if current_language() == "zh" else ", "
    return comma.join(name for each in sorted(file.row.about, key=str) if (name := file.names.get(each)))
