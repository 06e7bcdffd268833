"""Every part of a policy: what it is called, what one item of it is called, and what it is for."""

from __future__ import annotations

from dataclasses import dataclass

from web.i18n import mark as _


@dataclass(frozen=True, slots=True)
class PartWords:
    label: str
    one: str
    """One item of it."""
    about: str


PARTS = {
    "principles": PartWords(
        _("Principles"),
        _("Principle"),
        _("What you promise everybody who complains; shown on your public pages."),
    ),
    "rights": PartWords(
        _("Rights of complainants"),
        _("Right"),
        _("What people who complain may ask of you; shown on your public pages."),
    ),
    "procedure": PartWords(
        _("How you handle complaints"), _("Step"), _("The steps as complainants are told them.")
    ),
    "name": PartWords(
        _("Name of this policy"),
        _("Name of this policy"),
        _("What this policy is called in lists and exports."),
    ),
    "summary": PartWords(
        _("Summary of this policy"), _("Summary"), _("One or two sentences: for whom this policy is.")
    ),
    "sources": PartWords(
        _("Laws and documents"), _("Source"), _("Where figures come from, as readers are told it.")
    ),
    "calendar": PartWords(
        _("Calendar"), _("Calendar"), _("Working week, days off and how days are counted.")
    ),
    "numbering": PartWords(_("Complaint numbers"), _("Number"), _("How the number of a complaint is made.")),
    "handling": PartWords(
        _("House rules"),
        _("House rules"),
        _("What the law leaves open: anonymous complaints, repeats, rounds of negotiation."),
    ),
    "departments": PartWords(_("Departments"), _("Department"), _("Who complaints are given to.")),
    "roles": PartWords(_("Roles"), _("Role"), _("Titles people hold here, and what each may do.")),
    "qualifications": PartWords(
        _("Qualifications"), _("Qualification"), _("Certificates a duty may ask for.")
    ),
    "fields": PartWords(
        _("Questions"), _("Question"), _("Everything a form may ask; categories say which ones they ask.")
    ),
    "common_fields": PartWords(
        _("Questions asked in every category"), _("Question"), _("Asked whatever a complaint is about.")
    ),
    "kinds": PartWords(
        _("Kinds of case"),
        _("Kind"),
        _("What is taken in beside complaints: enquiries, service requests, reports, cases of your own."),
    ),
    "categories": PartWords(_("Categories"), _("Category"), _("What a complaint can be about, as a tree.")),
    "amount_bands": PartWords(
        _("Bands of amounts"), _("Band"), _("Small, medium, large: used in conditions and approvals.")
    ),
    "levels": PartWords(
        _("Levels"), _("Level"), _("How urgent or severe a complaint is, and what is promised then.")
    ),
    "grading": PartWords(
        _("How the level is found"),
        _("Rule"),
        _("The first rule that holds decides; otherwise the category's own level."),
    ),
    "routing": PartWords(
        _("Which department gets it"),
        _("Rule"),
        _("The first rule that holds decides; otherwise the category's department."),
    ),
    "clocks": PartWords(
        _("Clocks"), _("Promise"), _("What is promised: from when, until what, and what may stop it.")
    ),
    "pauses": PartWords(_("Reasons to pause"), _("Reason to pause"), _("When a clock may stand still.")),
    "chains": PartWords(
        _("Escalation chains"),
        _("Chain"),
        _("Who is told or takes over, and what happens if they do not answer."),
    ),
    "rosters": PartWords(_("Duty rosters"), _("Roster"), _("Who is asked at night and on days off.")),
    "acceptance": PartWords(
        _("Conditions for acceptance"), _("Condition"), _("What must be so before a complaint is taken up.")
    ),
    "refusal_reasons": PartWords(
        _("Reasons for refusing"), _("Reason"), _("What people are told when you do not take a complaint up.")
    ),
    "guards": PartWords(
        _("What must be done first"), _("Requirement"), _("What must be so before a case moves on.")
    ),
    "states_off": PartWords(
        _("Stages you do without"), _("Stages"), _("Optional stages of a case that you do not use.")
    ),
    "state_labels": PartWords(
        _("What you call the stages"), _("Stage"), _("Your own words for the stages of a case.")
    ),
    "checklists": PartWords(
        _("Checklists"), _("Checklist"), _("What is looked into while a case is investigated.")
    ),
    "outcomes": PartWords(
        _("Outcomes"), _("Outcome"), _("What a decision can be, and what it obliges you to.")
    ),
    "remedies": PartWords(_("Remedies"), _("Remedy"), _("What can be given or done to put things right.")),
    "exceptions": PartWords(
        _("Exceptions"),
        _("Exception"),
        _("What leaves the usual path: malice, secrets, legal matters; and who is told at once."),
    ),
    "outside_parties": PartWords(
        _("Parties outside"),
        _("Party outside"),
        _("Who may be asked by a link: merchants, suppliers, laboratories, experts. They need no account."),
    ),
    "records": PartWords(
        _("Business records"),
        _("Business record"),
        _(
            "What you keep elsewhere that cases are about: orders, contracts, flats. A case names them and leads there."
        ),
    ),
    "approvals": PartWords(_("Approvals"), _("Approval"), _("Who must agree before a remedy is promised.")),
    "closing_reasons": PartWords(_("Reasons for closing"), _("Reason"), _("Why a case is closed.")),
    "recourse": PartWords(
        _("Where to turn next"), _("Body"), _("Outside bodies people are told of when you cannot agree.")
    ),
    "notices": PartWords(_("Notices and letters"), _("Notice"), _("What is written when something happens.")),
    "documents": PartWords(
        _("Forms and papers"), _("Document"), _("Papers you keep or send, by their usual names.")
    ),
    "survey": PartWords(_("Survey"), _("Survey"), _("What people are asked after a case is closed.")),
    "retention": PartWords(
        _("How long files are kept"), _("Period"), _("When a file may be destroyed, and when never.")
    ),
    "archive": PartWords(
        _("Archive"), _("Archive"), _("What a file holds before it is archived, and its number.")
    ),
    "kpis": PartWords(_("Figures you measure"), _("Figure"), _("What you measure yourselves by.")),
    "spot_checks": PartWords(
        _("Spot checks"), _("Spot checks"), _("How many closed cases somebody looks at again.")
    ),
    "incidents": PartWords(_("Incidents"), _("Incident"), _("When several complaints alike are one matter.")),
    "regulated": PartWords(
        _("Locked records and signatures"), _("Signature"), _("For industries whose records must be signed.")
    ),
}
