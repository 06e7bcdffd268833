"""An incident as pages show it: on its own page, on its case's, and in the list of those that are open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from amends.complaints.queries import CaseFile, HistoryLine
from amends.escalation.incident_acts import leads
from amends.escalation.incidents import OpenIncident, fingerprint, incident_of
from amends.escalation.tables import Incident
from amends.people.rights import Right
from web.edge.visit import Visit
from web.formats import iso, moment_text, near_moment_text
from web.portal.case_view import CaseView
from web.portal.history_view import entries
from web.rendering import zone_of


async def incident_view(case: CaseView, visit: Visit) -> dict[str, Any]:
    """The values of portal/incident.html that are about the incident."""
    found = await incident_of(case.file.row.id)
    lines = [line for line in case.file.history if line.act.startswith("incident-")]
    there = found is not None
    return {
        "there": there,
        "open": found is not None and found.ended_at is None,
        "acts": _acts(found, case.file, visit),
        "seen": fingerprint(found) if found is not None else "",
        "owner_text": case.name_of(found.owner_id) if found is not None and found.owner_id else "",
        "owner": str(found.owner_id or "") if found is not None else "",
        "plan": str(found.plan) if found is not None else "",
        "since_text": moment_text(found.declared_at, zone=zone_of(visit)) if found is not None else "",
        "since_iso": iso(found.declared_at) if found is not None else "",
        "entries": entries(case, {}, lines),
    }


def _acts(found: Incident | None, file: CaseFile, visit: Visit) -> list[str]:
    """What the forms on the page are for; the operations refuse everything else."""
    if visit.guest is not None or visit.staff.id in file.row.about:
        return []
    if found is None or found.ended_at is not None:
        return ["declaration"] if visit.staff.may(Right.ASSIGN) and file.row.closed_at is None else []
    leading = ["owner", "plan", "end"] if leads(found, visit.staff) else []
    return [*(["note"] if visit.staff.may(Right.NOTE) else []), *leading]


def incident_state(history: Sequence[HistoryLine]) -> str:
    """By the history, newest first: "open", "over", or "" of a case that was never an incident."""
    acts = ("incident-declared", "incident-ended")
    last = next((line.act for line in history if line.act in acts), "")
    return {"incident-declared": "open", "incident-ended": "over"}.get(last, "")


def open_incident_view(found: OpenIncident, visit: Visit) -> dict[str, str]:
    return {
        "id": str(found.complaint_id),
        "url": f"/portal/cases/{found.complaint_id}/incident",
        "number": found.number,
        "subject": found.subject,
        "owner_text": found.owner,
        "plan": found.plan,
        "at_text": near_moment_text(found.declared_at, zone=zone_of(visit), now=visit.now),
        "at_iso": iso(found.declared_at),
    }
