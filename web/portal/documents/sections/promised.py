"""How urgent it is and why, and what was promised by when, with what became of it."""

from __future__ import annotations

from amends.deadlines.rules import PromiseState
from web.i18n import current_language, gettext
from web.i18n import mark as _
from web.portal.documents.gathering import Gathered
from web.printing.records import Block, Facts, Table
from web.promises import promise_views

_STATES = {
    PromiseState.RUNNING: _("running"),
    PromiseState.AT_RISK: _("due soon"),
    PromiseState.PAUSED: _("stands still"),
    PromiseState.BROKEN_RUNNING: _("broken"),
    PromiseState.MET: _("kept"),
    PromiseState.MET_LATE: _("kept late"),
    PromiseState.LATE_BY_REGRADING: _("late by re-grading"),
    PromiseState.MET_LATE_BY_REGRADING: _("kept, late by re-grading"),
    PromiseState.CANCELLED: _("no longer counts"),
}


def level(it: Gathered) -> list[Block]:
    name = it.view.desk.policy.levels[str(it.file.row.level)].name.in_language(current_language())
    because = str(it.view.values()["case"]["graded_text"])
    return [Facts([(gettext("Level"), name), *([(gettext("Why"), because)] if because else [])])]


def promises(it: Gathered) -> list[Block]:
    view = it.view
    found = promise_views(it.file.promises, policy=view.desk.policy, zone=view.zone, now=view.now)
    head = (
        gettext("Promise"),
        gettext("Due"),
        gettext("Ended"),
        gettext("Kept?"),
        gettext("How it was reckoned"),
    )
    rows = [
        (
            each.text,
            each.due_text,
            each.ended_text,
            gettext(_STATES[PromiseState(each.state)]),
            each.reckoning[0],
        )
        for each in found
    ]
    return [Table(head, rows)] if rows else []
