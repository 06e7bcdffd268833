"""Departments: added, named, ordered, headed, and retired when their work has gone elsewhere.

Policies name departments by code. So none is ever deleted, and of a retired one the successor is kept: complaints
that a policy still sends there arrive where its work went.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from piccolo.columns import Column

from amends.audit.operations import Act, record, record_all
from amends.complaints.desk import Desk
from amends.complaints.tables import Complaint
from amends.complaints.texts import Texts
from amends.database.rows import select_all
from amends.database.scope import execute
from amends.errors import DomainError, Invalid, NotFound
from amends.people.actor import Actor
from amends.people.roll import Roll, take_roll
from amends.people.tables import Department, Person, PersonStatus
from amends.tasks.following import from_department

MOST_RANK = 9999


class LastDepartment(DomainError):
    code = "last-department"
    status = 409
    message = "This is the only department that is left."
    hint = "Add another one first."


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """`rank` orders lists, the smallest first; None puts it last."""

    name_zh: str
    name_en: str
    rank: int | None
    head_id: UUID | None


async def add_department(*, given: Named, by: Actor, now: datetime) -> UUID:
    roll = await take_roll(by=by)
    existing = await select_all(Department, "ORDER BY rank, code")
    values = _checked(given, existing, roll, but=None)
    code = _code(str(values["name_en"]), {str(row.code) for row in existing})
    department = Department(id=uuid4(), code=code, **values)
    await Department.insert(department)
    await record(act="department-added", by=by, now=now, detail={"department": code})
    return department.id


async def change_department(department_id: UUID, *, given: Named, by: Actor, now: datetime) -> None:
    roll = await take_roll(by=by)
    existing = await select_all(Department, "ORDER BY rank, code")
    row = _of(existing, department_id)
    values = _checked(given, existing, roll, but=department_id)
    changed: dict[Column | str, Any] = {
        name: value for name, value in values.items() if getattr(row, name) != value
    }
    if not changed:
        return
    await Department.update(changed).where(Department.id == row.id)
    await record(
        act="department-changed",
        by=by,
        now=now,
        detail={"department": row.code, **{str(name): str(value) for name, value in changed.items()}},
    )


async def retire_department(
    desk: Desk, department_id: UUID, *, to_id: UUID | None, by: Actor, now: datetime
) -> None:
    """Its people, its open cases and what the policy sends there go to another one. An empty one needs none."""
    roll = await take_roll(by=by)
    existing = await select_all(Department, "ORDER BY rank, code FOR NO KEY UPDATE")
    row = _of(existing, department_id)
    others = [each for each in existing if each.retired_at is None and each.id != row.id]
    if not others:
        raise LastDepartment()
    target = next((each for each in others if each.id == to_id), None)
    people = [p for p in roll.people.values() if p.department_id == row.id and p.status != PersonStatus.LEFT]
    cases = await _open_cases(row.id)
    if target is None and (to_id is not None or people or cases or is_named_by(desk, row, existing)):
        raise Invalid({"successor": "Please choose the department that takes over."})
    acts = [Act("department-retired", by, None, {"department": row.code, "to": target and target.code})]
    if target is not None:
        acts += await _move(row, target, people, cases, by=by)
    await Department.update(
        {Department.retired_at: now, Department.successor_id: target and target.id, Department.head_id: None}
    ).where(Department.id == row.id)
    await record_all(acts, now=now)


async def reopen_department(department_id: UUID, *, by: Actor, now: datetime) -> None:
    """What had gone elsewhere stays there; what is to come arrives here again."""
    await take_roll(by=by)
    existing = await select_all(Department, "ORDER BY rank, code FOR NO KEY UPDATE")
    row = next((each for each in existing if each.id == department_id and each.retired_at is not None), None)
    if row is None:
        raise NotFound()
    await Department.update({Department.retired_at: None, Department.successor_id: None}).where(
        Department.id == row.id
    )
    await record(act="department-reopened", by=by, now=now, detail={"department": row.code})


def is_named_by(desk: Desk, row: Department, existing: Sequence[Department]) -> bool:
    """Whether the policy in force sends complaints here, straight or by way of retired ones."""
    arriving = {row.id}
    while more := {each.id for each in existing if each.successor_id in arriving} - arriving:
        arriving |= more
    codes = {str(each.code) for each in existing if each.id in arriving}
    return any(category.department in codes for category in desk.policy.categories.values())


async def _move(
    row: Department, target: Department, people: Sequence[Person], cases: Sequence[Complaint], *, by: Actor
) -> list[Act]:
    await execute("UPDATE person SET department_id = $2 WHERE department_id = $1", row.id, target.id)
    await execute(
        "UPDATE complaint SET department_id = $2 WHERE department_id = $1 AND closed_at IS NULL",
        row.id,
        target.id,
    )
    await from_department(row.id, to=target.id)
    moved = [
        Act("person-department", by, None, {"person": each.id, "from": row.id, "to": target.id})
        for each in people
    ]
    return moved + [
        Act("assign", by, case.id, {"department": target.code, "assignee": case.assignee_id})
        for case in cases
    ]


async def _open_cases(department_id: UUID) -> list[Complaint]:
    return await select_all(
        Complaint,
        "WHERE department_id = $1 AND closed_at IS NULL ORDER BY id FOR NO KEY UPDATE",
        department_id,
    )


def _of(existing: Sequence[Department], department_id: UUID) -> Department:
    row = next((each for each in existing if each.id == department_id and each.retired_at is None), None)
    if row is None:
        raise NotFound()
    return row


def _checked(
    given: Named, existing: Sequence[Department], roll: Roll, *, but: UUID | None
) -> dict[str, object]:
    texts = Texts()
    names = {
        "name_zh": texts.line("name_zh", given.name_zh, longest=80),
        "name_en": texts.line("name_en", given.name_en, longest=80),
    }
    for field, name in names.items():
        others = [each for each in existing if each.id != but and each.retired_at is None]
        if name and any(getattr(each, field) == name for each in others):
            texts.wrong[field] = "Another department is called so."
    if given.rank is not None and not 0 <= given.rank <= MOST_RANK:
        texts.wrong["rank"] = "Please give a whole number from 0 to 9999."
    if given.head_id is not None and not roll.works_here(given.head_id):
        texts.wrong["head"] = "Please choose somebody who works here."
    texts.demand()
    last = min(max((int(each.rank) for each in existing), default=0) + 10, MOST_RANK)
    return {**names, "rank": last if given.rank is None else given.rank, "head_id": given.head_id}


def _code(name: str, taken: set[str]) -> str:
    """Policies will speak of it by this: small letters, from the English name."""
    base = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")[:30] or "department"
    if not base[0].isalpha():
        base = f"d_{base}"
    number = 1
    code = base
    while code in taken:
        number += 1
        code = f"{base}_{number}"
    return code
