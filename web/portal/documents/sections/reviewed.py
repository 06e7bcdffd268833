"""The conditions of acceptance with their answers."""

from __future__ import annotations

from amends.acceptance.rules import applying
from web.formats import moment_text
from web.i18n import current_language, gettext
from web.portal.documents.gathering import Gathered
from web.printing.records import Block, Table


def review(it: Gathered) -> list[Block]:
    """Those that apply, answered or not."""
    head = (
        gettext("Condition"),
        gettext("Met?"),
        gettext("Note"),
        gettext("By whom"),
        gettext("Date and time"),
    )
    rows = []
    for code, condition in applying(it.view.desk.policy, it.facts).items():
        name, answer = condition.name.in_language(current_language()), it.reviewed.get(code)
        if answer is None:
            rows.append((name, "", "", "", ""))
            continue
        said = gettext("Yes") if answer.met else gettext("No")
        who = it.view.file.names.get(answer.answered_by, "")
        rows.append((name, said, str(answer.note), who, moment_text(answer.answered_at, zone=it.view.zone)))
    return [Table(head, rows)] if rows else []
