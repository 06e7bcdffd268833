"""A case in hand: its row locked for this transaction, its moves checked, its history written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from piccolo.columns import Column

from amends.audit.operations import record
from amends.complaints.desk import Desk
from amends.complaints.guards import demand
from amends.complaints.lifecycle import ENDED, Move, State, after, moves
from amends.complaints.tables import Complaint
from amends.deadlines import operations as deadlines
from amends.errors import NotFound
from amends.notices.operations import tell
from amends.notices.recipients import Recipient
from amends.people.actor import Actor
from amends.policy.events import Event


@dataclass(frozen=True, slots=True)
class Case:
    """`desk` carries the policy the complaint was lodged under, not the one in force today."""

    desk: Desk
    row: Complaint

    @property
    def id(self) -> UUID:
        return self.row.id

    @property
    def state(self) -> State:
        return State(self.row.state)

    @property
    def off(self) -> frozenset[State]:
        return frozenset(State(name) for name in self.desk.policy.states_off)

    def moves(self) -> dict[Move, State]:
        return moves(self.state, self.off)

    async def move(
        self,
        move: Move,
        *,
        by: Actor,
        now: datetime,
        detail: Mapping[str, object] | None = None,
        personal: Mapping[str, str | None] | None = None,
        **changes: Any,
    ) -> State:
        """Change the state, write it into the history, stop the clocks of a case that ends."""
        before, target = self.state, after(self.state, move, self.off)
        await demand(self.desk.policy, move, self.row)
        await self.change(state=target, **changes)
        await record(
            act=move,
            by=by,
            now=now,
            complaint_id=self.id,
            detail={"from": before, "to": target, **(detail or {})},
            personal=personal,
        )
        if target in ENDED:
            await deadlines.cancel_all(self.id, at=now)
        return target

    async def change(self, **values: Any) -> None:
        for name, value in values.items():
            setattr(self.row, name, value)
        columns: dict[Column | str, Any] = dict(values.items())
        await Complaint.update(columns).where(Complaint.id == self.id)

    async def tell_complainant(self, event: Event, *, key: str, now: datetime, **values: str) -> bool:
        """False when there is no address: somebody has to tell them otherwise."""
        if not self.row.complainant_email:
            return False
        link = f"{self.desk.base_url}/track?number={self.row.number}"
        await tell(
            self.desk,
            event,
            to=self.complainant(),
            values={"no": str(self.row.number), "link": link, **values},
            key=f"{self.id}:{key}",
            now=now,
            complaint_id=self.id,
        )
        return True

    def complainant(self) -> Recipient:
        row = self.row
        name = row.complainant_name or _ANONYMOUS[str(row.language)]
        return Recipient(name=str(name), language=str(row.language), address=row.complainant_email)


_ANONYMOUS = {"zh": "投诉人", "en": "complainant"}


async def take(desk: Desk, complaint_id: UUID) -> Case:
    """Lock the case for this transaction; NotFound for what isn't there, or is another organisation's."""
    row = await Complaint.objects().where(Complaint.id == complaint_id).lock_rows("NO KEY UPDATE").first()
    if row is None:
        raise NotFound()
    return Case(desk, row)
