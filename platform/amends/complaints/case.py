"""A case in hand: its row locked for this transaction, its moves checked, its history written."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from piccolo.columns import Column

from amends.approvals.gate import demand_approved
from amends.audit.operations import record
from amends.complaints.about import demand_unconcerned
from amends.complaints.desk import Desk
from amends.complaints.guards import demand
from amends.complaints.lifecycle import ENDED, Move, MoveRefused, State, after
from amends.complaints.lifecycle import moves as all_moves
from amends.complaints.tables import Complaint
from amends.deadlines.happening import happened
from amends.errors import NotFound
from amends.handovers.ending import handover_ended
from amends.notices.operations import tell_all
from amends.notices.recipients import Recipient
from amends.notices.telling import Telling
from amends.people.actor import Actor
from amends.policy.document import CaseEvent, Policy
from amends.policy.events import Event
from amends.policy.kinds import COMPLAINT, has_nobody, in_letters
from amends.representation.rules import represented


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
    def ended(self) -> bool:
        return self.state in ENDED

    @property
    def off(self) -> frozenset[State]:
        return states_off(self.desk.policy, str(self.row.kind))

    @property
    def nobodys(self) -> bool:
        """Nobody complained: there is nobody to tell, to ask or to wait for."""
        return has_nobody(self.desk.policy, str(self.row.kind))

    @property
    def urgent(self) -> bool:
        """Of the most urgent level, where there are several."""
        levels = self.desk.policy.levels
        ranks = {level.rank for level in levels.values()}
        return len(ranks) > 1 and levels[str(self.row.level)].rank == min(ranks)

    def moves(self) -> dict[Move, State]:
        return moves_in(self.desk.policy, self.state, str(self.row.kind))

    def after(self, move: Move) -> State:
        """The state it leads to; MoveRefused if it may not be done now."""
        if self.nobodys and move in OF_COMPLAINANTS:
            raise MoveRefused()
        return after(self.state, move, self.off)

    async def move(
        self,
        move: Move,
        *,
        by: Actor,
        now: datetime,
        detail: Mapping[str, object] | None = None,
        personal: Mapping[str, str | None] | None = None,
        met: Collection[str] = (),
        anew: Collection[str] = (),
        **changes: Any,
    ) -> State:
        """Change the state, write it into the history, end and start the clocks for which it is an event.

        `met`, `anew`: clocks that end as kept, or begin again, with this move whatever their definition says.
        """
        before, target = self.state, self.after(move)
        demand_unconcerned(self.row, by)
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
        events = EVENTS.get(move, ())
        await happened(self, *events, at=now, over=target in ENDED, met=met, anew=anew, by=by)
        if target in ENDED and before not in ENDED:
            await handover_ended(self.id, by=by, now=now)
        return target

    async def change(self, **values: Any) -> None:
        for name, value in values.items():
            setattr(self.row, name, value)
        columns: dict[Column | str, Any] = dict(values.items())
        await Complaint.update(columns).where(Complaint.id == self.id)

    async def tell_complainant(
        self,
        event: Event,
        *,
        key: str,
        now: datetime,
        own_words: str = "",
        by_program: bool = False,
        by_hand: bool = False,
        to: Recipient | None = None,
        words: Mapping[str, str] | None = None,
        **values: str,
    ) -> None:
        """Or whoever speaks for them, or `to`. By the way they chose, or whichever is possible (`amends.notices.planning`).
        `by_hand`: a message that somebody wrote; all others are the program's own sentences, which nobody need approve."""
        if self.nobodys:
            return
        told = {**(words or {}), **values}
        telling = self.telling(event, key=key, own_words=own_words, by_program=by_program, words=told)
        telling = replace(telling, to=to or self.answered_to(now))
        if by_hand or event is not Event.MESSAGE:
            await demand_approved(self.row, telling)
        await tell_all([telling], now=now)

    def telling(
        self,
        event: Event,
        *,
        key: str,
        own_words: str = "",
        shown: bool = False,
        by_program: bool = False,
        words: Mapping[str, str],
    ) -> Telling:
        """What the complainant is to be told, not written yet; `shown`: they have it before their eyes, or heard it."""
        link = f"{self.desk.base_url}/track?number={self.row.number}"
        return Telling(
            desk=self.desk,
            event=event,
            to=self.complainant(),
            values={"no": str(self.row.number), "kind": self.called(), "link": link, **words},
            key=f"{self.id}:{key}",
            complaint_id=self.id,
            own_words=own_words,
            shown=shown,
            by_program=by_program,
        )

    def called(self, language: str = "") -> str:
        """What it is, as a sentence goes on with it; in the complainant's language unless another is named."""
        return in_letters(self.desk.policy, str(self.row.kind), language or str(self.row.language))

    def answered_to(self, now: datetime) -> Recipient:
        """Whoever speaks for the complainant by an authority that was accepted, else the complainant."""
        other = represented(self.row.represented)
        own = self.complainant()
        return other.recipient(own.name) if other is not None and other.speaks(now) else own

    def complainant(self) -> Recipient:
        row = self.row
        name = row.complainant_name or _ANONYMOUS[str(row.language)]
        return Recipient(
            name=str(name),
            language=str(row.language),
            address=row.complainant_email,
            phone=row.complainant_phone or "",
            postal=row.complainant_address or "",
            reply_by=row.reply_by or "",
        )


