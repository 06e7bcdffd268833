"""After the answer: survey, keeping, figures, checks."""

from __future__ import annotations

from amends.policy.parts.afterwards import (
    Archive,
    Incident,
    Kpi,
    Regulated,
    Retention,
    SignaturePoint,
    SpotChecks,
    Survey,
    Term,
)
from web.i18n import mark as _
from web.settings.policy.words.base import Words

WORDS: dict[type, dict[str, Words]] = {
    Survey: {
        "dimensions": Words(_("What is rated"), _("Each gets a rating of its own.")),
        "highest": Words(_("Highest rating"), _("Answers run from 1 to this.")),
        "after": Words(_("Sent after"), _("How long after closing. Empty: at once.")),
        "remind_after": Words(_("Reminded after"), _("Once. Empty: never.")),
        "low_score": Words(_("Low rating"), _("At or below this somebody calls back.")),
        "visit_within": Words(_("Call back within"), _("After a low rating.")),
        "interview_when": Words(_("Asked by telephone when"), _("Left empty: never.")),
        "shown_from": Words(
            _("Results shown from"), _("So many answers it takes, so that nobody can be recognised.")
        ),
    },
    Retention: {
        "terms": Words(_("Periods"), _("The file is kept until the last of them is over.")),
        "permanent_when": Words(_("Kept for good when"), _("Left empty: never.")),
    },
    Term: {
        "period": Words(_("How long"), _("How long it is kept.")),
        "starts": Words(_("Begins with"), _("When the time begins.")),
        "from_field": Words(_("Question about the day"), _("Its answer is the beginning.")),
    },
    Archive: {
        "pattern": Words(
            _("Numbers of files"), _("As complaint numbers are made. Empty: the complaint's own number.")
        ),
        "index": Words(_("Contents of a file"), _("What lies in a file, in order, one a line.")),
        "complete": Words(_("Complete only with"), _("What a file must hold before it is archived.")),
        "proposed_every": Words(
            _("Destruction proposed every"), _("How often files whose time is over are listed. Empty: never.")
        ),
        "approved_by": Words(_("Destruction agreed to by"), _("The role that decides.")),
    },
    Kpi: {
        "numerator": Words(_("What is counted"), _("What is counted, summed or timed.")),
        "denominator": Words(_("Out of"), _("What it is compared with. Empty: the figure by itself.")),
        "of": Words(_("About"), _("The clock, category or question it is about, by its code.")),
        "per": Words(_("Per"), _("100 for per cent, 1000 for so many in a thousand.")),
        "at_least": Words(_("Target: at least"), _("Empty: no lower limit.")),
        "at_most": Words(_("Target: at most"), _("Empty: no upper limit.")),
        "definition": Words(_("Definition"), _("What exactly is counted, in words.")),
        "among": Words(_("Among the cases where"), _("Left empty: all cases.")),
        "counted_when": Words(_("Of these count those where"), _("Left empty: as the figure itself says.")),
        "denominator_of": Words(
            _("Compared with, about"),
            _("The clock, category or question the comparison is about, by its code."),
        ),
    },
    SpotChecks: {
        "percent": Words(_("Per cent of closed cases"), _("Chosen by chance.")),
        "least": Words(_("At least"), _("So many cases, however few were closed.")),
        "always_when": Words(_("Always when"), _("Left empty: by chance only.")),
        "role": Words(_("Done by"), _("The role that looks at them.")),
    },
    Incident: {
        "same": Words(_("Alike in"), _("Answers or facts that are the same in all of them.")),
        "count": Words(_("So many or more"), _("So many complaints are one incident.")),
        "within": Words(_("Within"), _("In what time.")),
        "role": Words(_("Told to"), _("Who is told of it.")),
    },
    Regulated: {
        "on": Words(_("Records are locked"), _("Nothing in a file can be changed once it was signed.")),
        "signatures": Words(_("Signatures"), _("Where somebody has to sign.")),
    },
    SignaturePoint: {
        "roles": Words(_("Signed by"), _("One person of each role.")),
    },
}
