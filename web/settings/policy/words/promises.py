"""What is promised, and who is told when."""

from __future__ import annotations

from amends.policy.parts.clocks import Clock, ClockUse, Extension, Pause
from amends.policy.parts.escalation import Chain, Roster, Step
from web.i18n import mark as _
from web.settings.policy.words.base import Words

WORDS: dict[type, dict[str, Words]] = {
    Clock: {
        "basis": Words(_("Set by"), _("The law, or your own promise.")),
        "starts": Words(_("Starts when"), _("What has to happen for the time to begin.")),
        "from_field": Words(
            _("Day it happened"), _("A question about a date: its answer is the beginning, if there is one.")
        ),
        "ends": Words(_("Kept when"), _("What has to happen for the promise to be kept.")),
        "repeats": Words(_("Begins again"), _("Each time it is kept, until the case ends.")),
        "public": Words(_("Shown to complainants"), _("On their page and in letters.")),
        "pauses": Words(_("May stand still"), _("Reasons for which this clock may be paused.")),
        "extension": Words(_("May be extended"), _("Whether and how a new time may be set.")),
        "warn_at": Words(
            _("Warn after (per cent)"),
            _("How much of the time has gone when people are warned, such as 50, 80."),
        ),
        "again_every": Words(_("Say it again every"), _("Once it is broken. Empty: only once.")),
        "also_ends": Words(_("Needless when"), _("Whichever comes first ends it.")),
    },
    ClockUse: {
        "period": Words(_("Time"), _("How long there is.")),
        "starts": Words(_("Starts when"), _("Empty: as the clock itself says.")),
    },
    Extension: {
        "most": Words(_("How often"), _("At most so many times.")),
        "longest": Words(_("Each time at most"), _("Empty: as agreed with the complainant.")),
        "approved_by": Words(_("Agreed to by"), _("Empty: whoever handles the case.")),
        "told": Words(_("Tell the complainant"), _("With the reason and the new time.")),
    },
    Pause: {
        "longest": Words(_("At most"), _("In all, per clock. Empty: as long as the reason lasts.")),
        "told": Words(_("Tell both sides"), _("When it begins and when it ends.")),
        "for_complainant": Words(
            _("Waits for the complainant"), _("Such cases stand in a list of their own in the queue.")
        ),
    },
    Chain: {
        "steps": Words(_("Steps"), _("Who is told, in order.")),
    },
    Step: {
        "on": Words(_("Set off when"), _("What sets this step off.")),
        "clocks": Words(_("Of the clocks"), _("For warnings and breaches. None chosen: every clock.")),
        "percent": Words(_("After (per cent)"), _("Of a warning: how much of the time has gone.")),
        "role": Words(_("Who is told"), _("The role that is told or takes over.")),
        "within": Words(_("Whose"), _("Holders in the case's department, or everywhere.")),
        "also": Words(_("Told as well"), _("Further roles that hear of it at the same time.")),
        "to": Words(_("Told by their place"), _("Whoever has the case, or is above them.")),
        "roster": Words(_("On duty"), _("Whoever is on duty on this roster at that moment.")),
        "person": Words(_("One person"), _("The e-mail address they sign in with.")),
        "waits": Words(_("Waits for working hours"), _("At night and on days off nobody is told.")),
        "from_number": Words(
            _("From which time on"), _("Of reopenings and refusals, such as 3 for the third.")
        ),
        "action": Words(_("What they do"), _("Hear of it, take over, meet.")),
        "level": Words(_("Raised to"), _("Empty: to the next more urgent level.")),
        "department": Words(_("Department"), _("Where the case goes, if it changes department.")),
        "acknowledge_within": Words(
            _("Must answer within"), _("Otherwise the next step follows. Empty: no answer needed.")
        ),
    },
    Roster: {
        "role": Words(_("For the role"), _("Whose duties are covered.")),
        "outside_hours": Words(_("Nights and days off"), _("Otherwise during working hours.")),
        "stand_ins": Words(_("Then"), _("Who is asked when nobody on the roster answers.")),
    },
}
