"""What becomes of a remedy: who has to approve it, who may, and what its ledger comes to. Pure.

Who works on a case is its handler, whatever their own title: the role `handler` is held by all who may handle cases.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from amends.people.rights import Role
from amends.policy.parts.work import Approval


class State(StrEnum):
    AWAITING = "awaiting"
    """Approval: it is promised to nobody."""
    SENT_BACK = "sent_back"
    """Not approved; to be changed, or left."""
    GRANTED = "granted"
    OFFERED = "offered"
    """The complainant was told."""
    ACCEPTED = "accepted"
    DISPUTED = "disputed"
    CARRIED_OUT = "carried_out"
    CONFIRMED = "confirmed"
    """The complainant has it."""
    WITHDRAWN = "withdrawn"


PROMISED = frozenset({State.GRANTED, State.OFFERED, State.ACCEPTED, State.DISPUTED})
"""Owed to the complainant: what letters list, and what has to be carried out."""
OPEN = PROMISED | {State.AWAITING}
"""A case does not close over these."""
TOLD = frozenset({State.OFFERED, State.ACCEPTED})
SHOWN = PROMISED | {State.CARRIED_OUT, State.CONFIRMED}
"""What the complainant may see."""


class EntryKind(StrEnum):
    PROPOSED = "proposed"
    """Its detail: `need`, the approval asked for; none: it is granted with that."""
    CHANGED = "changed"
    """As proposed anew: approvals before it count no more."""
    APPROVED = "approved"
    """Its detail: `roles` that whoever approved held."""
    REFUSED = "refused"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DISPUTED = "disputed"
    CARRIED_OUT = "carried_out"
    PROOF = "proof"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"
    ENTRUSTED = "entrusted"
    """To another owner, or until another day."""


@dataclass(frozen=True, slots=True)
class Need:
    """One approval of each of `roles`, and of as many people."""

    code: str
    roles: tuple[str, ...]
    persons: int


@dataclass(frozen=True, slots=True)
class Entry:
    kind: EntryKind
    at: datetime
    """When it happened, not when it was written down."""
    by: UUID | None = None
    words: str = ""
    detail: Mapping[str, object] = field(default_factory=dict)

    @property
    def need(self) -> Need | None:
        found = self.detail.get("need")
        if not isinstance(found, Mapping):
            return None
        return Need(str(found["code"]), tuple(found["roles"]), int(found["persons"]))

    @property
    def roles(self) -> frozenset[str]:
        found = self.detail.get("roles")
        return frozenset(map(str, found)) if isinstance(found, list | tuple) else frozenset()


class Why(StrEnum):
    """Why somebody may not approve."""

    OWN = "own"
    ROLE = "role"
    TWICE = "twice"


def needed(approvals: Mapping[str, Approval], *, remedy: str, band: str) -> Need | None:
    """The approval that applies: one that names the remedy before one that names its band alone, that before one for
    everything; among those the first by rank. None: nobody has to approve it.

    `band`: "" for a remedy without money, to which no approval of a band applies.
    """
    found = [
        (not each.remedies, not each.band, each.rank, code)
        for code, each in approvals.items()
        if each.roles and remedy in (each.remedies or (remedy,)) and each.band in ("", band)
    ]
    if not found:
        return None
    code = min(found)[-1]
    return Need(code, approvals[code].roles, approvals[code].persons)


def held(roles: Iterable[str], *, handles: bool) -> frozenset[str]:
    return frozenset(roles) | ({str(Role.HANDLER)} if handles else frozenset())


def within_own_limit(need: Need, roles: Collection[str]) -> bool:
    """One who could approve it alone needs nobody else."""
    return need.persons == 1 and len(set(need.roles)) == 1 and need.roles[0] in roles


def lacking(need: Need, approvals: Mapping[UUID, Collection[str]]) -> frozenset[str]:
    """The roles of whom an approval is still awaited; none: it is approved."""
    open_roles = frozenset(need.roles) - frozenset[str]().union(*approvals.values())
    people_short = need.persons - len(approvals)
    return frozenset(need.roles) if people_short > len(open_roles) else open_roles


def why_not(entries: Sequence[Entry], by: UUID | None, roles: Collection[str]) -> Why | None:
    """None: they may approve what awaits it. `roles`: as `held`."""
    need, authors = _asked(entries)
    given = approvals(entries)
    if by is None or by in authors:
        return Why.OWN
    if by in given:
        return Why.TWICE
    allowed = need is not None and lacking(need, given) & frozenset(roles)
    return None if allowed else Why.ROLE


def approvals(entries: Sequence[Entry]) -> dict[UUID, frozenset[str]]:
    """Of what was proposed last, by person: each counts once."""
    found: dict[UUID, frozenset[str]] = {}
    for entry in _round(entries):
        if entry.kind is EntryKind.APPROVED and entry.by is not None:
            found[entry.by] = entry.roles
    return found


def awaited(entries: Sequence[Entry]) -> frozenset[str]:
    """The roles of whom an approval is awaited."""
    need, _ = _asked(entries)
    return lacking(need, approvals(entries)) if need is not None else frozenset()


def need_of(entries: Sequence[Entry]) -> Need | None:
    return _asked(entries)[0]


def round_of(entries: Sequence[Entry]) -> int:
    """The place of what was proposed last, counted from one."""
    return next((n for n in range(len(entries), 0, -1) if entries[n - 1].kind in _PROPOSES), 0)


def state_of(entries: Sequence[Entry], start: State = State.GRANTED) -> State:
    """`start`: what it was before there were ledgers."""
    state = start
    for place, entry in enumerate(entries, start=1):
        if entry.kind in _PROPOSES:
            state = State.AWAITING if entry.need is not None else State.GRANTED
        elif entry.kind is EntryKind.APPROVED:
            state = State.AWAITING if awaited(entries[:place]) else State.GRANTED
        else:
            state = _BECOMES.get(entry.kind, state)
    return state


def possible(state: State) -> frozenset[EntryKind]:
    """What may happen to a remedy next."""
    return _NEXT[state]


_PROPOSES = frozenset({EntryKind.PROPOSED, EntryKind.CHANGED})
_BECOMES: Mapping[EntryKind, State] = MappingProxyType(
    {
        EntryKind.REFUSED: State.SENT_BACK,
        EntryKind.OFFERED: State.OFFERED,
        EntryKind.ACCEPTED: State.ACCEPTED,
        EntryKind.DISPUTED: State.DISPUTED,
        EntryKind.CARRIED_OUT: State.CARRIED_OUT,
        EntryKind.CONFIRMED: State.CONFIRMED,
        EntryKind.WITHDRAWN: State.WITHDRAWN,
    }
)
_K = EntryKind
_ANSWERS = frozenset({_K.ACCEPTED, _K.DISPUTED})
"""A complainant sees on their page what was granted after the decision, too."""
_NEXT: Mapping[State, frozenset[EntryKind]] = MappingProxyType(
    {
        State.AWAITING: frozenset({_K.APPROVED, _K.REFUSED, _K.CHANGED, _K.WITHDRAWN, _K.ENTRUSTED}),
        State.SENT_BACK: frozenset({_K.CHANGED, _K.WITHDRAWN}),
        State.GRANTED: frozenset({_K.CHANGED, _K.OFFERED, _K.CARRIED_OUT, _K.WITHDRAWN, _K.ENTRUSTED})
        | _ANSWERS,
        State.OFFERED: frozenset({_K.ACCEPTED, _K.DISPUTED, _K.CARRIED_OUT, _K.WITHDRAWN, _K.ENTRUSTED}),
        State.ACCEPTED: frozenset({_K.DISPUTED, _K.CARRIED_OUT, _K.WITHDRAWN, _K.ENTRUSTED}),
        State.DISPUTED: frozenset({_K.CHANGED, _K.OFFERED, _K.CARRIED_OUT, _K.WITHDRAWN, _K.ENTRUSTED}),
        State.CARRIED_OUT: frozenset({_K.PROOF, _K.CONFIRMED, _K.DISPUTED}),
        State.CONFIRMED: frozenset({_K.PROOF}),
        State.WITHDRAWN: frozenset(),
    }
)


def _round(entries: Sequence[Entry]) -> Sequence[Entry]:
    return entries[max(round_of(entries) - 1, 0) :]


def _asked(entries: Sequence[Entry]) -> tuple[Need | None, frozenset[UUID | None]]:
    """What is asked for now, and by whom: whoever proposed it or changed it since."""
    last = round_of(entries)
    need = entries[last - 1].need if last else None
    return need, frozenset(entry.by for entry in entries if entry.kind in _PROPOSES)
