"""The engine's codes in the reader's words: states, promises, channels, roles, what happened.

Everything marked here is in the catalogue. A code without a word would show itself on a page, so tests ask for all.
"""

from __future__ import annotations

from dataclasses import dataclass

from amends.complaints.intake import Channel
from amends.complaints.lifecycle import State
from amends.people.rights import Role
from amends.policy.document import ClockKind, Policy
from web.i18n import current_language, gettext
from web.i18n import mark as _

_STATES = {
    State.REGISTERED: (_("Registered"), "calm"),
    State.REVIEW: (_("Acceptance review"), "calm"),
    State.REFUSED: (_("Not accepted"), ""),
    State.FORWARDED: (_("Forwarded"), ""),
    State.ACCEPTED: (_("Accepted"), "calm"),
    State.INVESTIGATING: (_("Investigating"), "calm"),
    State.SOLUTION: (_("Finding a solution"), "calm"),
    State.DECIDED: (_("Decided"), "good"),
    State.EXECUTING: (_("Being carried out"), "good"),
    State.FEEDBACK: (_("Asking for feedback"), "good"),
    State.CLOSED: (_("Closed"), ""),
    State.ARCHIVED: (_("Archived"), ""),
    State.REOPENED: (_("Reopened"), "warn"),
    State.WITHDRAWN: (_("Withdrawn"), ""),
    State.MERGED: (_("Merged"), ""),
    State.DEADLOCK: (_("No agreement"), "bad"),
    State.EXTERNAL: (_("Before an outside body"), "warn"),
}
_CLOCKS = {
    ClockKind.ACKNOWLEDGE: ("回执", "acknowledge", _("Confirm receipt")),
    ClockKind.RESPOND: ("首次响应", "respond", _("First answer")),
    ClockKind.DECIDE: ("受理决定", "decide on acceptance", _("Decision on acceptance")),
    ClockKind.RESOLVE: ("办结", "resolve", _("Result")),
    ClockKind.UPDATE: ("进展通报", "report progress", _("News of progress")),
    ClockKind.EXECUTE: ("执行", "carry out", _("What was agreed is carried out")),
}
"""What the foundation calls them, and the better word of the pages: a policy that has a name of its own is obeyed."""
_CHANNELS = {
    Channel.WEB: _("Web form"),
    Channel.PHONE: _("Telephone"),
    Channel.LETTER: _("Letter"),
    Channel.VISIT: _("Visit"),
    Channel.EMAIL: _("E-mail"),
    Channel.MESSAGE: _("Text or messenger"),
    Channel.SOCIAL: _("Social media"),
    Channel.BOX: _("Note in a box"),
    Channel.EMPLOYEE: _("Heard by staff"),
    Channel.MEDIA: _("News media"),
    Channel.REGULATOR: _("Regulator or association"),
    Channel.PLATFORM: _("Platform"),
    Channel.PETITION: _("Petition"),
    Channel.API: _("Connected system"),
    Channel.HANDOVER: _("Handed over by another organisation"),
    Channel.OWN: _("Found by ourselves"),
}
_ROLES = {
    Role.ADMIN: _("Administrator"),
    Role.INTAKE: _("Intake"),
    Role.HANDLER: _("Handler"),
    Role.SUPERVISOR: _("Supervisor"),
    Role.AUDITOR: _("Auditor"),
}


@dataclass(frozen=True, slots=True)
class Happening:
    """How the timeline shows one kind of history entry; `public`: the complainant sees it too."""

    text: str
    icon: str
    kind: str = ""
    public: bool = False


