"""What a case's page says of its escalation."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from amends.complaints.queries import CaseFile
from amends.escalation.answering import escalations_of, waiting_for
from web.edge.visit import Visit
from web.formats import near_moment_text
from web.i18n import current_language
from web.rendering import zone_of


async def answer_wanted(file: CaseFile, reader_id: UUID | None) -> datetime | None:
    """Until when the reader is to answer; None: nobody waits for them. Asked for only where the history says that they
    were told to: hardly any case costs the statement."""
    if reader_id in file.row.about:
        return None
    if not any(str(reader_id) in line.detail.get("answering", ()) for line in file.history):
        return None
    waiting = waiting_for(await escalations_of(file.row.id), reader_id)
    return min((row.answer_by for row in waiting), default=None)


def answer_text(until: datetime | None, visit: Visit) -> str:
    return near_moment_text(until, zone=zone_of(visit), now=visit.now) if until is not None else ""


def about_text(file: CaseFile) -> str:
    """Names of the members of staff it is about."""
    comma = "、" if current_language() == "zh" else ", "
    return comma.join(name for each in sorted(file.row.about, key=str) if (name := file.names.get(each)))
