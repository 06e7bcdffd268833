"""The events that send a notice, and the placeholders each notice may use.

Whoever sends one fills in every placeholder of the event, whatever the text makes of them, save those of which there
may be none (`MAY_BE_MISSING`): a sentence that is all about such a one is left out then (`amends.notices.texts`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


class Event(StrEnum):
    LODGED = "lodged"
    ACKNOWLEDGED = "acknowledged"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    FORWARDED = "forwarded"
    EVIDENCE_WANTED = "evidence_wanted"
    PROGRESS = "progress"
    MESSAGE = "message"
    PROPOSAL = "proposal"
    DECISION = "decision"
    EXECUTION = "execution"
    CLOSED = "closed"
    REOPENED = "reopened"
    CONVERTED = "converted"
    """What it was taken for at first it is not: an enquiry is handled as a complaint."""
    ACCESS_CODE = "access_code"
    """A lost access code, sent again to the contact on file."""
    PROMISE_WARNING = "promise_warning"
    PROMISE_BROKEN = "promise_broken"
    ESCALATED = "escalated"
    """Beside a clock that runs out, something happened that others than those who work on the case are to know."""
    ASSIGNED = "assigned"
    CASE_NEWS = "case_news"
    """Something happened on a case: told to the staff who look after it."""
    EXTENSION = "extension"
    """A promise gets a new date, with its reason."""
    PAUSED = "paused"
    """A promise stands still: why, and until when at the latest."""
    RESUMED = "resumed"
    """It runs on, and is due at another time."""
    SURVEY = "survey"
    RETURN_VISIT = "return_visit"
    SECOND_STAGE = "second_stage"
    """Somebody who took no part before looks at the result again."""
    RECORDING = "recording"
    """Before a call is recorded or personal data taken down: told, or read out."""
    MAJOR = "major"
    """A complaint that cannot wait: told to those who start the emergency plan."""
    STAFF_CONCERNED = "staff_concerned"
    """To the member of staff a complaint is about."""
    REPORT = "report"
    """The month's figures."""
    INVITATION = "invitation"
    SEAL = "seal"
    """The day's seal of the history, kept by an administrator outside the database."""


def _allow(words: str) -> frozenset[str]:
    return frozenset(words.split())


_NEWS = _allow("name no link organisation")
"""In every notice about a case: to whom, which case, where to look, who writes."""
_CASE = _NEWS | _allow("kind")
"""In those to the complainant also what it is to them: "your complaint", "your enquiry"."""
_WORK = _allow("name no category level dept owner clock due link organisation")
"""In every notice to staff about a promise; `name` is the reader's, `owner` who handles the case."""

PLACEHOLDERS: Mapping[Event, frozenset[str]] = MappingProxyType(
    {
        Event.LODGED: _CASE | _allow("code category dept owner resp_due res_due"),
        Event.ACKNOWLEDGED: _CASE | _allow("dept owner resp_due res_due"),
        Event.ACCEPTED: _CASE | _allow("dept owner level res_due"),
        Event.REFUSED: _CASE | _allow("reason recourse contact"),
        Event.FORWARDED: _CASE | _allow("party contact reason"),
        Event.EVIDENCE_WANTED: _CASE | _allow("items date"),
        Event.PROGRESS: _CASE | _allow("done next date"),
        Event.MESSAGE: _CASE | _allow("body"),
        Event.PROPOSAL: _CASE | _allow("solution date"),
        Event.DECISION: _CASE | _allow("content finding measures result contact recourse"),
        Event.EXECUTION: _CASE | _allow("measures date"),
        Event.CLOSED: _CASE | _allow("result reason days recourse"),
        Event.REOPENED: _CASE | _allow("reason dept owner res_due"),
        Event.CONVERTED: _CASE | _allow("before dates"),
        Event.ACCESS_CODE: _CASE | _allow("code"),
        Event.PROMISE_WARNING: _WORK,
        Event.PROMISE_BROKEN: _WORK | _allow("over"),
        Event.ESCALATED: _allow("name no category level dept owner due reason link organisation"),
        Event.ASSIGNED: _WORK,
        Event.CASE_NEWS: _NEWS | _allow("body"),
        Event.EXTENSION: _CASE | _allow("clock reason old new recourse"),
        Event.PAUSED: _CASE | _allow("clock reason since until"),
        Event.RESUMED: _CASE | _allow("clock since old new"),
        Event.SURVEY: _CASE,
        Event.RETURN_VISIT: _CASE | _allow("date"),
        Event.SECOND_STAGE: _CASE | _allow("reviewer date"),
        Event.RECORDING: _allow("organisation data purpose period contact"),
        Event.MAJOR: _allow("name no category level summary plan link organisation"),
        Event.STAFF_CONCERNED: _allow("name no matter date link organisation"),
        Event.REPORT: _allow("name month count by_type causes results actions link organisation"),
        Event.INVITATION: _allow("name link organisation date"),
        Event.SEAL: _allow("date body organisation"),
    }
)

MAY_BE_MISSING: Mapping[Event, frozenset[str]] = MappingProxyType(
    {
        Event.LODGED: _allow("resp_due res_due"),
        Event.ACKNOWLEDGED: _allow("resp_due res_due"),
        Event.ACCEPTED: _allow("res_due"),
        Event.REFUSED: _allow("recourse"),
        Event.PROPOSAL: _allow("date"),
        Event.DECISION: _allow("recourse"),
        Event.CLOSED: _allow("result days recourse"),
        Event.REOPENED: _allow("res_due"),
        Event.CONVERTED: _allow("dates"),
        Event.ESCALATED: _allow("due"),
        Event.ASSIGNED: _allow("clock due"),
        Event.EXTENSION: _allow("recourse"),
        Event.PAUSED: _allow("until"),
        Event.RESUMED: _allow("old"),
    }
)
"""A policy may promise no such time, know no body to turn to, or let nobody ask for a case to be reopened."""

APPROVABLE = (
    Event.ACCEPTED,
    Event.REFUSED,
    Event.FORWARDED,
    Event.MESSAGE,
    Event.PROPOSAL,
    Event.DECISION,
    Event.CLOSED,
)
"""What a policy may want somebody else to read before it leaves: an act of the case's own page writes it."""

OPTIONAL_EVENTS = frozenset({Event.CONVERTED})
"""A policy may have no words of its own for them: the program has."""

STAFF_EVENTS = frozenset(
    {
        Event.PROMISE_WARNING,
        Event.PROMISE_BROKEN,
        Event.ESCALATED,
        Event.ASSIGNED,
        Event.CASE_NEWS,
        Event.MAJOR,
        Event.STAFF_CONCERNED,
        Event.REPORT,
        Event.INVITATION,
        Event.SEAL,
    }
)


def placeholders_in(text: str) -> frozenset[str]:
    return frozenset(_PLACEHOLDER.findall(text))


def has_stray_brace(text: str) -> bool:
    """A brace that is no part of a placeholder would reach the reader."""
    return bool({"{", "}"} & set(_PLACEHOLDER.sub("", text)))
