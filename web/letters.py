"""Letters that could not be delivered, in the reader's words: what they were about, why, and what to do."""

from __future__ import annotations

from dataclasses import dataclass

from amends.contacts.letters import ContactLetter
from amends.notices.digests import DIGEST
from amends.outbox.reasons import Reason
from amends.outside.letters import OutsideLetter
from amends.people.letters import News
from amends.people.staff_letters import StaffLetter
from amends.policy.events import Event
from web.i18n import gettext
from web.i18n import mark as _


@dataclass(frozen=True, slots=True)
class _Words:
    text: str
    advice: str


_REASONS = {
    Reason.RECIPIENT_REFUSED: _Words(
        _("The mail server knows no such recipient"),
        _(
            "Somebody should ask the recipient for another address. Trying again helps only if the mailbox is back."
        ),
    ),
    Reason.MAIL_REFUSED: _Words(
        _("The mail server refused the letter"),
        _("Look into the mail server's log for what it refused, mend that, then try again."),
    ),
    Reason.BAD_ADDRESS: _Words(
        _("The address cannot be written to"),
        _("It is no e-mail address, or one the mail server does not take. Trying again does not help."),
    ),
    Reason.NOT_LET_IN: _Words(
        _("The mail server did not let us in"),
        _("Check user, password and sender in AMENDS_SMTP_URL and AMENDS_MAIL_FROM, then try again."),
    ),
    Reason.NO_ANSWER: _Words(
        _("The mail server did not answer in time"),
        _("Check that the mail server is well and reachable, then try again."),
    ),
    Reason.UNREACHABLE: _Words(
        _("The mail server could not be reached"),
        _("Check AMENDS_SMTP_URL and the network, then try again."),
    ),
    Reason.MESSAGE_REFUSED: _Words(
        _("The gateway refused the message"),
        _(
            "Look the code up in the documentation of the service. Trying again helps only once the message or the "
            "gateway was changed."
        ),
    ),
    Reason.BAD_NUMBER: _Words(
        _("The telephone number takes no text messages"),
        _("Somebody should ask the recipient for another number. Trying again does not help."),
    ),
    Reason.NO_GATEWAY: _Words(
        _("No gateway was there to send it"),
        _("An administrator of the organisation switches one on under “SMS and chat”; then try again."),
    ),
    Reason.GATEWAY_TROUBLE: _Words(
        _("The gateway cannot be used"),
        _(
            "An administrator of the organisation tests it under “SMS and chat” and mends what it says; then try "
            "again."
        ),
    ),
    Reason.NO_SCANNER: _Words(
        _("Files cannot be scanned for malware"),
        _("Check AMENDS_CLAMD_URL, the scanner and the store; it is tried again until it works."),
    ),
    Reason.OUR_ERROR: _Words(
        _("An error in Amends"),
        _("The worker's log says which. Try again after the next update."),
    ),
    Reason.OTHER: _Words(
        _("Another reason"),
        _("The worker's log of that time says more."),
    ),
}
_EVENTS = {
    Event.LODGED: _("Confirmation of a complaint"),
    Event.ACKNOWLEDGED: _("Acknowledgement"),
    Event.ACCEPTED: _("Acceptance"),
    Event.REFUSED: _("Refusal"),
    Event.FORWARDED: _("Forwarding"),
    Event.EVIDENCE_WANTED: _("Request for evidence"),
    Event.PROGRESS: _("News of progress"),
    Event.MESSAGE: _("Message to a complainant"),
    Event.PROPOSAL: _("Proposal of a solution"),
    Event.DECISION: _("Decision"),
    Event.EXECUTION: _("News of what is carried out"),
    Event.CLOSED: _("Closing letter"),
    Event.REOPENED: _("News of a reopening"),
    Event.CONVERTED: _("News that it is handled as something else"),
    Event.ACCESS_CODE: _("Access code"),
    Event.PROMISE_WARNING: _("Warning to staff"),
    Event.PROMISE_BROKEN: _("Broken promise, to staff"),
    Event.ESCALATED: _("Escalation, to staff"),
    Event.ASSIGNED: _("Assignment, to staff"),
    Event.CASE_NEWS: _("News of a case, to staff"),
    Event.EXTENSION: _("News of a new date"),
    Event.PAUSED: _("A promise stands still"),
    Event.RESUMED: _("A promise runs on"),
    Event.SURVEY: _("Survey"),
    Event.RETURN_VISIT: _("Return visit"),
    Event.SECOND_STAGE: _("Second look at a result"),
    Event.RECORDING: _("Notice before a call is recorded"),
    Event.MAJOR: _("Major complaint, to staff"),
    Event.STAFF_CONCERNED: _("To a member of staff complained of"),
    Event.REPORT: _("Monthly report, to staff"),
    Event.INVITATION: _("Invitation"),
    Event.SEAL: _("The day's seal"),
}


_OUTSIDE_POLICY = {
    "mail_test": _("Test mail"),
    DIGEST: _("Several notices in one mail, to staff"),
    OutsideLetter.ASKED: _("Question to somebody outside"),
    OutsideLetter.REMINDED: _("Reminder to somebody outside"),
    OutsideLetter.ENDED: _("To somebody outside: no answer needed"),
    StaffLetter.HANDED_OVER: _("Cases handed over, to their new handler"),
    StaffLetter.STEPS_UNHELD: _("Steps of escalation that tell nobody, to administrators"),
    StaffLetter.DUTY_ON: _("Put on duty"),
    StaffLetter.DUTY_CHANGED: _("Duty changed"),
    StaffLetter.DUTY_OFF: _("Taken off duty"),
    StaffLetter.DUTY_NOTE: _("Hand-over note left"),
    StaffLetter.EMAIL_CHANGED: _("News of a changed address, to staff"),
    News.PASSWORD_RESET: _("Link for a new password, to staff"),
    News.PASSWORD_CHANGED: _("News of a changed password, to staff"),
    News.SECOND_FACTOR_ON: _("News of a second factor set up, to staff"),
    News.SECOND_FACTOR_OFF: _("News of a second factor removed, to staff"),
    News.SECOND_FACTOR_RESET: _("News of a second factor reset, to staff"),
    News.RECOVERY_CODE_USED: _("News of a recovery code used, to staff"),
    News.RECOVERY_CODES_NEW: _("News of new recovery codes, to staff"),
    ContactLetter.CODE: _("Code for a new contact"),
    ContactLetter.ASKED: _("A new contact is asked for, to the old one"),
    ContactLetter.CHANGED: _("The contact was changed, to the old one"),
    "operator_access": _("News of an operator’s access, to administrators"),
    "operator_access_ended": _("News of the end of an operator’s access, to administrators"),
}
"""What the service itself writes."""


def reason_text(code: str) -> str:
    """A reason of a later version is some other reason here."""
    return gettext(_REASONS[_known(code)].text)


def reason_advice(code: str) -> str:
    return gettext(_REASONS[_known(code)].advice)


def event_text(event: str) -> str:
    """An event of a later version shows its code rather than nothing."""
    if event in _OUTSIDE_POLICY:
        return gettext(_OUTSIDE_POLICY[event])
    return gettext(_EVENTS[Event(event)]) if event in set(Event) else event or gettext("Notice")


def _known(code: str) -> Reason:
    return Reason(code) if code in set(Reason) else Reason.OTHER
