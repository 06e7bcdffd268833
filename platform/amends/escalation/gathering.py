"""What a batch of the clock needs to know of its cases, in a few statements however many they are."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Mapping
from typing import Final
from uuid import UUID

import asyncpg

from amends.complaints.case import Case
from amends.complaints.desk import Desks
from amends.complaints.facts import found_elsewhere, row_facts
from amends.complaints.tables import Complaint
from amends.database.outage import OUTAGE
from amends.database.rows import select_all
from amends.people.staff import Staff
from amends.policy.chains import facts_for_chains
from amends.policy.conditions import Facts
from amends.policy.document import Trigger

log = logging.getLogger(__name__)

_DEPARTMENT: Final = "case.department"


async def cases_of(
    wanted: Mapping[UUID, UUID], desks: Desks, *, failed: dict[UUID, Exception]
) -> dict[UUID, Case]:
    """By due row, of whichever kind; a row whose case has no desk fails alone."""
    ids = list(set(wanted.values()))
    rows = {row.id: row for row in await select_all(Complaint, "WHERE id = ANY($1::uuid[])", ids)}
    found = {}
    for row_id, complaint_id in wanted.items():
        row = rows[complaint_id]
        try:
            found[row_id] = Case(await desks(row.policy_version_id, row.calendar_version_id), row)
        except (*OUTAGE, asyncpg.PostgresError):
            raise  # no row's fault, or the transaction is lost with it
        except Exception as error:
            log.exception("no desk for what is due", extra={"row": str(row_id)})
            failed[row_id] = error
    return found


async def facts_elsewhere(cases: Collection[Case], people: Staff, *triggers: Trigger) -> dict[UUID, Facts]:
    """By case, what its own row does not say and chains ask for; mostly nothing, and departments are known already."""
    asked = _asked(cases, *triggers)
    found = await found_elsewhere([case.row for case in cases], asked - {_DEPARTMENT})
    if _DEPARTMENT not in asked:
        return found
    return {case.id: {**found[case.id], _DEPARTMENT: _department(case, people)} for case in cases}


def chain_facts(case: Case, elsewhere: Facts, *triggers: Trigger) -> Facts:
    """No triggers: whatever any step asks for."""
    policy = case.desk.policy
    return {**row_facts(policy, case.row), **elsewhere} if facts_for_chains(policy, *triggers) else {}


def _asked(cases: Iterable[Case], *triggers: Trigger) -> frozenset[str]:
    policies = {id(case.desk.policy): case.desk.policy for case in cases}
    return frozenset[str]().union(*(facts_for_chains(policy, *triggers) for policy in policies.values()))


def _department(case: Case, people: Staff) -> str:
    department = people.departments.get(case.row.department_id)
    return str(department.code) if department is not None else ""
