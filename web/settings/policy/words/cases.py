"""What a complaint is about, what is asked, how urgent it is."""

from __future__ import annotations

from amends.policy.parts.cases import AmountBand, Category, Department, Grading, Level, Route
from amends.policy.parts.fields import Choice, Field, FieldUse
from amends.policy.parts.kinds import Kind
from web.i18n import mark as _
from web.settings.policy.words.base import Words

WORDS: dict[type, dict[str, Words]] = {
    Field: {
        "type": Words(_("Kind of answer"), _("What people type or choose.")),
        "choices": Words(_("Choices"), _("What can be chosen, where the answer is a choice.")),
        "highest_of": Words(
            _("Highest of"),
            _("Nobody is asked: it is the highest answer to these questions, which have the same choices."),
        ),
        "stops": Words(
            _("Call us now"), _("Shown as soon as this answer is given: what to do before sending a form.")
        ),
        "personal": Words(_("Personal data"), _("The answer is about a person who can be recognised.")),
        "sensitive": Words(
            _("Sensitive data"), _("Health, injuries, children, money matters of a person and the like.")
        ),
        "identifies": Words(
            _("Tells one matter from others"),
            _("Such as an order number, a plate, an address: complaints with the same answer look alike."),
        ),
        "visible_to": Words(_("Read only by"), _("None chosen: everybody who reads the case.")),
    },
    Choice: {
        "zh": Words(_("In Chinese"), _("The choice as Chinese readers see it.")),
        "en": Words(_("In English"), _("The choice as English readers see it.")),
    },
    FieldUse: {
        "stage": Words(_("Asked at"), _("At which stage of a case it is asked.")),
        "asked_of": Words(_("Asked of"), _("Everybody who complains, or your staff only.")),
        "required": Words(_("Must be answered"), _("Otherwise it may be left empty.")),
        "required_when": Words(_("Must be answered only when"), _("Left empty: whenever it is asked.")),
        "shown_when": Words(_("Asked only when"), _("Left empty: it is always asked.")),
    },
    Category: {
        "parent": Words(_("Belongs to"), _("The category above it; empty: it stands on its own.")),
        "level": Words(
            _("Level"), _("How urgent such complaints are as a rule. Empty: as the category above.")
        ),
        "department": Words(_("Department"), _("Who gets such complaints. Empty: as the category above.")),
        "letter": Words(
            _("Letter in numbers"), _("Stands in the complaint's number. Empty: as the category above.")
        ),
        "fields": Words(_("Questions"), _("What is asked in this category, beside what is always asked.")),
        "clocks": Words(
            _("Other deadlines"), _("Deadlines of this category, in place of those of the level.")
        ),
        "checklist": Words(_("Checklist"), _("What is looked into. Empty: as the category above.")),
        "retention": Words(_("Files are kept"), _("Empty: as the category above.")),
        "requires": Words(_("Handlers need"), _("Qualifications of whoever handles such a case.")),
    },
    Kind: {
        "help": Words(
            _("For whoever chooses"), _("Half a sentence beside the name, where several are offered.")
        ),
        "offered": Words(_("Offered where"), _("Whoever fills in such a form may choose it.")),
        "complainant": Words(_("Complainant"), _("Whether there is one, and whether a name is needed.")),
        "counts": Words(_("Counts as a complaint"), _("Otherwise it makes no later complaint a repeat.")),
        "confidential": Words(
            _("Confidential"), _("Read only by whoever handles it and by holders of the right to.")
        ),
        "converts_to": Words(_("May become"), _("What it may be handled as once it turns out to be that.")),
        "clocks": Words(
            _("Deadlines"),
            _("Instead of those of level and category, but for what the law asks. None: as those say."),
        ),
    },
    AmountBand: {
        "rank": Words(_("Place in the list"), _("From small to large.")),
        "up_to": Words(_("Up to"), _("Included, in whole units of your currency. Empty: without end.")),
    },
    Department: {
        "assign": Words(
            _("New complaints go to"),
            _("On arrival. Whoever is away, suspended, concerned or not qualified gets none."),
        ),
    },
    Level: {
        "rank": Words(_("Place in the list"), _("1 is the most urgent.")),
        "criteria": Words(_("When it applies"), _("So that people choose the right level by themselves.")),
        "clocks": Words(_("Deadlines"), _("What is promised at this level.")),
        "checklist": Words(_("Checklist"), _("What is looked into at this level, beside the category's.")),
    },
    Grading: {
        "when": Words(_("When"), _("What must be so for this rule to decide.")),
        "level": Words(_("The level is"), _("The level complaints get then.")),
        "reason": Words(_("Reason"), _("Shown to staff: why this level.")),
    },
    Route: {
        "when": Words(_("When"), _("What must be so for this rule to decide.")),
        "department": Words(_("The department is"), _("Who gets the complaint then.")),
        "reason": Words(_("Reason"), _("Shown to staff: why this department.")),
    },
}
