"""Tasks in the reader's words: their kinds for a filter, what has become of them, what doing them asks for."""

from __future__ import annotations

from amends.approvals.operations import OVER
from amends.handovers.arriving import RECALLED
from amends.handovers.ending import CASE_OVER
from amends.handovers.offering import TAKEN_BACK
from amends.remedies.duties import OVERTAKEN
from amends.surveys.owing import REOPENED
from amends.tasks.ending import TAKEN_AFTER_ALL
from amends.tasks.handing import Hand
from amends.tasks.rules import TaskState
from amends.tasks.tables import TaskKind
from web.i18n import gettext
from web.i18n import mark as _

_KINDS = {
    TaskKind.CALL: (_("Telephone calls"), "phone"),
    TaskKind.POST: (_("Letters to post"), "send"),
    TaskKind.REACH: (_("Not reached"), "mail-x"),
    TaskKind.LETTER_APPROVAL: (_("Letters to approve"), "file-text"),
    TaskKind.ANSWER_APPROVAL: (_("Answers to approve"), "search-check"),
    TaskKind.CAUSE_NOTICE: (_("Causes to answer"), "message-square"),
    TaskKind.CORRECTIVE: (_("Corrective actions"), "wrench"),
    TaskKind.CORRECTIVE_CHECK: (_("Effects to check"), "search-check"),
    TaskKind.REMEDY_APPROVAL: (_("Remedies to approve"), "gift"),
    TaskKind.REMEDY: (_("Remedies to carry out"), "gift"),
    TaskKind.EVIDENCE_RISK: (_("Evidence to secure"), "triangle-alert"),
    TaskKind.OUTSIDE_ANSWER: (_("Answers from outside"), "forward"),
    TaskKind.DEPARTMENT_ANSWER: (_("Answers to other departments"), "building-2"),
    TaskKind.AUTHORITY: (_("Authorities to look at"), "user-check"),
    TaskKind.HANDOVER_ANSWER: (_("Handovers without an answer"), "forward"),
    TaskKind.HANDOVER_IN: (_("Handed over to us"), "inbox"),
    TaskKind.HANDOVER_RETURNED: (_("Not taken over elsewhere"), "undo-2"),
    TaskKind.SURVEY_CALL: (_("Surveys by telephone"), "phone"),
    TaskKind.RETURN_VISIT: (_("Return visits"), "undo-2"),
    TaskKind.ARRIVAL: (_("Arrivals to look at"), "inbox"),
    TaskKind.QUARANTINE: (_("Files with malware"), "triangle-alert"),
    TaskKind.BODY_ANSWER: (_("Answers to outside bodies"), "landmark"),
    TaskKind.OTHER: (_("Other tasks"), "clipboard-check"),
}
_STATES = {
    TaskState.OPEN: (_("open"), "calm", "clock"),
    TaskState.LATE: (_("overdue"), "bad", "circle-x"),
    TaskState.DONE: (_("done"), "good", "circle-check"),
    TaskState.DONE_LATE: (_("done late"), "warn", "circle-check"),
    TaskState.CANCELLED: (_("cancelled"), "", "circle-dot"),
}
_ASKS = {
    TaskKind.CALL: (
        _("What was said"),
        _("Who answered, what you read out, what they said. It stays in the history."),
    ),
    TaskKind.POST: (_("Anything to note"), _("Such as a tracking number.")),
    TaskKind.REACH: (
        _("How they were told, and what was said"),
        _("By what way, who answered, which address or number works. It stays in the history."),
    ),
}
_USUAL = (_("What was done"), _("It stays in the history."))
_OUTCOMES = {
    TAKEN_AFTER_ALL: _("The notice was tried again and taken, so nobody need tell it any more."),
    OVER: _("It was withdrawn, or the complaint is not as it was."),
    OVERTAKEN: _("The remedy was changed, so this is asked for anew."),
    TAKEN_BACK: _("The complainant took the consent back."),
    CASE_OVER: _("The complaint has ended."),
    REOPENED: _("The complaint was reopened."),
    RECALLED: _("Its sender took it back."),
}

HANDS = {
    Hand.VISIT: _("By a visit of our staff"),
    Hand.ENVOY: _("By somebody commissioned"),
}
"""How something was brought that would have been written or telephoned."""


def kind_text(kind: str) -> str:
    """A kind of a later version is some other task here."""
    return gettext(_KINDS[_known(kind)][0])


def kind_icon(kind: str) -> str:
    return _KINDS[_known(kind)][1]


def state_badge(state: TaskState) -> tuple[str, str, str]:
    """Its word, and the badge's kind and icon."""
    word, kind, icon = _STATES[state]
    return gettext(word), kind, icon


def asks(kind: str) -> tuple[str, str]:
    """What the form for having done it asks, and its help."""
    label, help_ = _ASKS.get(TaskKind(kind), _USUAL) if kind in set(TaskKind) else _USUAL
    return gettext(label), gettext(help_)


def outcome_text(outcome: str) -> str:
    """As somebody wrote it, or what the program wrote in the reader's language."""
    return gettext(_OUTCOMES[outcome]) if outcome in _OUTCOMES else outcome


def _known(kind: str) -> TaskKind:
    return TaskKind(kind) if kind in set(TaskKind) else TaskKind.OTHER
