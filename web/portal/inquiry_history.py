"""What the history says of reviews and investigations, in the words of the case's policy."""

from __future__ import annotations

from amends.acceptance.operations import ANSWERED
from amends.complaints.queries import HistoryLine
from amends.investigation import checking, custody, hearing
from amends.investigation.tables import CustodyAct, Part
from amends.policy.document import Policy
from web.i18n import gettext
from web.portal.inquiry_words import CUSTODY, PARTS

INQUIRY = frozenset({ANSWERED, checking.CHECKED, hearing.HEARD, custody.TAKEN_IN, custody.LINKED})


def inquired(line: HistoryLine, policy: Policy, language: str) -> str:
    """Of a version that the case was moved from since, the codes are what is left."""
    detail, personal = line.detail, line.personal
    if line.act == ANSWERED:
        condition = policy.acceptance.get(detail["condition"])
        name = condition.name.in_language(language) if condition is not None else detail["condition"]
        said = gettext("met") if detail["met"] else gettext("not met")
        return "\n".join(filter(None, (f"{name} · {said}", personal.get("note"))))
    if line.act == checking.CHECKED:
        checklist = policy.checklists.get(detail["list"])
        checked = checklist.lines.get(detail["line"]) if checklist is not None else None
        return checked.name.in_language(language) if checked is not None else str(detail["line"])
    if line.act == hearing.HEARD:
        return " · ".join(filter(None, (gettext(PARTS[Part(detail["part"])]), personal.get("name"))))
    if line.act == custody.TAKEN_IN:
        return personal.get("what", "")
    return " · ".join(filter(None, (gettext(CUSTODY[CustodyAct(detail["done"])]), personal.get("to_whom"))))
