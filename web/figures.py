"""The dashboard's figures in words: what each is called, what exactly it counts, and what defines it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from amends.measures.catalogue import Figure
from web.i18n import gettext
from web.i18n import mark as _

DEFINITIONS_URL = "/portal/dashboard/definitions"
HANDLING, ANALYSIS, SATISFACTION = "ISO 10002:2018, 8.4", "ISO 10002:2018, 8.2", "ISO 10002:2018, 8.3"


@dataclass(frozen=True, slots=True)
class Defined:
    name: str
    text: str
    source: str = ""
    """What asks for it, in its own short form."""


DEFINED: Mapping[str, Defined] = {
    Figure.DUE_TODAY: Defined(
        _("Due today"), _("Open cases with a promise that is due by the end of today and is not late yet.")
    ),
    Figure.OVERDUE: Defined(
        _("Overdue"),
        _("Open cases with a promise that is past its time and not met. What stands still is not late, nor is what ran past its time only because the category or level changed."),
        HANDLING,
    ),
    Figure.AT_RISK: Defined(
        _("At risk"),
        _("Open cases with a running promise that has used up four fifths of its time and is not late yet."),
        HANDLING,
    ),
    Figure.UNASSIGNED: Defined(_("With nobody"), _("Open cases that nobody has been assigned to.")),
    Figure.WAITING: Defined(
        _("Waiting"),
        _("Open cases in which a promise stands still, because something has to come first: mostly an answer of the complainant's."),
    ),
    Figure.NEW_TODAY: Defined(_("New today"), _("Cases registered today, whatever has become of them.")),
    Figure.OPEN: Defined(_("Open cases"), _("Cases that are not closed yet.")),
    Figure.RECEIVED: Defined(_("Cases received"), _("Cases registered in the period, by category."), ANALYSIS),
    Figure.CLOSED: Defined(
        _("Closed"), _("Cases closed in the period and not reopened since, without those merged into another one."), HANDLING
    ),
    Figure.CLOSED_LATE: Defined(
        _("Closed late"),
        _("Of the cases closed in the period, those in which a promise was met late or not at all. Promises called off do not count, nor what was late only because the category or level changed."),
        HANDLING,
    ),
    "kept": Defined(
        _("Promises kept"), _("Share of the cases closed in the period in which no promise was broken."), HANDLING
    ),
    "days": Defined(
        _("Median days"),
        _("Days from receipt to closing, by the calendar: half of the cases closed in the period took no longer. Work done again after reopening counts with the whole."),
        HANDLING,
    ),
    "satisfaction": Defined(
        _("Satisfaction"),
        _("Average of the answers to surveys on cases closed in the period. Nothing is shown of fewer answers than the policy says, and confidential cases are never part of it."),
        SATISFACTION,
    ),
}  # fmt: skip


def name_of(code: str) -> str:
    return gettext(DEFINED[code].name)


def definition_url(code: str) -> str:
    return f"{DEFINITIONS_URL}#{code}"


def definitions_view() -> list[dict[str, Any]]:
    return [
        {"code": str(code), "name": gettext(each.name), "text": gettext(each.text), "source": each.source}
        for code, each in DEFINED.items()
    ]
