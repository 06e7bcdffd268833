"""Details that are completed while a case goes on: those of later stages, and those staff fill in for complainants."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

import msgspec

from amends.audit.operations import record
from amends.complaints.case import Case, take_by
from amends.complaints.derived import followed
from amends.complaints.desk import Desk
from amends.complaints.facts import answers_of, facts_of
from amends.complaints.guards import later_questions
from amends.complaints.intake import checked_answers
from amends.complaints.lifecycle import ENDED
from amends.complaints.marking import mark_anew
from amends.complaints.questions import Question, asks_for, is_readable
from amends.correspondence.operations import CaseEnded
from amends.deadlines.learning import learnt
from amends.errors import Invalid
from amends.escalation.raising import raised_by_condition
from amends.people.actor import Actor
from amends.people.rights import Right

_OVERTAKEN = "Somebody else has changed this since you opened the page; “What was said” shows how. Send it again to replace it."


async def complete(
    desk: Desk,
    complaint_id: UUID,
    *,
    answers: Mapping[str, str],
    shown: Mapping[str, str] | None = None,
    by: Actor,
    now: datetime,
) -> None:
    """`answers` to the questions a form asked, "" to take one back; those that are not asked any more go.

    `shown`: what the form said before it was filled in. What was left as it was shown is left as it is now, and what both
    the form and somebody else changed is refused. None: all of it is meant.
    """
    by.demand(Right.RECORD)
    case = await take_by(desk, complaint_id, by)
    if case.state in ENDED:
        raise CaseEnded()
    before = answers_of(case.row)
    after = await _completed(case, before, answers, shown, by=by)
    changed = {code: after.get(code, "") for code in {*before, *after} if before.get(code) != after.get(code)}
    if not changed:
        return
    await case.change(answers=msgspec.json.encode(after).decode())
    await mark_anew(desk.policy, case.id, before, after)
    begun = await learnt(case, before, at=now)
    await record(
        act="details",
        by=by,
        now=now,
        complaint_id=case.id,
        detail={"fields": sorted(changed), **({"clocks": begun} if begun else {})},
        personal={f"answers.{code}": answer for code, answer in changed.items()},
    )
    await raised_by_condition(case, now=now)


def _overtaken(
    before: Mapping[str, str], kept: Mapping[str, str], shown: Mapping[str, str], changed: Iterable[Question]
) -> dict[str, str]:
    return {
        f"answers.{q.code}": _OVERTAKEN
        for q in changed
        if not q.field.sensitive  # a form does not say what it is
        and before.get(q.code, "") not in (shown.get(q.code, ""), kept.get(q.code, ""))
    }


async def _completed(
    case: Case,
    before: Mapping[str, str],
    given: Mapping[str, str],
    shown: Mapping[str, str] | None,
    *,
    by: Actor,
) -> dict[str, str]:
    policy = case.desk.policy
    facts = await facts_of(policy, case.row, asks_for(policy, str(case.row.category)))
    asked = later_questions(policy, facts, before)
    here = [each for each in asked if each.code in given and is_readable(each.field, by.roles)]
    kept, wrong = checked_answers(here, given, whole=False)
    if shown is not None:
        shown, _ = checked_answers(here, shown, whole=False)  # a form sends lines back with ends of its own
        left = {q.code for q in here if kept.get(q.code, "") == shown.get(q.code, "")}
        here = [q for q in here if q.code not in left]
        kept = {code: text for code, text in kept.items() if code not in left}
        wrong = _overtaken(before, kept, shown, here) | wrong
    if wrong:
        raise Invalid(wrong)
    after = {**{code: text for code, text in before.items() if code not in {q.code for q in here}}, **kept}
    still = {each.code for each in later_questions(policy, facts, after)}
    gone = {each.code for each in asked} - still
    return followed(policy, before, {code: text for code, text in after.items() if code not in gone})
