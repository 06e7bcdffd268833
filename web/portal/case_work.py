"""The review before acceptance and the investigation, as a case's own page shows them: how far they are, in a line each.

Read from the history that the page has loaded anyway: a case costs no statement for what it has nothing of.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from amends.acceptance import rules as acceptance
from amends.acceptance.operations import ANSWERED
from amends.acceptance.queries import met
from amends.complaints.case import moves_in
from amends.complaints.guards import WorkDone, is_unsettled
from amends.complaints.lifecycle import Move, State
from amends.complaints.queries import MOST_HISTORY, CaseFile
from amends.investigation import checking, risk
from amends.investigation.queries import looked_into, unheard
from amends.investigation.rules import Looked, lines, lists, open_lines
from amends.joint.rules import unanswered
from amends.policy.conditions import Facts
from amends.policy.document import Policy
from web.i18n import current_language

_BEFORE = frozenset({State.REGISTERED, State.REVIEW})
_RELIANCE = (
    "group-relies",
    "group-not-relies",
    "group-left",
    "group-over",
    "group-led",
    "group-leads",
    "group-joined",
)
"""Of acts that begin or end it, the last one counts."""


async def work_done(file: CaseFile) -> WorkDone:
    return replace(await _looked_into(file), unheard=await unheard(file.row.id, file.row.about))


async def _looked_into(file: CaseFile) -> WorkDone:
    unsettled, owed = is_unsettled(file.row), unanswered(file.history)
    if len(file.history) >= MOST_HISTORY:  # the page shows no more of it
        return WorkDone(await met(file.row.id), await looked_into(file.row.id), unsettled, owed)
    reviewed: dict[str, bool] = {}
    checked = set()
    for line in file.history:
        if line.act == ANSWERED:
            reviewed.setdefault(line.detail["condition"], bool(line.detail["met"]))
        elif line.act == checking.CHECKED:
            checked.add((line.detail["list"], line.detail["line"]))
    if _last(file, *_RELIANCE) == "group-relies":  # on what stands in the leading case
        return WorkDone(reviewed, await looked_into(file.row.id), unsettled, owed)
    last = _last(file, checking.WAIVED, checking.TAKEN_UP)
    return WorkDone(reviewed, Looked(frozenset(checked), last == checking.WAIVED), unsettled, owed)


def review_view(policy: Policy, facts: Facts, file: CaseFile, done: WorkDone) -> dict[str, Any] | None:
    """{url, met, unmet, unanswered, open}; None: there is nothing to review, or nothing was."""
    conditions = acceptance.applying(policy, facts)
    still = Move.ACCEPT in moves_in(policy, State(file.row.state), str(file.row.kind))
    if not conditions or not (still or done.reviewed):
        return None
    answered = [done.reviewed[code] for code in conditions if code in done.reviewed]
    return {
        "url": f"/portal/cases/{file.row.id}/acceptance",
        "met": answered.count(True),
        "unmet": answered.count(False),
        "unanswered": len(conditions) - len(answered),
        "open": still,
    }


def inquiry_view(policy: Policy, facts: Facts, file: CaseFile, done: WorkDone) -> dict[str, Any] | None:
    """{url, waived, lists: list of {name, done, total}, missing: names of required lines that are open}; None: before
    there is anything to look into."""
    here = lists(policy, facts)
    begun = done.looked.lines or done.looked.waived
    if not begun and (not here or State(file.row.state) in _BEFORE or file.row.closed_at is not None):
        return None
    language = current_language()
    missing = () if done.looked.waived else open_lines(policy, facts, done.looked.lines).values()
    return {
        "url": f"/portal/cases/{file.row.id}/investigation",
        "waived": done.looked.waived,
        "lists": [
            {
                "name": checklist.name.in_language(language),
                "done": sum((code, name) in done.looked.lines for name in lines(checklist, facts)),
                "total": len(lines(checklist, facts)),
            }
            for code, checklist in here.items()
        ],
        "missing": [line.name.in_language(language) for line in missing],
    }


def risk_text(file: CaseFile) -> str:
    """What may be lost, as it was said; "" while nothing is at risk."""
    last = next((line for line in file.history if line.act in (risk.FLAGGED, risk.LIFTED)), None)
    return last.personal.get("reason", "") if last is not None and last.act == risk.FLAGGED else ""


def _last(file: CaseFile, *acts: str) -> str:
    return next((line.act for line in file.history if line.act in acts), "")
