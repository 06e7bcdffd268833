"""What can be measured, in words."""

from __future__ import annotations

from enum import Enum

from amends.policy.parts.afterwards import Measure
from web.i18n import mark as _

VALUES: dict[type[Enum], dict[str, str]] = {
    Measure: {
        "registered": _("complaints registered"),
        "closed": _("complaints closed"),
        "closed_agreed": _("closed with agreement"),
        "resolve_kept": _("results in time"),
        "respond_kept": _("first answers in time"),
        "acknowledge_late": _("receipts confirmed late"),
        "clock_kept": _("promises kept"),
        "clock_ended": _("promises ended"),
        "answers": _("survey answers"),
        "answers_content": _("satisfied answers"),
        "solved": _("matters solved"),
        "repeated": _("repeats"),
        "escalated": _("escalated cases"),
        "reopened": _("reopened cases"),
        "regraded": _("cases graded anew"),
        "first_contact": _("settled at first contact"),
        "staff_breaches": _("promises broken by staff"),
        "volume": _("your own figure (orders, households …)"),
        "duration": _("length of time"),
        "redress": _("money given"),
        "in_category": _("in one category"),
        "remedies_done": _("remedies carried out"),
        "remedies_granted": _("remedies granted"),
        "actions_effective": _("actions that worked"),
        "actions_checked": _("actions checked"),
        "field_answered": _("one question answered"),
        "drills": _("drills held"),
        "field_total": _("the sum of one question's answers"),
    },
}
