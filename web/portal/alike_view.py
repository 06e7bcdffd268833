"""A complaint beside another one it looks like: in short, with the words for why they look alike."""

from __future__ import annotations

from typing import Any

from amends.complaints.desk import Desk
from amends.complaints.likeness import Likeness
from amends.complaints.likenesses import Alike, known_alike, paired
from amends.complaints.pairing import Standing
from amends.complaints.queries import CaseFile
from amends.complaints.tables import Complaint
from amends.policy.document import Policy
from web.categories import category_text
from web.edge.visit import Visit
from web.formats import iso, near_moment_text
from web.i18n import current_language, gettext
from web.rendering import zone_of
from web.wording import state_kind, state_text

_SHORT = 280
"""Characters of what was said: enough to tell one matter from another."""


def side_view(row: Complaint, policy: Policy, visit: Visit) -> dict[str, Any]:
    """What portal/alike.html shows of one complaint. A category of another policy version says its code."""
    said = str(row.narrative)
    code = str(row.category)
    return {
        "id": str(row.id),
        "url": f"/portal/cases/{row.id}",
        "number": str(row.number),
        "subject": str(row.subject),
        "said": said if len(said) <= _SHORT else f"{said[:_SHORT].rstrip()}…",
        "complainant": str(row.complainant_name or gettext("anonymous")),
        "category_text": category_text(policy, code) if code in policy.categories else code,
        "state_text": state_text(str(row.state), policy),
        "state_kind": state_kind(str(row.state)),
        "received_text": near_moment_text(row.received_at, zone=zone_of(visit), now=visit.now),
        "received_iso": iso(row.received_at),
    }


async def alike_panel(file: CaseFile, desk: Desk, visit: Visit) -> tuple[int, list[dict[str, Any]]]:
    """How many look like a case, and those it is linked with; asks nothing where nothing is known again or was linked."""
    if visit.guest is not None:
        return 0, []
    found = await known_alike(desk, file.row, visit.staff) if file.known_again else []
    pairs = any(line.act == "linked" for line in file.history)
    said = (await paired(file.row.id, visit.staff))[Standing.RELATED] if pairs else []
    return len(found), [side_view(row, desk.policy, visit) for row in said]


def alike_view(found: Alike, policy: Policy, visit: Visit) -> dict[str, Any]:
    return {
        **side_view(found.row, policy, visit),
        "percent": round(found.by.score * 100),
        "reasons": reasons(found.by, policy),
    }


def reasons(by: Likeness, policy: Policy) -> list[str]:
    """What tells most comes first."""
    names = [policy.fields[code].name.in_language(current_language()) for code in by.marks]
    percent = round(by.words * 100)
    said = [
        *(gettext("same answer: %(field)s") % {"field": name} for name in names),
        gettext("same e-mail address") if by.email else "",
        gettext("same telephone number") if by.phone else "",
        gettext("same category") if by.category else "",
        gettext("text %(percent)s %% alike") % {"percent": percent} if percent else "",
    ]
    return [each for each in said if each]