EVENTS: Mapping[Move, tuple[CaseEvent, ...]] = {
    Move.ACKNOWLEDGE: (CaseEvent.ACKNOWLEDGED,),
    Move.ACCEPT: (CaseEvent.ADMITTED, CaseEvent.ACCEPTED, CaseEvent.TOLD),
    Move.REFUSE: (CaseEvent.ADMITTED, CaseEvent.RESPONDED, CaseEvent.TOLD),
    Move.FORWARD: (CaseEvent.ADMITTED, CaseEvent.RESPONDED, CaseEvent.TOLD),
    Move.OFFER: (CaseEvent.OFFERED, CaseEvent.RESPONDED, CaseEvent.TOLD),
    Move.AGREE: (CaseEvent.AGREED,),
    Move.DISPUTE: (CaseEvent.DISPUTED,),
    Move.DECIDE: (CaseEvent.DECIDED, CaseEvent.RESPONDED, CaseEvent.TOLD),
    Move.DEADLOCK: (CaseEvent.RESPONDED, CaseEvent.TOLD),
    Move.CONFIRM: (CaseEvent.EXECUTED,),
    Move.CLOSE: (CaseEvent.EXECUTED, CaseEvent.CLOSED, CaseEvent.TOLD),
    Move.REOPEN: (CaseEvent.REOPENED,),
}
"""What a move is for the clocks. Nothing is left to carry out when the result is confirmed or the case closed."""

OF_COMPLAINANTS = frozenset(
    {Move.OFFER, Move.AGREE, Move.DISPUTE, Move.CONFIRM, Move.DEADLOCK, Move.REFER, Move.WITHDRAW}
)
"""Nobody makes these in a case that nobody brought."""
_WAITING = frozenset({State.SOLUTION, State.FEEDBACK})
"""For a word of the complainant."""


def states_off(policy: Policy, kind: str = COMPLAINT) -> frozenset[State]:
    """The states a case of this kind does without."""
    waiting = _WAITING if has_nobody(policy, kind) else frozenset[State]()
    return frozenset(State(name) for name in policy.states_off) | waiting


def moves_in(policy: Policy, state: State, kind: str = COMPLAINT) -> dict[Move, State]:
    found = all_moves(state, states_off(policy, kind))
    gone = OF_COMPLAINANTS if has_nobody(policy, kind) else ()
    return {move: target for move, target in found.items() if move not in gone}


_ANONYMOUS = {"zh": "投诉人", "en": "complainant"}


async def take_by(desk: Desk, complaint_id: UUID, by: Actor) -> Case:
    """`take`, for whatever somebody does to a case: refused to whom the complaint is about, before anything else is."""
    case = await take(desk, complaint_id)
    demand_unconcerned(case.row, by)
    return case


async def take(desk: Desk, complaint_id: UUID) -> Case:
    """Lock the case for this transaction; NotFound for what isn't there, or is another organisation's."""
    row = await Complaint.objects().where(Complaint.id == complaint_id).lock_rows("NO KEY UPDATE").first()
    if row is None:
        raise NotFound()
    return Case(desk, row)
