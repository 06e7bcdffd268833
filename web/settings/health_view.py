"""Findings of a configuration in the reader's words, those of a kind together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from amends.health.finding import STOPPING, Absence, Finding, Rule
from amends.policy.places import Table
from web.formats import number_text
from web.i18n import current_language, gettext
from web.i18n import mark as _
from web.settings.addresses import CALENDAR
from web.settings.policy.places_words import url_at

_RULES = {
    Rule.GAPS_OPEN: (
        _("Escalations that reached nobody"),
        _("Steps of escalation found nobody whom the policy names. Each stays until you have dealt with it."),
    ),
    Rule.CHAIN_ENDS_AT_NOBODY: (
        _("Chains that end at nobody"),
        _("The last step of a chain names nobody who is here: after it only administrators are told."),
    ),
    Rule.STEP_REACHES_NOBODY: (
        _("Steps of escalation that reach nobody"),
        _("They are passed over, and the next step is told at once. Give somebody the role, or change the step."),
    ),
    Rule.CALENDAR_WITHOUT_YEAR: (
        _("Public holidays that are not known"),
        _("Until they are, the weekdays of that year are counted as usual."),
    ),
    Rule.CATEGORY_WITHOUT_CLOCK: (
        _("Categories that promise nothing"),
        _("No deadline of the category or its level holds without a condition, so nobody may ever be late with it."),
    ),
    Rule.KIND_WITHOUT_CLOCK: (
        _("Kinds of case that promise nothing"),
        _("In the category named no deadline of theirs holds without a condition, so nobody may ever be late with them."),
    ),
    Rule.RULE_SHADOWED: (
        _("Rules that never count"),
        _("A rule before them always holds, or asks for the very same. Change the order or the condition."),
    ),
    Rule.APPROVAL_NOBODY: (
        _("Approvals nobody can give"),
        _("A remedy that needs one waits until somebody holds the role."),
    ),
    Rule.CHECKLIST_NOBODY: (
        _("Checklists nobody can complete"),
        _("A required line may be ticked off only by a role that nobody holds."),
    ),
    Rule.DEPARTMENT_WITHOUT_HEAD: (
        _("Departments without a head"),
        _("Whoever is to hear first when a promise is about to break is nobody there."),
    ),
    Rule.ROSTER_EMPTY: (
        _("Rosters with nobody on duty"),
        _("Nobody is put down for the next 14 days."),
    ),
    Rule.PERSONAL_WITHOUT_NOTICE: (
        _("Personal questions without a privacy text of your own"),
        _("Your forms ask for these, and your privacy page still shows the general text."),
    ),
}  # fmt: skip
_WHY = {
    Absence.UNHELD: _("nobody has the role"),
    Absence.SUSPENDED: _("whoever has the role is suspended"),
    Absence.AWAY: _("whoever has the role is away, and nobody stands in"),
}
_ELSEWHERE = {
    Rule.GAPS_OPEN: "/portal/escalations",
    Rule.CALENDAR_WITHOUT_YEAR: CALENDAR,
    Rule.DEPARTMENT_WITHOUT_HEAD: "/portal/people/departments",
    Rule.ROSTER_EMPTY: "/portal/duty",
    Rule.PERSONAL_WITHOUT_NOTICE: "/portal/settings/legal",
}
_SHOWN = 8
"""Names of one finding."""


def findings_view(found: Iterable[Finding], document: Table) -> list[dict[str, Any]]:
    """list of {id, title, text, grave, findings: list of {text, why, url}}, errors before warnings."""
    by_rule: dict[Rule, list[Finding]] = {}
    for finding in found:
        by_rule.setdefault(finding.rule, []).append(finding)
    return [
        {
            "id": str(rule),
            "title": gettext(title),
            "text": gettext(text),
            "grave": rule in STOPPING,
            "findings": [_view(finding, document) for finding in by_rule[rule]],
        }
        for rule, (title, text) in sorted(_RULES.items(), key=lambda item: item[0] not in STOPPING)
        if rule in by_rule
    ]


def _view(finding: Finding, document: Table) -> dict[str, str]:
    return {
        "text": _text(finding),
        "why": gettext(_WHY[finding.why]) if finding.why is not None else "",
        "url": _ELSEWHERE.get(finding.rule) or url_at(finding.place, document),
    }


def _text(finding: Finding) -> str:
    if "year" in finding.numbers:
        return str(finding.numbers["year"])
    if "count" in finding.numbers:
        return gettext("Open: %(count)s") % {"count": number_text(finding.numbers["count"])}
    language = current_language()
    names = [name.in_language(language) for name in finding.names]
    if finding.rule is Rule.RULE_SHADOWED:
        return gettext("“%(rule)s”, because of “%(before)s”") % {"rule": names[0], "before": names[1]}
    if finding.rule is Rule.PERSONAL_WITHOUT_NOTICE:
        return ("、" if language == "zh" else ", ").join(names[:_SHOWN]) + ("…" if names[_SHOWN:] else "")
    return " · ".join(names)
