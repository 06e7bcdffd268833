"""A case turns out to belong elsewhere, or to be more or less urgent: its category and level change, with a reason, and
what was promised is reckoned anew from its beginning (`deadlines.retargeting`).
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from amends.audit.operations import record
from amends.complaints.case import Case, take_by
from amends.complaints.desk import Desk
from amends.complaints.facts import row_facts
from amends.complaints.lifecycle import ENDED
from amends.complaints.tables import Complaint
from amends.complaints.texts import LONGEST_PARAGRAPH, prose
from amends.correspondence.operations import CaseEnded, tell_staff
from amends.database.rows import select_one
from amends.deadlines.retargeting import Moved, Retargeted, retarget, retargeted
from amends.deadlines.starting import is_public
from amends.errors import DomainError, Invalid, NotFound
from amends.escalation.letters import clock_name
from amends.people.actor import Actor
from amends.people.rights import Right
from amends.policy.categories import is_leaf, path_name
from amends.policy.document import Policy, Text
from amends.policy.events import Event
from amends.policy.grading import graded

_CATEGORY = "Please choose a category."
_LEVEL = "Please choose a level."
_UNCHANGED = "This is the category and level it has already."
_LETTER = {
    "zh": "我们重新评估了您的投诉的类别和紧急程度，向您承诺的期限因此有变化：\n\n{dates}",
    "en": "We have looked again at what your complaint is about and how urgent it is. That changes dates we promised you:"
    "\n\n{dates}",
}
_DATE = {"zh": "{clock}：{after}（原为 {before}）", "en": "{clock}: {after} (before: {before})"}


@dataclass(frozen=True, slots=True)
class Grade:
    category: str
    level: str
    rule: str = ""
    """The code of the rule that gave the level; "" when the category or a person did."""


class GradeChanged(DomainError):
    code = "grade-changed"
    status = 409
    message = (
        "What this would change is not what you were shown: something changed since you opened the form."
    )
    hint = "What you typed is still there. Look at what would change now, then send it again."


def fingerprint(was: Complaint, wanted: Grade, found: Retargeted) -> str:
    """Of all that the preview shows; what begins only now is due at another time with each look."""
    said = (
        was.policy_version_id,
        was.calendar_version_id,
        *((was.category, was.level, was.kind), (wanted.category, wanted.level)),
        sorted(
            (
                str(each.row.id),
                each.before.isoformat(),
                each.stands.due_at.isoformat(),
                bool(each.stands.late_by_regrading),
            )
            for each in found.moved
        ),
        sorted(str(row.id) for row in found.off),
        sorted(each.kind for each in found.begun),
    )
    return sha256(repr(said).encode()).hexdigest()[:16]


async def preview(
    desk: Desk, complaint_id: UUID, *, category: str, level: str, now: datetime
) -> tuple[Grade, Retargeted]:
    """What `regrade` would do; changes nothing."""
    row = await select_one(Complaint, "WHERE id = $1", complaint_id)
    if row is None:
        raise NotFound()
    case = Case(desk, copy.copy(row))
    wanted = checked(case, category, level)
    case.row.category, case.row.level = wanted.category, wanted.level
    return wanted, await retargeted(case, row, reason="", now=now)


async def regrade(
    desk: Desk,
    complaint_id: UUID,
    *,
    category: str = "",
    level: str = "",
    reason: str,
    by: Actor,
    now: datetime,
    seen: str = "",
) -> Retargeted:
    """No `category`: it keeps its own. No `level`: the one that the policy's rules give in the new category. `seen`: the
    fingerprint of what the preview showed."""
    by.demand(Right.REGRADE)
    case = await take_by(desk, complaint_id, by)
    reason = prose("reason", reason, longest=LONGEST_PARAGRAPH, needed="Please say why.")
    wanted = checked(case, category, level)
    was = copy.copy(case.row)
    await case.change(category=wanted.category, level=wanted.level, graded_by=wanted.rule or None)
    found = await retargeted(case, was, reason=reason, now=now)
    if seen and seen != fingerprint(was, wanted, found):
        raise GradeChanged()
    await retarget(case, found, reason=reason, by=by, now=now)
    await record(
        act="regrade",
        by=by,
        now=now,
        complaint_id=case.id,
        detail=_detail(was, wanted, found),
        personal={"reason": reason},
    )
    await _tell(case, was, found, reason, by=by, now=now)
    return found


def checked(case: Case, category: str, level: str) -> Grade:
    """What it becomes; refuses what the policy of the case does not know, and what changes nothing."""
    if case.state in ENDED:
        raise CaseEnded()
    policy, row = case.desk.policy, case.row
    wrong = {}
    if category and not is_leaf(policy, category):
        wrong["category"] = _CATEGORY
    if level and level not in policy.levels:
        wrong["level"] = _LEVEL
    if wrong:
        raise Invalid(wrong)
    category = category or str(row.category)
    found = graded(policy, category, row_facts(policy, row))
    wanted = Grade(category, level) if level else Grade(category, found.level, found.rule)
    if (wanted.category, wanted.level) == (row.category, row.level):
        raise Invalid({"level": _UNCHANGED})
    return wanted


def _detail(was: Complaint, wanted: Grade, found: Retargeted) -> dict[str, object]:
    """For the history: what changed, and which dates."""
    changed = {
        name: {"from": getattr(was, name), "to": getattr(wanted, name)}
        for name in ("category", "level")
        if getattr(was, name) != getattr(wanted, name)
    }
    return {
        **changed,
        **({"rule": wanted.rule} if wanted.rule else {}),
        **promises_changed(found),
    }


def promises_changed(found: Retargeted) -> dict[str, object]:
    """For the history: which dates."""
    return {
        "promises": [_moved(each) for each in found.moved],
        "off": [row.kind for row in found.off],
        "begun": [{"clock": each.kind, "due_at": each.due_at} for each in found.begun],
    }


def _moved(each: Moved) -> dict[str, object]:
    plain: dict[str, object] = {"clock": each.row.kind, "from": each.before, "to": each.stands.due_at}
    return plain | ({"late": True} if each.stands.late_by_regrading else {})


async def _tell(
    case: Case, was: Complaint, found: Retargeted, reason: str, *, by: Actor, now: datetime
) -> None:
    """Whoever works on it; the complainant, where a date they were told changes."""
    key = f"regraded:{now.isoformat()}"
    if by.id is None or by.id != case.row.assignee_id:
        await tell_staff(case, _news(case.desk.policy, was, case.row, reason), key=key, now=now)
    if body := _letter(case, found, now=now):
        await case.tell_complainant(Event.MESSAGE, key=key, now=now, body=body)


def _news(policy: Policy, was: Complaint, row: Complaint, reason: str) -> Text:
    zh, en = (_graded_text(policy, was, row, language) for language in ("zh", "en"))
    return Text(zh=f"类别或等级已变更：{zh}。{reason}", en=f"Category or level changed: {en}. {reason}")


def _graded_text(policy: Policy, was: Complaint, row: Complaint, language: str) -> str:
    parts = []
    if was.category != row.category:
        old, new = (path_name(policy, str(each.category), language) for each in (was, row))
        parts.append(f"{old} → {new}")
    if was.level != row.level:
        old, new = (policy.levels[str(each.level)].name.in_language(language) for each in (was, row))
        parts.append(f"{old} → {new}")
    return ("；" if language == "zh" else "; ").join(parts)


def _letter(case: Case, found: Retargeted, *, now: datetime) -> str:
    dates = new_dates(case, found, now=now)
    return _LETTER[str(case.row.language)].format(dates=dates) if dates else ""


def new_dates(case: Case, found: Retargeted, *, now: datetime) -> str:
    """Those still to come, of promises the complainant knows of, a line each; "" where there are none."""
    language, policy = str(case.row.language), case.desk.policy
    lines = [
        _DATE[language].format(
            clock=clock_name(policy, str(each.row.kind), language),
            after=case.desk.local(each.stands.due_at, language),
            before=case.desk.local(each.before, language),
        )
        for each in found.moved
        if is_public(policy, str(each.row.kind))
        and each.stands.paused_since is None
        and each.stands.due_at > now
        and each.stands.due_at != each.before
    ]
    return "\n".join(lines)
