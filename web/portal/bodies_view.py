"""Outside bodies of a case, as its page and its history tell of them: read from the history, without another statement."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from amends.bodies.rules import Stand, known, stand
from amends.complaints.queries import HistoryLine
from web.i18n import gettext
from web.promises import due_text


def bodies_text(history: Sequence[HistoryLine], *, zone: ZoneInfo, now: datetime) -> str:
    """Which passed it on, a line each; "" where none did."""
    lines = []
    for each in reversed(known(history)):
        said = [each.office, each.number]
        if each.answered:
            said.append(gettext("answered"))
        elif each.answer_by is not None:
            said.append(gettext("answer %(due)s") % {"due": due_text(each.answer_by, zone=zone)})
            said += [gettext("late")] if stand(each.answer_by, None, now) is Stand.LATE else []
        lines.append(" · ".join(filter(None, said)))
    return "\n".join(lines)


def matter_line(line: HistoryLine, *, zone: ZoneInfo) -> str:
    by = line.detail["answer_by"]
    due = gettext("answer %(due)s") % {"due": due_text(datetime.fromisoformat(by), zone=zone)} if by else ""
    return " · ".join(filter(None, (line.personal.get("office"), line.personal.get("number"), due)))
