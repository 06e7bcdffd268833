"""A group of complainants as a case's own page shows it: one line, and findings to begin a decision with."""

from __future__ import annotations

from dataclasses import replace

from amends.complaints.queries import CaseFile
from amends.groups.queries import found_by_lead, line_of
from amends.groups.rules import proposed
from web.edge.visit import AnyRequest, Visit, visit_of
from web.i18n import gettext
from web.typed import asked
from web.view import FormView


async def group_text(file: CaseFile, visit: Visit) -> str:
    """ "" where it is in none; asked for only where the history says that there was one."""
    line = await line_of(file.row.id, visit.staff) if visit.guest is None and _was_in_one(file) else None
    if line is None:
        return ""
    if not line.lead:
        return gettext("In a group of complainants")
    if line.lead == str(file.row.number):
        return gettext("Leads a group with %(count)s in it") % {"count": line.count}
    said = {"count": line.count, "lead": line.lead}
    return gettext("One of %(count)s in a group led by %(lead)s") % said


async def proposed_findings(request: AnyRequest, file: CaseFile, form: FormView) -> tuple[FormView, str]:
    """The decision's form with what the leading case found, where the reader asked for it, and that case's number."""
    if asked(request, "findings") != "lead" or form.act or not _was_in_one(file):
        return form, ""
    found = await found_by_lead(file.row.id, visit_of(request).staff)
    fitting = proposed(file.allegations, found[1]) if found is not None else {}
    if found is None or not fitting:
        return form, ""
    values = {
        f"{name}.{allegation_id}": text
        for allegation_id, one in fitting.items()
        for name, text in (("outcome", one.outcome), ("ground", one.ground))
    }
    return replace(form, act="decision", values=values), found[0]


def _was_in_one(file: CaseFile) -> bool:
    return any(line.act.startswith("group-") for line in file.history)
