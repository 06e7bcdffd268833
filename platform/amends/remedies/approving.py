"""A remedy is approved or sent back: by holders of the roles the policy names, never by whoever proposed it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from amends.complaints.desk import Desk
from amends.complaints.guards import NotYet
from amends.complaints.texts import LONGEST_PARAGRAPH, prose
from amends.correspondence.operations import tell_staff
from amends.errors import DomainError
from amends.people.actor import Actor
from amends.people.rights import Right
from amends.policy.document import Policy, Text
from amends.remedies.duties import approval_ended, ask_to_carry_out
from amends.remedies.ledger import Held, append, held
from amends.remedies.refusals import ApprovedAlready, NotTheRole, NotYoursToApprove, RemedyMovedOn
from amends.remedies.rules import Entry, EntryKind, State, Why, awaited, why_not
from amends.remedies.rules import held as roles_held
from amends.remedies.tables import Remedy
from amends.remedies.wording import awaited_words, name_of

_REFUSALS: Mapping[Why, type[DomainError]] = {
    Why.OWN: NotYoursToApprove,
    Why.ROLE: NotTheRole,
    Why.TWICE: ApprovedAlready,
}


_SENT_BACK = Text(
    zh="补救措施“{remedy}”未获批准，已退回：{reason}",
    en="A remedy was not approved and was sent back: {remedy}. {reason}",
)


async def approve(
    desk: Desk, complaint_id: UUID, remedy_id: UUID, *, seen: int, by: Actor, now: datetime
) -> None:
    """`seen`: how long its ledger was when the reader had it before them. Two at once count two, one twice counts one."""
    there = await held(desk, complaint_id, remedy_id, by)
    _demand(there, EntryKind.APPROVED, seen, by)
    roles = sorted(_roles(by))
    await append(
        there, EntryKind.APPROVED, by=by, now=now, detail={"roles": roles}, recorded={"roles": roles}
    )
    await approval_ended(there, still=awaited(there.entries), by=by, now=now)
    await ask_to_carry_out(there, by=by, now=now)


async def send_back(
    desk: Desk, complaint_id: UUID, remedy_id: UUID, *, reason: str, seen: int, by: Actor, now: datetime
) -> None:
    """With the reason; whoever has the case hears of it."""
    there = await held(desk, complaint_id, remedy_id, by)
    _demand(there, EntryKind.REFUSED, seen, by)
    reason = prose("reason", reason, longest=LONGEST_PARAGRAPH, needed="Please say why.")
    await append(there, EntryKind.REFUSED, by=by, now=now, words=reason)
    await approval_ended(there, by=by, now=now, outcome=reason)
    name = name_of(desk.policy, there.remedy)
    news = Text(
        zh=_SENT_BACK.zh.replace("{remedy}", name.zh).replace("{reason}", reason),
        en=_SENT_BACK.en.replace("{remedy}", name.en).replace("{reason}", reason),
    )
    await tell_staff(there.case, news, key=f"remedy-sent-back:{remedy_id}:{len(there.entries)}", now=now)


def may_approve(remedy: Remedy, entries: Sequence[Entry], by: Actor) -> bool:
    return remedy.standing is State.AWAITING and why_not(entries, by.id, _roles(by)) is None


def demand_approved(policy: Policy, remedies: Sequence[Remedy]) -> None:
    """NotYet while one awaits approval: nothing is decided over it."""
    if first := awaited_words(policy, remedies):
        raise NotYet(first)


def _roles(by: Actor) -> frozenset[str]:
    return roles_held(by.roles, handles=by.may(Right.HANDLE))


def _demand(there: Held, kind: EntryKind, seen: int, by: Actor) -> None:
    there.demand(kind)
    if refusal := why_not(there.entries, by.id, _roles(by)):
        raise _REFUSALS[refusal]()
    # What one approved may stand below what was read: approvals of others change nothing about that, a change does.
    if any(entry.kind is EntryKind.CHANGED for entry in there.entries[seen:]):
        raise RemedyMovedOn()
