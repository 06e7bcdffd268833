"""Working on a case: acceptance, checks, outcomes, remedies, letters."""

from __future__ import annotations

from amends.policy.parts.acceptance import AcceptanceCondition, Body, ExceptionPath, Guard
from amends.policy.parts.letters import Document, Notice
from amends.policy.parts.outside import OutsideParty
from amends.policy.parts.records import BusinessRecord
from amends.policy.parts.work import Approval, Checklist, ChecklistLine, Outcome, Remedy
from web.i18n import mark as _
from web.settings.policy.words.base import Words

WORDS: dict[type, dict[str, Words]] = {
    AcceptanceCondition: {
        "when": Words(_("Applies when"), _("Left empty: to every complaint.")),
        "unmet": Words(_("If it is not met"), _("What follows then.")),
        "refusal": Words(_("Reason for refusing"), _("What the complainant is told, if you refuse.")),
    },
    Guard: {
        "move": Words(_("Before somebody may"), _("The act that has to wait.")),
        "when": Words(_("Applies when"), _("Left empty: to every case.")),
        "needs": Words(_("This must be so"), _("What has to be so first.")),
        "hint": Words(_("What staff are told"), _("What to do first, as a sentence.")),
    },
    Checklist: {
        "when": Words(
            _("Used also when"), _("For every case where this holds, beside the categories that name it.")
        ),
        "before": Words(
            _("To be finished before"), _("The act that waits for it. Empty: it holds nothing up.")
        ),
        "lines": Words(_("Lines"), _("What is ticked off.")),
    },
    ChecklistLine: {
        "required": Words(_("Must be done"), _("Otherwise it may be left open.")),
        "role": Words(_("Ticked off by"), _("Empty: whoever handles the case.")),
        "attachment": Words(_("Needs a file"), _("A photo, a record, a statement.")),
        "signature": Words(_("Needs a signature"), _("The person signs when ticking it off.")),
    },
    Outcome: {
        "obliges": Words(_("Obliges you to"), _("What must follow such a decision.")),
        "when": Words(_("Offered only when"), _("Left empty: always.")),
    },
    Remedy: {
        "with_amount": Words(_("With an amount"), _("An amount of money is given with it.")),
        "towards": Words(_("Towards"), _("Who it is for.")),
        "meets": Words(_("Fulfils"), _("Of what an outcome obliges you to: an apology, an explanation.")),
    },
    Approval: {
        "band": Words(_("From the band"), _("Empty: whatever the amount.")),
        "remedies": Words(_("For the remedies"), _("None chosen: for all.")),
        "roles": Words(_("Agreed to by"), _("One person of each role.")),
        "persons": Words(_("How many people"), _("How many must agree in all.")),
        "signature": Words(_("With a signature"), _("Each signs the approval.")),
    },
    ExceptionPath: {
        "roles": Words(_("Told at once"), _("None named: whoever supervises.")),
    },
    BusinessRecord: {
        "address": Words(
            _("Address of one"),
            _(
                "Begins with https:// and holds {number} after the host. Empty: it is named, and nothing leads to it."
            ),
        ),
        "field": Words(_("Named by the answer to"), _("Empty: staff name them.")),
    },
    OutsideParty: {
        "within": Words(_("Time to answer"), _("From when they are asked.")),
        "silent_after": Words(_("Silence counts after"), _("Empty: as soon as the time to answer is over.")),
        "silence": Words(_("If they do not answer"), _("What follows then.")),
    },
    Body: {
        "contact": Words(_("How to reach it"), _("Telephone, address or website, and what it can do.")),
        "within": Words(_("Takes it up for"), _("After the case was closed. Empty: it names no time.")),
    },
    Notice: {
        "subject": Words(_("Subject"), _("What stands above the letter.")),
        "body": Words(_("Text"), _("What stands in braces, such as {number}, is filled in for each case.")),
        "ways": Words(_("How"), _("How it reaches people.")),
        "to": Words(_("Also told"), _("Roles told beside those it is about.")),
        "free_paragraph": Words(
            _("Add a paragraph by hand"),
            _("Staff write a few words of their own, so that no letter is template only."),
        ),
        "opened_by_link": Words(
            _("Note when it is opened"),
            _(
                "When a complainant first follows the link in the mail is noted, and shown on the case. Say so in your privacy notice."
            ),
        ),
        "approved_by": Words(
            _("Agreed to by"),
            _(
                "Roles of whom somebody reads and approves it before it leaves, each another person; never whoever wrote it. Empty: nobody."
            ),
        ),
        "approved_when": Words(_("Agreed to when"), _("Empty: always.")),
        "approval_signed": Words(_("Signed"), _("Whoever approves it signs with their password.")),
    },
    Document: {
        "kind": Words(_("Kind"), _("What sort of paper it is.")),
        "of_one_case": Words(
            _("Of one complaint"), _("Otherwise it sums up many, and is not offered on a complaint.")
        ),
        "when": Words(_("Needed when"), _("Left empty: always.")),
        "sections": Words(
            _("Shows"), _("What of a complaint, in this order. Left empty: everything that there is of it.")
        ),
        "text": Words(
            _("Text"), _("What is written; without one it is laid out from what the complaint holds.")
        ),
        "approved_by": Words(_("Agreed to by"), _("Who must see it before it leaves.")),
        "signature": Words(_("Needs a signature"), _("It counts only when signed.")),
    },
}
