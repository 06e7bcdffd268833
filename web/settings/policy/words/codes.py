"""Codes the engine gives and a policy takes: acts that wait, rights, weekdays' places in a week."""

from __future__ import annotations

from amends.people.rights import Right
from web.i18n import mark as _

MOVES = {
    "accept": _("accept the complaint"),
    "refuse": _("refuse the complaint"),
    "forward": _("forward the complaint"),
    "investigate": _("begin the investigation"),
    "offer": _("offer a solution"),
    "decide": _("decide"),
    "execute": _("begin to carry out remedies"),
    "confirm": _("record feedback"),
    "close": _("close the case"),
    "reopen": _("reopen the case"),
    "archive": _("archive the file"),
    "merge": _("merge with another case"),
    "deadlock": _("declare that there is no agreement"),
    "refer": _("bring it before an outside body"),
}
"""They finish “Before somebody may …”."""

RIGHTS = {
    Right.READ_CASES: _("read cases"),
    Right.RECORD: _("take complaints in"),
    Right.ADMIT: _("accept, refuse and forward"),
    Right.HANDLE: _("investigate, offer and decide"),
    Right.REGRADE: _("change a case's category or level"),
    Right.NOTE: _("write internal notes"),
    Right.ASSIGN: _("assign cases"),
    Right.CLOSE: _("close cases"),
    Right.REOPEN: _("reopen cases"),
    Right.READ_ORIGINALS: _("open original files"),
    Right.READ_CONFIDENTIAL: _("read confidential cases of others"),
    Right.RESEND: _("have failed letters tried again"),
    Right.READ_PEOPLE: _("see who works here"),
    Right.MANAGE_PEOPLE: _("manage people"),
    Right.MANAGE_DUTY: _("say who is on duty when"),
    Right.MANAGE_SETTINGS: _("change settings and this policy"),
    Right.READ_AUDIT: _("read the history of the house"),
    Right.WRITE_ARTICLES: _("write articles"),
    Right.APPROVE_ARTICLES: _("approve and retire articles"),
}

UNITS = {
    "min": _("minutes"),
    "h": _("hours"),
    "wh": _("working hours"),
    "wd": _("working days"),
    "d": _("calendar days"),
    "w": _("weeks"),
    "mo": _("months"),
    "y": _("years"),
    "now": _("at once"),
    "same day": _("the same day"),
    "next day": _("the next day"),
    "next wd": _("the next working day"),
}
"""Of a period; the last four take no amount."""
