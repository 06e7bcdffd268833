"""What is known of a case, as conditions of its policy ask for it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from uuid import UUID

import msgspec

from amends.complaints.answers import answer_facts
from amends.complaints.intake import Lodgement
from amends.complaints.tables import Complaint
from amends.database.scope import fetch
from amends.policy.categories import category_facts
from amends.policy.conditions import Facts
from amends.policy.document import ClockKind, Policy


def answers_of(row: Complaint) -> Mapping[str, str]:
    return msgspec.json.decode(str(row.answers), type=dict[str, str])


def lodging_facts(policy: Policy, given: Lodgement) -> Facts:
    """Of a complaint that is being lodged: without level and department, which follow from these."""
    return {
        **given.facts,
        **category_facts(policy, given.category),
        **answer_facts(policy, given.answers),
    }


def row_facts(policy: Policy, row: Complaint) -> dict[str, str | frozenset[str]]:
    """Answers by their field's code, and the facts that stand in the case's own row."""
    return {
        **category_facts(policy, str(row.category)),
        "case.kind": str(row.kind),
        "case.level": str(row.level),
        "case.channel": str(row.channel),
        "case.language": str(row.language),
        "case.state": str(row.state),
        "case.anonymous": yes(not row.complainant_name),
        "case.assigned": yes(row.assignee_id is not None),
        "case.disputed": yes(bool(row.disputed)),
        **answer_facts(policy, answers_of(row)),
    }


async def facts_of(policy: Policy, row: Complaint, wanted: Collection[str]) -> Facts:
    """With those that need a look elsewhere, only where they are wanted: most conditions ask for none of them."""
    return {**row_facts(policy, row), **(await found_elsewhere([row], wanted))[row.id]}


async def found_elsewhere(rows: Collection[Complaint], wanted: Collection[str]) -> dict[UUID, Facts]:
    """By case; a statement for each fact that is wanted, however many cases."""
    found: dict[UUID, dict[str, str | frozenset[str]]] = {row.id: {} for row in rows}
    for name, look in _ELSEWHERE.items():
        for complaint_id, value in (await look(rows)).items() if rows and name in wanted else ():
            found[complaint_id][name] = value
    return {**found}


def known_facts(
    policy: Policy,
    row: Complaint,
    *,
    answered: bool,
    department: str,
    outcomes: Iterable[str],
    reopened: bool,
) -> Facts:
    """All of them, for whoever has read the whole case anyway."""
    return {
        **row_facts(policy, row),
        "case.answered": yes(answered),
        "case.department": department,
        "case.outcome": frozenset(outcomes),
        "case.reopened": yes(reopened),
    }


def yes(so: bool) -> str:
    return "yes" if so else "no"


_Looks = Callable[[Collection[Complaint]], Awaitable[Mapping[UUID, str | frozenset[str]]]]


async def _answered(rows: Collection[Complaint]) -> dict[UUID, str]:
    waiting = await _ids(
        "SELECT complaint_id AS id FROM promise WHERE complaint_id = ANY($1::uuid[]) AND kind = $2 AND ended_at IS NULL",
        [row.id for row in rows],
        ClockKind.RESPOND,
    )
    return {row.id: yes(row.id not in waiting) for row in rows}


async def _departments(rows: Collection[Complaint]) -> dict[UUID, str]:
    found = await fetch(
        "SELECT id, code FROM department WHERE id = ANY($1::uuid[])",
        list({row.department_id for row in rows}),
    )
    codes = {row["id"]: row["code"] for row in found}
    return {row.id: codes.get(row.department_id, "") for row in rows}


async def _reopened(rows: Collection[Complaint]) -> dict[UUID, str]:
    reopened = await _ids(
        "SELECT DISTINCT chain_id AS id FROM history_entry WHERE chain_id = ANY($1::uuid[]) AND act = 'reopen'",
        [row.id for row in rows],
    )
    return {row.id: yes(row.id in reopened) for row in rows}


async def _outcomes(rows: Collection[Complaint]) -> dict[UUID, frozenset[str]]:
    """Each allegation has its own."""
    found = await fetch(
        "SELECT complaint_id, outcome FROM allegation WHERE complaint_id = ANY($1::uuid[])",
        [row.id for row in rows],
    )
    outcomes: dict[UUID, set[str]] = {row.id: set() for row in rows}
    for each in found:
        outcomes[each["complaint_id"]] |= {each["outcome"]} if each["outcome"] else set()
    return {complaint_id: frozenset(each) for complaint_id, each in outcomes.items()}


async def _ids(sql: str, *values: object) -> set[UUID]:
    return {row["id"] for row in await fetch(sql, *values)}


_ELSEWHERE: Mapping[str, _Looks] = {
    "case.answered": _answered,
    "case.department": _departments,
    "case.reopened": _reopened,
    "case.outcome": _outcomes,
}