_HAPPENINGS = {
    "lodge": Happening(_("Complaint registered"), "inbox", "calm", True),
    "acknowledge": Happening(_("Receipt confirmed"), "mail", "good", True),
    "accept": Happening(_("Complaint accepted"), "check", "good", True),
    "refuse": Happening(_("Complaint not accepted"), "x", "", True),
    "forward": Happening(_("Complaint forwarded"), "forward", "", True),
    "assign": Happening(_("Assigned"), "user-plus"),
    "investigate": Happening(_("Investigation begun"), "search", "calm", True),
    "allegation": Happening(_("Allegation added"), "flag"),
    "offer": Happening(_("Solution offered"), "gift", "calm", True),
    "agree": Happening(_("Solution accepted by the complainant"), "circle-check", "good", True),
    "dispute": Happening(_("Disputed by the complainant"), "triangle-alert", "warn", True),
    "decide": Happening(_("Decision made and told"), "scale", "good", True),
    "remedy": Happening(_("Remedy granted"), "gift", "good"),
    "remedy-carried-out": Happening(_("Remedy carried out"), "circle-check", "good", True),
    "remedy-proposed": Happening(_("Remedy proposed: it awaits approval"), "hourglass", "calm"),
    "answer-proposed": Happening(_("Answer proposed: it waits for approval"), "hourglass", "calm"),
    "answer-approved": Happening(_("Answer approved"), "check", "good"),
    "answer-sent-back": Happening(_("Answer not approved and sent back"), "undo-2", "warn"),
    "answer-withdrawn": Happening(_("Proposed answer withdrawn"), "x"),
    "answer-lapsed": Happening(
        _("Proposed answer lapsed: the complaint is not as it was"), "circle-dot", "warn"
    ),
    "remedy-approved": Happening(_("Remedy approved"), "check", "good"),
    "remedy-sent-back": Happening(_("Remedy sent back"), "undo-2", "warn"),
    "remedy-changed": Happening(_("Remedy changed"), "pencil"),
    "remedy-entrusted": Happening(_("Remedy: another owner or day"), "user-plus"),
    "remedy-disputed": Happening(_("Remedy disputed by the complainant"), "triangle-alert", "warn", True),
    "remedy-proved": Happening(_("Proof of a remedy added"), "paperclip"),
    "remedy-confirmed": Happening(_("Remedy confirmed"), "circle-check", "good", True),
    "remedy-withdrawn": Happening(_("Remedy withdrawn"), "x", "warn"),
    "duty-met": Happening(_("What the outcome obliges to was done"), "check", "good"),
    "duty-waived": Happening(_("What the outcome obliges to is not done, with a reason"), "x", "warn"),
    "execute": Happening(_("Carrying out begun"), "arrow-right", "calm", True),
    "confirm": Happening(_("Feedback recorded"), "phone", "good"),
    "close": Happening(_("Complaint closed"), "lock", "good", True),
    "reopen": Happening(_("Complaint reopened"), "rotate-ccw", "warn", True),
    "archive": Happening(_("Archived"), "folder-open"),
    "withdraw": Happening(_("Complaint withdrawn"), "undo-2", "", True),
    "merge": Happening(_("Merged with another complaint"), "folder-open", "", True),
    "deadlock": Happening(_("No agreement reached; other ways were told"), "triangle-alert", "bad", True),
    "refer": Happening(_("Dispute brought before an outside body"), "landmark", "warn", True),
    "outside-asked": Happening(_("Somebody outside was asked"), "forward", "calm"),
    "outside-sent-again": Happening(_("Somebody outside was sent a new link"), "rotate-ccw"),
    "outside-opened": Happening(_("Somebody outside opened their link"), "eye"),
    "outside-answered": Happening(_("Somebody outside answered"), "circle-check", "good"),
    "outside-declined": Happening(_("Somebody outside cannot answer"), "circle-x", "warn"),
    "outside-ended": Happening(_("An answer from outside is not needed any more"), "x"),
    "outside-silent": Happening(_("Somebody outside did not answer in time"), "circle-x", "bad"),
    "outside-not-reached": Happening(
        _("A letter to somebody outside could not be delivered"), "mail-x", "bad"
    ),
    "body-written": Happening(_("Passed on by an outside body"), "landmark", "warn"),
    "body-changed": Happening(_("What an outside body passed on was changed"), "landmark", "warn"),
    "body-answered": Happening(_("The outside body was answered"), "circle-check", "good"),
    "survey-invited": Happening(_("Asked how the handling was"), "message-square"),
    "survey-reminded": Happening(_("Reminded of the survey"), "message-square"),
    "survey-answered": Happening(_("Said how the handling was"), "message-square", "calm"),
    "survey-changed": Happening(_("Changed what was said of the handling"), "message-square"),
    "survey-unreached": Happening(_("Telephoned in vain for the survey"), "phone"),
    "survey-refused": Happening(_("Did not want to say how the handling was"), "message-square"),
    "survey-ended": Happening(_("The survey ended: the complaint was reopened"), "message-square"),
    "return-visit-owed": Happening(_("A return visit is owed"), "undo-2", "warn"),
    "return-visit": Happening(_("Return visit made"), "undo-2", "good"),
    "handover-asked": Happening(_("Consent to hand it over asked for"), "forward", "calm", True),
    "handover-agreed": Happening(_("The complainant agrees to the handover"), "circle-check", "good", True),
    "handover-declined": Happening(_("The complainant does not want the handover"), "circle-x", "warn", True),
    "handover-sent": Happening(_("Handed over; an answer is awaited"), "send", "calm", True),
    "handover-taken": Happening(_("Taken over by another organisation"), "circle-check", "good", True),
    "handover-refused": Happening(_("Not taken over elsewhere; handled here"), "undo-2", "warn", True),
    "handover-withdrawn": Happening(_("Handover taken back"), "undo-2", "", True),
    "arrival-lodged": Happening(_("Made from what had arrived"), "inbox"),
    "arrival-added": Happening(_("A message arrived and was added"), "inbox"),
    "handover-taken-over": Happening(_("Taken over from another organisation"), "inbox", "calm", True),
    "exception-raised": Happening(_("It leaves the usual path"), "triangle-alert", "bad"),
    "exception-lifted": Happening(_("It goes on as usual"), "circle-check", "good"),
    "cause": Happening(_("Cause found"), "git-branch"),
    "cause-struck": Happening(_("Cause struck out"), "x"),
    "cause-told": Happening(_("Department told of the cause"), "send", "calm"),
    "corrective-opened": Happening(_("Corrective action begun"), "wrench", "calm"),
    "corrective-linked": Happening(_("Linked to a corrective action"), "wrench"),
    "corrective-changed": Happening(_("Corrective action planned anew"), "calendar-clock"),
    "corrective-done": Happening(_("Corrective action carried out"), "wrench", "good"),
    "corrective-effective": Happening(_("Corrective action works"), "circle-check", "good"),
    "corrective-not-effective": Happening(
        _("Corrective action had no effect: open again"), "rotate-ccw", "warn"
    ),
    "corrective-cancelled": Happening(_("Corrective action given up"), "x"),
    "message:from_complainant": Happening(_("Message from the complainant"), "message-square", "calm"),
    "message:to_complainant": Happening(_("Message to the complainant"), "send", "calm"),
    "message:note": Happening(_("Internal note"), "pencil"),
    "details": Happening(_("Details completed"), "list"),
    "detail-corrected": Happening(_("Corrected what followed from details"), "pencil"),
    "evidence": Happening(_("Evidence added"), "paperclip"),
    "file-quarantined": Happening(
        _("Malware found in a file: nobody can open it"), "triangle-alert", "bad", True
    ),
    "evidence-redacted": Happening(_("Redacted copy put beside a file"), "eye-off"),
    "tagged": Happening(_("Tags changed"), "list"),
    "record-named": Happening(_("Business record named"), "link"),
    "record-taken-back": Happening(_("Business record taken back"), "x"),
    "sensitive-read": Happening(_("Sensitive answers read"), "eye"),
    "open-original": Happening(_("Original file opened"), "file-text"),
    "operator-looked": Happening(_("Looked at by an operator of the platform"), "search", "warn"),
    "access-code": Happening(_("Access code sent again"), "key-round"),
    "contact-asked": Happening(_("Change of contact asked for"), "mail", "", True),
    "contact-changed": Happening(_("Contact changed, the new one proved"), "mail", "", True),
    "notice-failed": Happening(_("A letter could not be delivered"), "mail-x", "bad"),
    "notice-retried": Happening(_("A letter that could not be delivered was tried again"), "rotate-ccw"),
    "notice-set-aside": Happening(_("A letter that could not be delivered was set aside"), "mail-x"),
    "acknowledgement-void": Happening(
        _("What confirmed receipt did not arrive: the promise is open again"), "mail-x", "bad"
    ),
    "task-opened": Happening(_("Task"), "clipboard-check", "calm"),
    "task-given": Happening(_("Task given to somebody"), "user-plus"),
    "task-done": Happening(_("Task done"), "clipboard-check", "good"),
    "task-cancelled": Happening(_("Task cancelled"), "x"),
    "task-reopened": Happening(_("Task open again"), "rotate-ccw", "warn"),
    "task-overdue": Happening(_("Task overdue"), "circle-x", "bad"),
    "task-raised": Happening(_("Task still overdue: those above were told"), "circle-x", "bad"),
    "letter-begun": Happening(_("Letter begun"), "pencil"),
    "letter-asked": Happening(_("Letter sent for approval"), "hourglass", "calm"),
    "letter-finished": Happening(_("Letter finished"), "file-text", "calm"),
    "letter-approved": Happening(_("Letter approved"), "check", "good"),
    "letter-given-back": Happening(_("Letter given back"), "undo-2", "warn"),
    "letter-printed": Happening(_("Letter printed"), "printer"),
    "document-printed": Happening(_("Document made as PDF"), "printer"),
    "letter-posted": Happening(_("Letter posted"), "send", "good"),
    "letter-cancelled": Happening(_("Letter not sent"), "x"),
    "calendar-moved": Happening(_("Calendar renewed: new due times"), "calendar-clock", "warn", True),
    "merged-in": Happening(_("Another complaint was merged into this one"), "arrow-right", "warn"),
    "unmerge": Happening(_("Handled on its own again"), "undo-2", "", True),
    "unmerged-from": Happening(_("A merged complaint was taken out again"), "undo-2", "warn"),
    "linked": Happening(_("Linked with another complaint"), "link"),
    "unlinked": Happening(_("Not linked with another complaint any more"), "undo-2"),
    "told-apart": Happening(_("Not the same as a complaint that looked alike"), "x"),
    "offered-again": Happening(_("May be the same as another complaint after all"), "undo-2"),
    "department-asked": Happening(_("Another department was asked"), "building-2", "calm"),
    "department-answered": Happening(_("Another department answered"), "building-2", "good"),
    "department-ended": Happening(_("Another department need not answer any more"), "x"),
    "representation-offered": Happening(_("Somebody wants to speak for the complainant"), "user"),
    "representation-asked": Happening(_("Asked to show their authority"), "send"),
    "representation-accepted": Happening(_("Speaks for the complainant from now on"), "user-check", "good"),
    "representation-refused": Happening(_("May not speak for the complainant"), "user-x", "warn"),
    "representation-ended": Happening(_("Speaks for the complainant no more"), "user-x"),
    "group-joined": Happening(_("Joined a group of complainants"), "users"),
    "group-grew": Happening(_("Leads a group of complainants: others joined"), "users"),
    "group-left": Happening(_("Left the group of complainants"), "undo-2"),
    "group-shrank": Happening(_("A case left the group of complainants"), "undo-2"),
    "group-over": Happening(_("The group of complainants is over"), "undo-2"),
    "group-led": Happening(_("Another case leads the group of complainants"), "users"),
    "group-leads": Happening(_("Leads the group of complainants from now on"), "users"),
    "group-chosen": Happening(_("A complainant speaks for the group"), "user"),
    "group-not-chosen": Happening(_("A complainant speaks for the group no more"), "user"),
    "group-relies": Happening(_("Relies on the checklists of the leading case"), "clipboard-check"),
    "group-not-relies": Happening(
        _("Relies on the checklists of the leading case no more"), "clipboard-check"
    ),
    "convert": Happening(_("Handled as something else"), "flag", "warn"),
    "regrade": Happening(_("Category or level changed"), "flag", "warn"),
    "move-policy": Happening(_("Moved to another policy version"), "book-open", "warn"),
    "promise-warning": Happening(_("Promise due soon: staff were warned"), "timer", "warn"),
    "promise-broken": Happening(_("Promise broken"), "circle-x", "bad"),
    "promise-still-broken": Happening(_("Promise still broken: told again"), "circle-x", "bad"),
    "promises-rebuilt": Happening(_("Promises set to what their ledgers say"), "rotate-ccw", "warn"),
    "clock-paused": Happening(_("A promise stands still"), "pause", "warn", True),
    "clock-resumed": Happening(_("A promise runs on"), "clock", "calm", True),
    "clock-extended": Happening(_("A promise was extended"), "calendar-clock", "warn", True),
    "clock-done": Happening(_("Recorded as done"), "circle-check", "good"),
    "escalation-answered": Happening(_("Somebody told confirmed that they see to it"), "check", "good"),
    "escalation-gap-dealt": Happening(_("Escalation that reached nobody: dealt with"), "check"),
    "help-asked": Happening(_("Whoever works on it cannot solve it"), "bell", "warn"),
    "concerned-named": Happening(_("It concerns a member of staff"), "user", "warn"),
    "concerned-cleared": Happening(_("It does not concern a member of staff"), "user"),
    "acceptance-answered": Happening(_("Condition of acceptance answered"), "clipboard-check"),
    "checklist-line": Happening(_("Line of a checklist checked"), "clipboard-check"),
    "investigation-waived": Happening(_("Decided without an investigation"), "circle-dot", "warn"),
    "investigation-taken-up": Happening(_("Investigated after all"), "search"),
    "hearing-called": Happening(_("Staff concerned told, and when they are heard"), "megaphone"),
    "hearing-left-out": Happening(_("Decided without the account of staff concerned"), "user-x", "warn"),
    "interview": Happening(_("Somebody was heard"), "user"),
    "finding": Happening(_("A finding was written down"), "search"),
    "evidence-at-risk": Happening(_("Evidence may be lost"), "triangle-alert", "bad"),
    "evidence-risk-lifted": Happening(_("Evidence that could be lost is secured"), "check", "good"),
    "custody-item": Happening(_("Goods or a sample taken in"), "paperclip"),
    "custody": Happening(_("Chain of custody goes on"), "paperclip"),
    "incident-declared": Happening(_("The case became an incident"), "triangle-alert", "bad"),
    "incident-given": Happening(_("Incident given to somebody"), "user-plus", "warn"),
    "incident-planned": Happening(_("Plan for the incident"), "clipboard-check", "calm"),
    "incident-noted": Happening(_("Incident: what was done"), "pencil"),
    "incident-ended": Happening(_("Incident over"), "circle-check", "good"),
    "escalate": Happening(_("Others were told, as the escalation chain says"), "bell", "warn"),
}


