"""What an organisation's policy asks for before a move is made, beside the engine's own rules.

Its guards, the details that belong to a stage (they must be complete before the stage is left), the conditions of
acceptance and the checklists a move waits for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple
from uuid import UUID

from amends.acceptance import queries as acceptance
from amends.acceptance import rules as conditions
from amends.complaints.facts import answers_of, facts_of
from amends.complaints.lifecycle import Move
from amends.complaints.questions import Question, asked, asks_for, uses_of
from amends.complaints.tables import Complaint
from amends.errors import DomainError
from amends.investigation import queries as investigation
from amends.investigation import rules as checklists
from amends.investigation.rules import NOT_LOOKED, Looked
from amends.joint.queries import unanswered
from amends.policy.conditions import Facts, fields_of, holds
from amends.policy.document import AskedOf, Guard, Outcome, Policy, Stage, Text
from amends.representation.rules import represented

STAGES: Mapping[str, frozenset[Stage]] = MappingProxyType(
    {
        Move.ACCEPT: frozenset({Stage.LODGING, Stage.ACCEPTANCE}),
        Move.DECIDE: frozenset({Stage.INVESTIGATION, Stage.DECISION}),
        Move.CLOSE: frozenset({Stage.CLOSING}),
    }
)
"""Whose details must be there before a move."""


class NotYet(DomainError):
    code = "not-yet"
    status = 409
    message = "Your organisation asks for something else first."

    def __init__(self, first: Text) -> None:
        super().__init__(hint=first.en)
        self.own_words = {"zh": first.zh, "en": first.en}


class Place(StrEnum):
    """Where what is missing is seen to."""

    ACCEPTANCE = "acceptance"
    DETAILS = "details"
    INVESTIGATION = "investigation"
    REMEDIES = "remedies"
    REPRESENTATIVE = "representative"
    DEPARTMENTS = "departments"
    ELSEWHERE = ""
    """As the policy's own hint says."""


class Missing(NamedTuple):
    text: Text
    place: Place


@dataclass(frozen=True, slots=True)
class WorkDone:
    """What conditions cannot ask for: which conditions of acceptance were answered, how far the investigation is."""

    reviewed: Mapping[str, bool] = field(default_factory=dict)
    looked: Looked = NOT_LOOKED
    unsettled: bool = False
    """Somebody offered to speak for the complainant, and nobody has looked at their authority."""
    unanswered: bool = False
    """A department was asked and has not answered."""
    unheard: bool = False
    """Whom it is about was not heard."""


NOTHING_DONE = WorkDone()


async def demand(policy: Policy, move: str, row: Complaint) -> None:
    """NotYet with what is to be done first."""
    if is_unsettled(row) and _waits_for_authority(policy, move):
        raise NotYet(AUTHORITY)
    if _waits_for_departments(policy, move) and await unanswered(row.id):
        raise NotYet(_DEPARTMENTS)
    if _waits_for_hearing(policy, move) and await investigation.unheard(row.id, row.about):
        raise NotYet(HEARING)
    wanted = _wanted(policy, move, str(row.category))
    if wanted is None:
        return
    facts = await facts_of(policy, row, wanted)
    done = await _done(policy, move, row.id)
    if first := next(missing(policy, move, facts, answers_of(row), done), None):
        raise NotYet(first.text)


def missing(
    policy: Policy, move: str, facts: Facts, answers: Mapping[str, str], done: WorkDone = NOTHING_DONE
) -> Iterator[Missing]:
    """What is to be done first: conditions of acceptance, details of the stage, checklists, then the guards in the order
    of their codes."""
    if move == Move.ACCEPT and (first := conditions.to_do_first(policy, facts, done.reviewed)):
        yield Missing(first, Place.ACCEPTANCE)
    if done.unsettled and _waits_for_authority(policy, move):
        yield Missing(AUTHORITY, Place.REPRESENTATIVE)
    if done.unanswered and _waits_for_departments(policy, move):
        yield Missing(_DEPARTMENTS, Place.DEPARTMENTS)
    if done.unheard and _waits_for_hearing(policy, move):
        yield Missing(HEARING, Place.INVESTIGATION)
    if questions := _open(policy, move, facts, answers):
        yield Missing(_to_complete(questions), Place.DETAILS)
    for text in checklists.to_do_first(policy, move, facts, done.looked):
        yield Missing(text, Place.INVESTIGATION)
    for guard in _guards(policy, move):
        if holds(guard.when, facts) and not holds(guard.needs, facts):
            yield Missing(guard.hint, _place_of(policy, guard))


