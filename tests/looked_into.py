"""What an organisation's policy asks for before it accepts and decides, done in full: for tests that are about the rest."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from amends.acceptance.operations import Answer, answer
from amends.acceptance.queries import met
from amends.acceptance.rules import applying
from amends.complaints.facts import facts_of
from amends.complaints.lifecycle import Move
from amends.database.scope import fetch
from amends.investigation import checking
from amends.investigation import rules as checklists
from amends.investigation.queries import looked_into
from amends.policy.document import ChecklistLine
from tests.world import Organisation


async def review(at: Organisation, case: UUID, *, now: datetime, by: str = "ines") -> None:
    """Every condition that applies is met; only where the organisation asks for it."""
    row = await at.complaint(case)
    async with at.at_desk() as desk:
        if not desk.policy.handling.acceptance_checked:
            return
        facts = await facts_of(desk.policy, row, frozenset({"case.department"}))
        left = applying(desk.policy, facts).keys() - (await met(case)).keys()
        given = {code: Answer(met=True) for code in left}
        if given:
            await answer(desk, case, answers=given, by=at.actor(by), now=now)


async def look_into(at: Organisation, case: UUID, *, now: datetime, by: str = "bram") -> int:
    """Every line that a decision waits for, by whoever holds its role; how many these were."""
    row = await at.complaint(case)
    async with at.at_desk() as desk:
        facts = await facts_of(desk.policy, row, checklists.wanted(desk.policy))
        looked = await looked_into(case)
        left = checklists.open_lines(desk.policy, facts, looked.lines, before=Move.DECIDE)
        for (listed, name), line in left.items():
            given = checking.Check(
                list=listed,
                line=name,
                applies=True,
                found="As it should be",
                evidence_id=await _file(at, case, now) if line.attachment else None,
                signed=line.signature,
            )
            who = at.actor(by)
            await checking.check(
                desk, case, given=given, by=replace(who, roles=_roles(who.roles, line)), now=now
            )
    return len(left)


def _roles(roles: tuple[str, ...], line: ChecklistLine) -> tuple[str, ...]:
    return (*roles, line.role) if line.role else roles


async def _file(at: Organisation, case: UUID, now: datetime) -> UUID:
    """As if somebody had added it."""
    file_id = uuid4()
    await fetch(
        """INSERT INTO evidence (id, tenant_id, complaint_id, name, mime, size, sha256, object_name, added_at)
        VALUES ($1, $2, $3, 'record.pdf', 'application/pdf', 1, 'x', $4, $5) RETURNING id""",
        file_id,
        at.id,
        case,
        str(file_id),
        now,
    )
    return file_id