def state_text(state: str, policy: Policy) -> str:
    """As the policy calls it, or in the product's own word."""
    label = policy.state_labels.get(state)
    return label.in_language(current_language()) if label else usual_state_text(state)


def usual_state_text(state: str) -> str:
    return gettext(_STATES[State(state)][0])


def state_kind(state: str) -> str:
    """The badge's kind: "" | good | calm | warn | bad."""
    return _STATES[State(state)][1]


def clock_text(policy: Policy, code: str) -> str:
    """As the policy calls the clock, where it does not call it what all do."""
    clock = policy.clocks.get(code)
    zh, en, word = _CLOCKS[ClockKind(code)] if code in _CLOCKS else ("", "", "")
    if word and (clock is None or (clock.name.zh, clock.name.en) == (zh, en)):
        return gettext(word)
    name = clock.name.in_language(current_language()) if clock is not None else code
    return name[:1].upper() + name[1:]


def pause_text(policy: Policy, code: str) -> str:
    """Why a clock stands still, as the policy calls it; its code where the policy knows it no more."""
    reason = policy.pauses.get(code)
    return reason.name.in_language(current_language()) if reason is not None else code


def channel_text(channel: str) -> str:
    return gettext(_CHANNELS[Channel(channel)])


def role_text(role: str) -> str:
    """A role of a later version shows its code rather than nothing."""
    return gettext(_ROLES[Role(role)]) if role in set(Role) else role


def happening(act: str) -> Happening:
    """An act of a later version shows its code rather than nothing."""
    found = _HAPPENINGS.get(act, Happening(act, "history"))
    return Happening(gettext(found.text), found.icon, found.kind, found.public)