def is_unsettled(row: Complaint) -> bool:
    one = represented(row.represented)
    return one is not None and not one.accepted


def demand_authority(policy: Policy, row: Complaint) -> None:
    """NotYet for a message while it is open whom it should go to."""
    if policy.handling.authority_first and is_unsettled(row):
        raise NotYet(AUTHORITY)


def _waits_for_authority(policy: Policy, move: str) -> bool:
    return policy.handling.authority_first and move in (Move.OFFER, Move.DECIDE)


def _waits_for_departments(policy: Policy, move: str) -> bool:
    return policy.handling.departments_before_decision and move == Move.DECIDE


def _waits_for_hearing(policy: Policy, move: str) -> bool:
    return policy.handling.hear_concerned and move == Move.DECIDE


def later_questions(policy: Policy, facts: Facts, answers: Mapping[str, str]) -> list[Question]:
    """What staff complete while a case goes on: later stages, and what was theirs to fill in from the beginning."""
    found = asked(policy, str(facts["case.category"]), answers, known=facts, stages=frozenset(Stage))
    return [each for each in found if _is_staffs(each)]


def outcomes_wanted(policy: Policy) -> frozenset[str]:
    """The facts on which it depends what can be decided."""
    return frozenset[str]().union(*(fields_of(outcome.when) for outcome in policy.outcomes.values()))


def outcomes_offered(policy: Policy, facts: Facts) -> dict[str, Outcome]:
    return {code: outcome for code, outcome in policy.outcomes.items() if holds(outcome.when, facts)}


def _is_staffs(question: Question) -> bool:
    return question.use.stage is not Stage.LODGING or question.use.asked_of is AskedOf.STAFF


def _open(policy: Policy, move: str, facts: Facts, answers: Mapping[str, str]) -> list[Question]:
    if move not in STAGES:
        return []
    return [
        each
        for each in later_questions(policy, facts, answers)
        if each.use.stage in STAGES[move] and each.required and not answers.get(each.code)
    ]


def _to_complete(questions: Iterable[Question]) -> Text:
    names = [question.field.name for question in questions]
    zh, en = "、".join(name.zh for name in names), ", ".join(name.en for name in names)
    return Text(zh=_COMPLETE.zh.replace(_NAMES, zh), en=_COMPLETE.en.replace(_NAMES, en))


def _place_of(policy: Policy, guard: Guard) -> Place:
    """Details are completed on the case's page; of other facts the hint itself says what is to be done."""
    return Place.DETAILS if fields_of(guard.needs) & policy.fields.keys() else Place.ELSEWHERE


AUTHORITY = Text(
    zh="请先接受或拒绝代理人的代理权限。",
    en="First accept or refuse the authority of whoever speaks for the complainant.",
)
_DEPARTMENTS = Text(
    zh="被请求协办的部门尚未全部答复。", en="A department that was asked has not answered yet."
)
HEARING = Text(
    zh="请先听取被投诉员工的陈述，或说明为何不听取。",
    en="First hear the member of staff it is about, or say why not.",
)
_NAMES = "{names}"
_COMPLETE = Text(zh="请先在“待补充的信息”中填写：{names}。", en="Complete the details first: {names}.")


def _guards(policy: Policy, move: str) -> list[Guard]:
    return [guard for _, guard in sorted(policy.guards.items()) if guard.move == move]


async def _done(policy: Policy, move: str, complaint_id: UUID) -> WorkDone:
    """A statement for what the policy asks for before this move, none for anything else."""
    return WorkDone(
        reviewed=await acceptance.met(complaint_id) if _reviews(policy, move) else {},
        looked=await investigation.looked_into(complaint_id)
        if checklists.held_up(policy, move)
        else NOT_LOOKED,
    )


def _reviews(policy: Policy, move: str) -> bool:
    return move == Move.ACCEPT and policy.handling.acceptance_checked


def _wanted(policy: Policy, move: str, category: str) -> frozenset[str] | None:
    """The facts that matter before this move; None: nothing is asked for, so nothing need be looked up."""
    uses = uses_of(policy, category).values() if move in STAGES else ()
    guards, reviews, looks = _guards(policy, move), _reviews(policy, move), checklists.held_up(policy, move)
    asks = any(use.required and use.stage in STAGES[move] for use in uses)
    if not (guards or reviews or looks or asks):
        return None
    needed = [fields_of(condition) for guard in guards for condition in (guard.when, guard.needs)]
    if reviews:
        needed.append(conditions.wanted(policy))
    if looks:
        needed.append(checklists.wanted(policy))
    return asks_for(policy, category).union(*needed)
