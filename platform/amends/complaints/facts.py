"""What is known of a case, as conditions of its policy ask for it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import msgspec

from amends.complaints.answers import answer_facts
from amends.complaints.intake import Lodgement
from amends.complaints.tables import Allegation, Complaint
from amends.database.rows import select_one
from amends.database.scope import fetch_one
from amends.deadlines import operations as deadlines
from amends.people.tables import Department
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
    facts = row_facts(policy, row)
    if "case.answered" in wanted:
        facts["case.answered"] = yes(await _answered(row))
    if "case.department" in wanted:
        facts["case.department"] = await _department(row)
    if "case.reopened" in wanted:
        facts["case.reopened"] = yes(await _reopened(row))
    if "case.outcome" in wanted:
        facts["case.outcome"] = await _outcomes(row)
    return facts


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


async def _answered(row: Complaint) -> bool:
    promises = await deadlines.promises_of(row.id)
    return not any(promise.kind == ClockKind.RESPOND and promise.ended_at is None for promise in promises)


async def _department(row: Complaint) -> str:
    department = await select_one(Department, "WHERE id = $1", row.department_id)
    return str(department.code) if department is not None else ""


async def _reopened(row: Complaint) -> bool:
    found = await fetch_one(
        "SELECT 1 FROM history_entry WHERE chain_id = $1 AND act = 'reopen' LIMIT 1", row.id
    )
    return found is not None


async def _outcomes(row: Complaint) -> frozenset[str]:
    """Each allegation has its own."""
    rows = await Allegation.select(Allegation.outcome).where(Allegation.complaint_id == row.id)
    return frozenset(str(each["outcome"]) for each in rows if each["outcome"])
