"""A case turns out to be something else than it was taken for: an enquiry a complaint, a complaint a report.

Its level and clocks follow as when it is graded anew (`complaints.regrading`): every promise is reckoned from its own
beginning, what was broken stays broken, and what is called off comes back if the case does.
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
from amends.complaints.regrading import Grade, GradeChanged, fingerprint, new_dates, promises_changed
from amends.complaints.tables import Complaint
from amends.complaints.texts import LONGEST_PARAGRAPH, prose
from amends.correspondence.operations import CaseEnded, tell_staff
from amends.database.rows import select_one
from amends.deadlines.retargeting import Retargeted, retarget, retargeted
from amends.errors import Invalid, NotFound
from amends.people.actor import Actor
from amends.people.rights import Right
from amends.policy.document import Policy, Text
from amends.policy.events import Event
from amends.policy.grading import graded
from amends.policy.kinds import has_nobody, in_letters, kind_of, takes_anonymous

CONVERT = "convert"
_KIND = "Please choose what it is."
_NAMED = "This kind needs somebody with a name: nobody is known here."
_LETTER = {
    "zh": "您的{before}现按{kind}办理。\n\n{dates}",
    "en": "From now on we handle your {before} as what it is: {kind}.\n\n{dates}",
}
"""Where the policy has no words for it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    kind: str
    grade: Grade


async def preview(desk: Desk, complaint_id: UUID, *, kind: str, now: datetime) -> tuple[Wanted, Retargeted]:
    """What `convert` would do; changes nothing."""
    row = await select_one(Complaint, "WHERE id = $1", complaint_id)
    if row is None:
        raise NotFound()
    case = Case(desk, copy.copy(row))
    wanted = checked(case, kind)
    case.row.kind, case.row.level = wanted.kind, wanted.grade.level
    return wanted, await retargeted(case, row, reason="", now=now)


async def convert(
    desk: Desk, complaint_id: UUID, *, kind: str, reason: str, by: Actor, now: datetime, seen: str = ""
) -> Retargeted:
    """The level is the one that the policy's rules give such a case. `seen`: the mark of what the preview showed."""
    by.demand(Right.ADMIT)
    case = await take_by(desk, complaint_id, by)
    reason = prose("reason", reason, longest=LONGEST_PARAGRAPH, needed="Please say why.")
    wanted, was = checked(case, kind), copy.copy(case.row)
    await case.change(
        kind=wanted.kind,
        confidential=kind_of(desk.policy, wanted.kind).confidential,
        level=wanted.grade.level,
        graded_by=wanted.grade.rule or None,
    )
    found = await retargeted(case, was, reason=reason, now=now)
    if seen and seen != mark(was, wanted, found):
        raise GradeChanged()
    await retarget(case, found, reason=reason, by=by, now=now)
    await record(
        act=CONVERT,
        by=by,
        now=now,
        complaint_id=case.id,
        detail=_detail(was, wanted, found),
        personal={"reason": reason},
    )
    await _tell(case, was, found, reason, by=by, now=now)
    return found


def mark(was: Complaint, wanted: Wanted, found: Retargeted) -> str:
    """Of all that the preview shows."""
    said = (wanted.kind, fingerprint(was, wanted.grade, found))
    return sha256(repr(said).encode()).hexdigest()[:16]


def possible(policy: Policy, row: Complaint) -> tuple[str, ...]:
    """What it may become, as its policy says."""
    return () if row.state in ENDED else kind_of(policy, str(row.kind)).converts_to


def checked(case: Case, kind: str) -> Wanted:
    """What it becomes; refuses what the policy does not let it become."""
    if case.state in ENDED:
        raise CaseEnded()
    policy, row = case.desk.policy, case.row
    if kind not in possible(policy, row):
        raise Invalid({"kind": _KIND})
    if not (row.complainant_name or takes_anonymous(policy, kind)):
        raise Invalid({"kind": _NAMED})
    found = graded(policy, str(row.category), {**row_facts(policy, row), "case.kind": kind})
    return Wanted(kind, Grade(str(row.category), found.level, found.rule))


def _detail(was: Complaint, wanted: Wanted, found: Retargeted) -> dict[str, object]:
    level = (
        {"level": {"from": was.level, "to": wanted.grade.level}} if was.level != wanted.grade.level else {}
    )
    return {
        "kind": {"from": was.kind, "to": wanted.kind},
        **level,
        "rule": wanted.grade.rule,
        **promises_changed(found),
    }


async def _tell(
    case: Case, was: Complaint, found: Retargeted, reason: str, *, by: Actor, now: datetime
) -> None:
    """Whoever works on it, and the complainant."""
    key, policy = f"converted:{now.isoformat()}", case.desk.policy
    if by.id is None or by.id != case.row.assignee_id:
        old, new = (kind_of(policy, str(each.kind)).name for each in (was, case.row))
        news = Text(
            zh=f"类型已变更：{old.zh} → {new.zh}。{reason}",
            en=f"It became something else: {old.en} → {new.en}. {reason}",
        )
        await tell_staff(case, news, key=key, now=now)
    if has_nobody(policy, str(was.kind)):
        return  # whoever is found to complain later was promised nothing so far
    language = str(case.row.language)
    before = in_letters(policy, str(was.kind), language)
    dates = new_dates(case, found, now=now)
    if Event.CONVERTED in policy.notices:
        words = {"before": before, "dates": dates}
        await case.tell_complainant(Event.CONVERTED, key=key, now=now, words=words)
        return
    body = _LETTER[language].format(before=before, kind=case.called(), dates=dates).strip()
    await case.tell_complainant(Event.MESSAGE, key=key, now=now, body=body)
