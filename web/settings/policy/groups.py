"""The parts of a policy in groups as people think of them; one that nobody grouped stands under “Further settings”."""

from __future__ import annotations

from dataclasses import dataclass

from web.i18n import mark as _
from web.settings.policy.places import PARTS


@dataclass(frozen=True, slots=True)
class PartGroup:
    title: str
    icon: str
    parts: tuple[str, ...]


_GROUPS = (
    PartGroup(_("Levels and deadlines"), "clock", ("levels", "grading", "clocks", "pauses")),
    PartGroup(_("Categories"), "list", ("kinds", "categories", "amount_bands")),
    PartGroup(_("Questions"), "circle-question-mark", ("common_fields", "fields")),
    PartGroup(_("Departments and routing"), "building-2", ("departments", "routing")),
    PartGroup(_("Escalation and duty"), "bell", ("chains", "rosters")),
    PartGroup(_("Taking complaints up"), "clipboard-check", ("acceptance", "refusal_reasons", "exceptions")),
    PartGroup(_("Investigation"), "search", ("checklists", "guards", "outside_parties", "records")),
    PartGroup(_("Outcomes and remedies"), "scale", ("outcomes", "remedies", "approvals", "closing_reasons", "recourse")),
    PartGroup(_("Letters and papers"), "mail", ("notices", "documents")),
    PartGroup(_("Survey"), "message-square", ("survey",)),
    PartGroup(_("Keeping records"), "archive", ("retention", "archive", "numbering", "regulated")),
    PartGroup(_("Figures and checks"), "activity", ("kpis", "spot_checks", "incidents")),
    PartGroup(_("Roles"), "users", ("roles", "qualifications")),
    PartGroup(_("Calendar"), "calendar-clock", ("calendar",)),
    PartGroup(_("How cases move"), "arrow-right", ("handling", "states_off", "state_labels")),
    PartGroup(_("What you say of yourselves"), "megaphone", ("name", "summary", "principles", "rights", "procedure", "sources")),
)  # fmt: skip


def groups() -> tuple[PartGroup, ...]:
    grouped = {part for group in _GROUPS for part in group.parts}
    rest = tuple(part for part in PARTS if part not in grouped)
    return (*_GROUPS, PartGroup(_("Further settings"), "settings", rest)) if rest else _GROUPS
