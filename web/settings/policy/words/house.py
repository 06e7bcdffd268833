"""How an organisation works: calendar, numbers, roles, what it says of itself."""

from __future__ import annotations

from amends.policy.document import Policy
from amends.policy.parts.acceptance import Statement
from amends.policy.parts.calendar import AnnouncedDay, CalendarPart, ExtraDay
from amends.policy.parts.house import Handling, Numbering, PolicyRole, Source
from amends.policy.parts.work import Qualification
from web.i18n import mark as _
from web.settings.policy.words.base import Words

WORDS: dict[type, dict[str, Words]] = {
    Policy: {
        "name": Words(_("What it is called"), _("What this policy is called.")),
        "summary": Words(_("Summary"), _("One or two sentences.")),
        "states_off": Words(_("Stages you do without"), _("Cases skip them.")),
        "state_labels": Words(_("Your words"), _("Where you say nothing, the usual word is shown.")),
    },
    Source: {
        "title": Words(_("Title"), _("As readers are told it, with the number of a law.")),
        "kind": Words(_("Kind"), _("A law, a document, or common practice.")),
        "to_confirm": Words(
            _("Still to be checked"), _("Nobody has compared our figures with the official text yet.")
        ),
    },
    Statement: {
        "text": Words(_("Text"), _("What is said about it, shown below the name.")),
    },
    CalendarPart: {
        "week": Words(
            _("Working hours"), _("For each weekday, such as 08:30-12:00, 13:30-17:30. Empty: a day off.")
        ),
        "holidays": Words(
            _("Public holidays of"),
            _("A country or region such as CN or GB-ENG. Empty: public holidays are working days."),
        ),
        "closures": Words(_("Days you are closed"), _("Dates on which only you are closed, and why.")),
        "extra_days": Words(
            _("Extra working days"), _("Dates on which you work although the weekday is free.")
        ),
        "announced": Words(
            _("Public holidays entered here"),
            _("Days off and made-up working days of a year that Amends does not know yet, as announced."),
        ),
        "announced_years": Words(
            _("Years entered in full"),
            _("Of the days entered here. Any other year that Amends does not know counts as not known."),
        ),
        "first_day": Words(
            _("First day that counts"), _("Whether the day something happens counts already.")
        ),
        "day_ends": Words(_("The last day ends"), _("At midnight, or when you close.")),
        "roll": Words(
            _("Move on from days off"),
            _("A period of calendar days that ends on a day off lasts until the next working day."),
        ),
    },
    AnnouncedDay: {
        "works": Words(_("Worked"), _("A day off by the week that is worked to make up for another.")),
    },
    ExtraDay: {
        "periods": Words(
            _("Working hours"), _("Such as 09:00-12:00, one a line. Empty: as on that weekday.")
        ),
    },
    Numbering: {
        "pattern": Words(
            _("Pattern"),
            _(
                "{letter} of the category, {YYYY} or {YY} and {MM} of receipt, {seq4} a serial of four digits."
            ),
        ),
    },
    Handling: {
        "currency": Words(_("Currency"), _("Three letters, such as CNY.")),
        "amount_field": Words(_("Question about the amount"), _("Its answer decides the band of amounts.")),
        "anonymous": Words(
            _("Take complaints without a name"), _("Otherwise a name is needed to lodge one.")
        ),
        "reply_ways": Words(
            _("Ways to be answered"),
            _("What complainants may choose from. With one way alone, nobody is asked."),
        ),
        "reopen_within_days": Words(
            _("Reopen within (days)"), _("How long after closing people may ask for it; 0: never.")
        ),
        "acceptance_checked": Words(
            _("Review before accepting"),
            _("Nothing is accepted before every condition that applies is answered."),
        ),
        "repeat_within": Words(
            _("A repeat within"), _("The same matter again within this time counts as a repeat.")
        ),
        "alike_from": Words(
            _("Complaints look alike from (per cent)"),
            _(
                "The same complainant counts 50, the same order number or other identifying answer 60, the same category 20, "
                "the same words up to 90; together they count more."
            ),
        ),
        "alike_days": Words(
            _("Compared within (days)"),
            _("How far apart complaints of one category may lie to be compared by their words alone."),
        ),
        "rounds": Words(
            _("Rounds of negotiation"), _("After so many offers without agreement there is a deadlock.")
        ),
        "negotiate_within": Words(_("Time to negotiate"), _("Empty: no limit of its own.")),
        "supplement_within": Words(
            _("Time to send what was asked for"), _("Afterwards you decide on what there is.")
        ),
        "reach_within": Words(
            _("Time to reach somebody otherwise"),
            _("When a notice could not be delivered, a task says to tell the complainant some other way."),
        ),
        "task_raised_after": Words(
            _("Overdue tasks go up after"),
            _("So long after a task was due, those above whoever it is for hear of it."),
        ),
        "cause_answer_within": Words(
            _("Time to answer a cause"),
            _("So long the head of the department at fault has to answer what is done about it."),
        ),
        "handover_answer_within": Words(
            _("Time to answer a handover"),
            _(
                "So long the complainant has to agree before it is overdue, and then whoever is to take the complaint over."
            ),
        ),
        "arrival_within": Words(
            _("Time to look at what arrives"),
            _("So long a mail, a missed call or a note may wait before it is overdue."),
        ),
        "calls_recorded": Words(
            _("Calls are recorded"),
            _("Whoever takes a call down is shown what to tell the caller, and says whether they did."),
        ),
        "health_consent": Words(
            _("Question about consent"),
            _("A yes-or-no question: its answer says whether what is told of somebody’s health may be used."),
        ),
        "departments_before_decision": Words(
            _("Departments before the decision"),
            _("Nothing is decided while a department that was asked about the case has not answered."),
        ),
        "hear_concerned": Words(
            _("Staff heard before the decision"),
            _(
                "Nothing is decided before whoever of the staff it is about was heard, or somebody said why not."
            ),
        ),
        "authority_within": Words(
            _("Time to show an authority"),
            _("So long whoever speaks for a complainant has to show that they may, and you to look at it."),
        ),
        "authority_first": Words(
            _("Authority first"),
            _(
                "No message, offer or decision leaves while somebody wants to speak for the complainant and nobody has looked at their authority."
            ),
        ),
        "remedy_within": Words(
            _("Time to carry a remedy out"),
            _("Where neither whoever grants it nor a deadline says until when. Empty: no limit of its own."),
        ),
        "duties_before_close": Words(
            _("Duties before closing"),
            _(
                "What the outcomes oblige you to is done, or somebody has said why not, before a case is closed."
            ),
        ),
        "unreachable_after": Words(_("Tries until nobody is reached"), _("On as many different days.")),
        "representatives": Words(
            _("Most representatives of a group"), _("How many people may speak for a group.")
        ),
        "joint_from": Words(_("A group from"), _("So many people with one matter are a group.")),
        "resolved": Words(_("Resolved means"), _("What ends the promise to resolve.")),
        "drills_a_year": Words(
            _("Drills a year"), _("How often the handling of a serious case is rehearsed.")
        ),
    },
    PolicyRole: {
        "rights": Words(_("May"), _("What people with this role may do.")),
        "requires": Words(_("Needs the qualifications"), _("Nobody gets duties of this role without them.")),
        "like": Words(_("As"), _("May do what these roles of the program may do.")),
        "without": Words(_("But not"), _("What people with this role may not do after all.")),
    },
    Qualification: {
        "valid_months": Words(_("Valid for (months)"), _("Empty: for good.")),
    },
}
