"""What is known of a case beside its answers, in words that finish “when …”."""

from __future__ import annotations

from web.i18n import mark as _

FACTS = {
    "case.category": _("the category"),
    "case.kind": _("what it is"),
    "case.level": _("the level"),
    "case.department": _("the department"),
    "case.channel": _("how it was lodged"),
    "case.language": _("the language"),
    "case.anonymous": _("without a name"),
    "case.amount_band": _("the band of the amount"),
    "case.state": _("the stage of the case"),
    "case.outcome": _("the outcome"),
    "case.assigned": _("somebody is assigned"),
    "case.answered": _("the complainant was answered"),
    "case.disputed": _("the complainant disputes it"),
    "case.reopened": _("it was reopened"),
}
