"""An action in hand: its row locked, its cases known, what happens to it written down with them and with its tasks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

import msgspec

from amends.audit.operations import Act, record_all
from amends.complaints.about import AboutYou
from amends.correctives.refusals import ActionGone
from amends.correctives.rules import Facts
from amends.correctives.tables import ActionState, CorrectiveAction, CorrectiveEntry
from amends.database.rows import select_one
from amends.database.scope import execute, fetch, fetch_one
from amends.errors import NotFound
from amends.people.actor import Actor
from amends.people.queries import active_person
from amends.people.rights import Right
from amends.tasks.ending import seen_to
from amends.tasks.operations import NewTask, opened
from amends.tasks.tables import TaskKind

SUPERVISOR = "supervisor"


@dataclass(frozen=True, slots=True)
class Held:
    """`cases`: those it came from, by id their number; `concerned`: whom they are about."""

    row: CorrectiveAction
    cases: Mapping[UUID, str]
    concerned: frozenset[UUID]

    @property
    def facts(self) -> Facts:
        row = self.row
        return Facts(str(row.state), row.owner_id, row.checker_id, row.done_by, row.due_at, row.check_due_at)

    def demand(self, *states: ActionState) -> None:
        if self.row.state not in states:
            raise ActionGone()

    async def write(
        self,
        act: str,
        *,
        by: Actor,
        now: datetime,
        note: str = "",
        process_change: str = "",
        detail: Mapping[str, object] | None = None,
    ) -> None:
        """In its own book, and in the history of each of its cases."""
        row = await fetch_one(
            "SELECT coalesce(max(place), 0) + 1 AS place FROM corrective_entry WHERE action_id = $1",
            self.row.id,
        )
        said = dict(detail or {})
        entry = CorrectiveEntry(
            id=uuid4(),
            action_id=self.row.id,
            place=row["place"] if row is not None else 1,
            act=act,
            at=now,
            by_id=by.id,
            note=note,
            process_change=process_change,
            detail=msgspec.json.encode(said).decode(),
        )
        await CorrectiveEntry.insert(entry)
        known = {"action": self.row.id, "number": self.row.number, **said}
        words = {"note": note or None, "process_change": process_change or None}
        acts = [Act(f"corrective-{act}", by, case, known, words) for case in sorted(self.cases)]
        await record_all(acts, now=now)

    async def ask_owner(self, *, by: Actor, now: datetime) -> None:
        await opened([await self._task(TaskKind.CORRECTIVE)], by=by, now=now)

    async def ask_checker(self, *, by: Actor, now: datetime) -> None:
        await opened([await self._task(TaskKind.CORRECTIVE_CHECK)], by=by, now=now)

    async def asked_no_more(
        self, *, by: Actor, now: datetime, outcome: str = "", cancelled: str = ""
    ) -> None:
        causes = [self._cause(kind) for kind in (TaskKind.CORRECTIVE, TaskKind.CORRECTIVE_CHECK)]
        await seen_to(causes, by=by, now=now, outcome=outcome, cancelled=cancelled)

    async def _task(self, kind: TaskKind) -> NewTask:
        """What is whose, by when. No case's, whose tasks go with it to others; the department's, should they leave."""
        row, check = self.row, kind is TaskKind.CORRECTIVE_CHECK
        whose = await active_person(row.checker_id if check else row.owner_id)
        return NewTask(
            kind=kind,
            cause=self._cause(kind),
            due_at=row.check_due_at if check else row.due_at,
            facts={"action": str(row.id), "number": str(row.number), "title": str(row.title)},
            assignee_id=whose.id if whose is not None else None,
            department_id=whose.department_id if whose is not None else None,
            role=SUPERVISOR if check and whose is None else None,
        )

    def _cause(self, kind: TaskKind) -> str:
        """A plan that is changed begins a task anew."""
        return f"{kind}:{self.row.id}:{self.row.round}:{self.row.plans}"


async def hold(action_id: UUID, by: Actor, *states: ActionState) -> Held:
    """Locked; NotFound for what isn't there, refused to whom one of its cases is about; ActionGone in other states."""
    by.demand(Right.READ_CASES)
    row = await select_one(CorrectiveAction, "WHERE id = $1 FOR NO KEY UPDATE", action_id)
    if row is None:
        raise NotFound()
    held = await held_of(row)
    if by.id in held.concerned:
        raise AboutYou()
    held.demand(*(states or ActionState))
    return held


async def held_of(row: CorrectiveAction) -> Held:
    rows = await fetch(
        """SELECT c.id, c.number, c.concerned FROM corrective_case k
        JOIN complaint c ON c.tenant_id = k.tenant_id AND c.id = k.complaint_id
        WHERE k.action_id = $1 ORDER BY k.linked_at, c.number""",
        row.id,
    )
    concerned = {UUID(each) for found in rows for each in msgspec.json.decode(found["concerned"] or "[]")}
    return Held(row, {found["id"]: found["number"] for found in rows}, frozenset(concerned))


async def change(row: CorrectiveAction, **values: object) -> None:
    """Columns by name; the row in hand follows."""
    for name, value in values.items():
        setattr(row, name, value)
    places = ", ".join(f"{name} = ${place}" for place, name in enumerate(values, 2))
    await execute(f"UPDATE corrective_action SET {places} WHERE id = $1", row.id, *values.values())  # noqa: S608
