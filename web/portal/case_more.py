"""Where else a case is worked on: the pages beside it as one list, each for whoever has something to do there."""

from __future__ import annotations

from typing import NamedTuple

from amends.complaints.desk import Desk
from amends.complaints.queries import CaseFile
from amends.joint.rules import standing
from amends.people.rights import Right
from amends.representation.rules import represented
from web.edge.visit import Visit
from web.i18n import current_language, gettext, ngettext
from web.portal.approval_view import approval_url
from web.portal.case_grade import grade_url
from web.portal.case_kind import kind_url
from web.portal.case_merge import merge_url, merged_into_url
from web.portal.handover import handover_url
from web.portal.incident_view import incident_state
from web.portal.macro_run import macros_url
from web.portal.survey import survey_url
from web.promises import due_text
from web.rendering import zone_of


class Lead(NamedTuple):
    """`url`: "" where the reader has nothing to do."""

    url: str
    text: str
    icon: str


def leads(file: CaseFile, desk: Desk, visit: Visit, *, alike: int, group: str) -> list[Lead]:
    """In the order in which a case usually needs them. It asks the database nothing. `alike`: how many look like it;
    `group`: "" or which one it is in."""
    return [
        lead
        for lead in (*_beside(file, desk, visit, alike, group), *_changing(file, desk, visit))
        if lead.url
    ]


def incident_url(file: CaseFile, visit: Visit) -> str:
    """Where it is seen to, or made one; "" for whom it is about, and for whoever may not."""
    mine = visit.guest is None and visit.staff.id not in file.row.about
    makes = visit.staff.may(Right.ASSIGN) and file.row.closed_at is None
    there = mine and (incident_state(file.history) or makes)
    return f"/portal/cases/{file.row.id}/incident" if there else ""


def _beside(file: CaseFile, desk: Desk, visit: Visit, alike: int, group: str) -> list[Lead]:
    own = f"/portal/cases/{file.row.id}" if visit.guest is None else ""
    looks = (
        ngettext("%(num)s that looks alike …", "%(num)s that look alike …", alike) % {"num": alike}
        if alike
        else gettext("Complaints alike …")
    )
    return [
        Lead(merged_into_url(file.row), gettext("The complaint it was merged into"), "git-branch"),
        Lead(own and approval_url(file), gettext("What was proposed and approved …"), "clipboard-check"),
        Lead(own and f"{own}/alike", looks, "copy"),
        Lead(own and f"{own}/group", group or gettext("Group of complainants …"), "users"),
        Lead(own and f"{own}/departments", _departments(file, visit), "building-2"),
        Lead(own and f"{own}/representative", _representative(file, visit), "user-check"),
        Lead(survey_url(file, visit), gettext("What the complainant said of the handling"), "message-square"),
        Lead(macros_url(file, visit), gettext("Run a macro …"), "rocket"),
        Lead(own and f"{own}/outside", gettext("Ask somebody outside …"), "send"),
        Lead(own and f"{own}/bodies", gettext("An authority or platform passed it on …"), "landmark"),
        Lead(own and f"{own}/causes", gettext("Causes and corrective actions …"), "search-check"),
        Lead(own and f"{own}/documents", gettext("Documents as PDF …"), "file-text"),
        Lead(
            handover_url(file, visit, desk),
            gettext("Hand it over to another organisation …"),
            "external-link",
        ),
    ]


def _departments(file: CaseFile, visit: Visit) -> str:
    """Which were asked, and whether they answered: read from the history that the page has loaded anyway."""
    names = {str(row.id): row.name_in(current_language()) for row in file.departments}
    said = []
    for each in standing(file.history):
        name = names.get(each.department_id, "")
        if each.due_at is None:
            said.append(gettext("%(department)s: answered") % {"department": name})
        else:
            day = due_text(each.due_at, zone=zone_of(visit))
            said.append(gettext("%(department)s: asked, %(day)s") % {"department": name, "day": day})
    comma = "，" if current_language() == "zh" else ", "
    return comma.join(said) or gettext("Ask another department …")


def _representative(file: CaseFile, visit: Visit) -> str:
    other = represented(file.row.represented)
    if other is None or (other.accepted and not other.speaks(visit.now)):
        return gettext("Somebody speaks for the complainant …")
    if other.accepted:
        return gettext("%(name)s speaks for the complainant") % {"name": other.name}
    return gettext("%(name)s wants to speak for the complainant") % {"name": other.name}


def _changing(file: CaseFile, desk: Desk, visit: Visit) -> list[Lead]:
    row, reader = file.row, visit.staff
    merged = row.merged_into is not None
    return [
        Lead(grade_url(row, reader), gettext("Change category or level …"), "pencil"),
        Lead(kind_url(row, desk.policy, reader), gettext("It is something else …"), "refresh-cw"),
        Lead(
            merge_url(row, reader),
            gettext("Take it out again …") if merged else gettext("Merge with another complaint …"),
            "undo-2" if merged else "git-branch",
        ),
        _incident(file, visit),
        Lead(_policy_url(file, visit), gettext("Move to the policy version in force …"), "scale"),
    ]


def _incident(file: CaseFile, visit: Visit) -> Lead:
    texts = {
        "open": gettext("Owner, plan and log"),
        "over": gettext("The incident, which is over"),
        "": gettext("Make it an incident …"),
    }
    return Lead(incident_url(file, visit), texts[incident_state(file.history)], "triangle-alert")


def _policy_url(file: CaseFile, visit: Visit) -> str:
    """Where it is moved to the version in force; "" where there is none to move it to, or nobody who may."""
    moved = file.row.policy_version_id == visit.tenant.policy_version_id
    mine = visit.guest is None and visit.staff.id not in file.row.about
    may = visit.staff.may(Right.MANAGE_SETTINGS) and mine
    return f"/portal/cases/{file.row.id}/policy" if may and not moved else ""
