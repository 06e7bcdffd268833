"""The values a field can have, in words."""

from __future__ import annotations

from enum import Enum

from amends.policy.parts.acceptance import Unmet
from amends.policy.parts.afterwards import KeptFrom
from amends.policy.parts.calendar import DayEnds, FirstDay
from amends.policy.parts.cases import Assign
from amends.policy.parts.clocks import Basis, CaseEvent
from amends.policy.parts.conditions import Operator
from amends.policy.parts.escalation import Action, Audience, Trigger, Within
from amends.policy.parts.fields import AskedOf, FieldType, Stage
from amends.policy.parts.house import Resolved, SourceKind
from amends.policy.parts.kinds import Complainant, Place
from amends.policy.parts.letters import DocumentKind, ReplyWay, Section, Way
from amends.policy.parts.outside import Silence
from amends.policy.parts.work import Duty, Towards
from web.i18n import mark as _

VALUES: dict[type[Enum], dict[str, str]] = {
    FirstDay: {
        "next": _("the day after"),
        "same": _("the same day"),
    },
    DayEnds: {
        "midnight": _("at midnight"),
        "close": _("when you close"),
    },
    Silence: {
        "decide": _("it is decided on what there is"),
        "remind": _("they are asked once more"),
        "raise": _("those in charge are told"),
    },
    FieldType: {
        "text": _("a line of text"),
        "long_text": _("several lines of text"),
        "number": _("a number"),
        "amount": _("an amount of money"),
        "date": _("a date"),
        "time": _("a time of day"),
        "choice": _("one of several choices"),
        "choices": _("any of several choices"),
        "yes_no": _("yes or no"),
    },
    Stage: {
        "lodging": _("lodging"),
        "acceptance": _("acceptance"),
        "investigation": _("investigation"),
        "decision": _("decision"),
        "closing": _("closing"),
    },
    Assign: {
        "nobody": _("nobody yet: somebody assigns them"),
        "least_loaded": _("whoever of the department has the fewest open"),
    },
    AskedOf: {
        "everyone": _("everybody"),
        "staff": _("staff only"),
    },
    Place: {
        "public": _("on the public form"),
        "portal": _("when staff take it in"),
    },
    Complainant: {
        "usual": _("as the house rules say"),
        "named": _("a name is needed"),
        "anonymous": _("a name may be left out"),
        "none": _("there is none: found by yourselves"),
    },
    Basis: {
        "statutory": _("the law"),
        "internal": _("your own promise"),
    },
    CaseEvent: {
        "received": _("the complaint is received"),
        "aware": _("you learn of the matter"),
        "acknowledged": _("receipt is confirmed"),
        "responded": _("a person answers"),
        "told": _("the complainant is told anything"),
        "admitted": _("it is accepted, refused or forwarded"),
        "accepted": _("it is accepted"),
        "offered": _("a solution is offered"),
        "agreed": _("the complainant agrees"),
        "decided": _("the result is told"),
        "executed": _("everything promised is done"),
        "closed": _("the case is closed"),
        "reopened": _("the case is reopened"),
        "recorded": _("staff record that it is done"),
        "disputed": _("the complainant does not accept the result"),
    },
    Trigger: {
        "lodged": _("a complaint is lodged"),
        "warning": _("a deadline comes near"),
        "breach": _("a deadline is broken"),
        "unanswered": _("the step before stays unanswered"),
        "refused": _("the complainant refuses the solution"),
        "reopened": _("the case is reopened"),
        "repeated": _("the same matter comes again"),
        "condition": _("the condition below holds"),
        "deadlock": _("there is no agreement"),
        "asked": _("somebody on the case asks for it"),
    },
    Action: {
        "tell": _("are told"),
        "take_over": _("take the case over"),
        "assign_department": _("get it into their department"),
        "call_meeting": _("call a meeting"),
        "raise_level": _("are told, and the level is raised"),
        "incident": _("are told, and the case becomes an incident"),
        "inform_outside": _("inform a body outside"),
    },
    Audience: {
        "assignee": _("whoever has the case"),
        "supervisor": _("whoever supervises them"),
        "department_head": _("the head of the department"),
    },
    Within: {
        "department": _("the case's department"),
        "organisation": _("the whole organisation"),
    },
    Unmet: {
        "refuse": _("it is refused"),
        "forward": _("it is forwarded"),
        "ask": _("the complainant is asked for more"),
        "report": _("it goes one level up"),
        "note": _("it is noted and goes on"),
    },
    Duty: {
        "correct": _("correct what is wrong"),
        "remedy": _("give a remedy"),
        "apologise": _("apologise"),
        "explain": _("explain"),
        "forward": _("forward it"),
        "recourse": _("tell the ways onward"),
        "cause_notice": _("tell the department at fault the cause"),
        "corrective_action": _("prevent it from happening again"),
        "report": _("report to an authority"),
    },
    Towards: {
        "complainant": _("the complainant"),
        "responsible_party": _("whoever is responsible"),
        "department": _("a department"),
        "authority": _("an authority"),
        "public": _("the public"),
    },
    Way: {
        "chosen": _("as the recipient chose"),
        "mail": _("mail"),
        "in_app": _("in the portal"),
        "sms": _("text message"),
        "chat": _("work chat"),
        "letter": _("letter on paper"),
        "phone": _("telephone call"),
    },
    ReplyWay: {
        "mail": _("mail"),
        "sms": _("text message"),
        "phone": _("telephone call"),
        "letter": _("letter on paper"),
    },
    DocumentKind: {
        "form": _("form"),
        "letter": _("letter"),
        "record": _("record"),
        "report": _("report"),
        "procedure": _("procedure"),
    },
    Section: {
        "complainant": _("Complainant"),
        "receipt": _("Receipt"),
        "matter": _("What was said"),
        "level": _("Level"),
        "promises": _("Promises"),
        "review": _("Conditions of acceptance"),
        "checks": _("What was checked"),
        "interviews": _("Who was heard"),
        "findings": _("What was found"),
        "custody": _("Goods in custody"),
        "evidence": _("Evidence"),
        "causes": _("Causes"),
        "actions": _("Corrective actions"),
        "allegations": _("Allegations and outcomes"),
        "remedies": _("Remedies"),
        "decision": _("Decision"),
        "correspondence": _("Messages, calls and letters"),
        "handlers": _("Who worked on it"),
    },
    KeptFrom: {
        "closed": _("closing"),
        "received": _("receipt"),
        "field": _("the answer to a question"),
    },
    Resolved: {
        "decided": _("the result is told"),
        "agreed": _("the complainant agrees"),
        "executed": _("everything promised is done"),
    },
    SourceKind: {
        "law": _("law"),
        "document": _("document"),
        "practice": _("common practice"),
    },
    Operator: {
        "is": _("is"),
        "is_not": _("is not"),
        "one_of": _("is one of"),
        "contains": _("contains"),
        "at_least": _("is at least"),
        "more_than": _("is more than"),
        "at_most": _("is at most"),
        "less_than": _("is less than"),
        "given": _("is answered"),
    },
}
