"""Complaints of different people about one matter: looked into once, in the case that leads; answered each for itself.

Whoever changes a group holds the case that leads it, so that two changes of one group come one after the other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from amends.audit.operations import Act, record_all
from amends.complaints.case import Case, take_by
from amends.complaints.confidence import demand_readable
from amends.complaints.desk import Desk
from amends.complaints.listing import numbered
from amends.complaints.tables import Complaint
from amends.complaints.texts import LONGEST_PARAGRAPH, Texts, prose
from amends.correspondence.operations import write_to_complainant
from amends.database.scope import execute
from amends.errors import Invalid
from amends.groups.queries import members, membership
from amends.groups.refusals import EnoughChosen, GroupChanged, LeadsItself, LeadStays
from amends.groups.tables import Member
from amends.people.actor import Actor
from amends.people.rights import Right

MOST_AT_ONCE = 50
_UNKNOWN = "There is no complaint with this number."
_OTHERS = "One of these complaints is in another group already."
_ENDED = "One of these complaints has ended."
_NOBODYS = "Nobody complained in one of these cases."
_WHY = "Please say why."


@dataclass(frozen=True, slots=True)
class Held:
    """A group whose leading case is held, and whichever of the others it was asked for."""

    lead: UUID
    rows: Sequence[Member]
    cases: Mapping[UUID, Case]

    def row_of(self, complaint_id: UUID) -> Member:
        found = next((row for row in self.rows if row.complaint_id == complaint_id), None)
        if found is None:
            raise GroupChanged()
        return found


async def join(
    desk: Desk, complaint_id: UUID, *, numbers: Sequence[str], reason: str, by: Actor, now: datetime
) -> None:
    """The cases of these numbers, into its group; of a case in none, it begins one and leads it."""
    by.demand(Right.HANDLE)
    texts = Texts()
    reason = texts.prose("reason", reason, longest=LONGEST_PARAGRAPH, needed=_WHY)
    others = [each for each in await _numbered(numbers, by, texts) if each != complaint_id]
    if not others and "numbers" not in texts.wrong:
        texts.wrong["numbers"] = "Please name at least one other complaint."
    texts.demand()
    held = await _held(desk, complaint_id, *others, by=by)
    there = {row.complaint_id for row in held.rows}
    new = [each for each in dict.fromkeys(others) if each not in there]
    for each in new if there else [held.lead, *new]:
        await _demand_fit(held.cases[each], held.lead)
    begun = [] if there else [held.lead]
    rows = [
        Member(
            id=uuid4(), complaint_id=each, lead_id=held.lead, reason=reason, joined_at=now, joined_by=by.id
        )
        for each in (*begun, *new)
    ]
    if new:
        await Member.insert(*rows)
        await _recorded(held, "group-joined", "group-grew", new, reason=reason, by=by, now=now)


async def leave(
    desk: Desk, complaint_id: UUID, *, member_id: UUID, reason: str, by: Actor, now: datetime
) -> None:
    """What was done meanwhile stays in its case. The last one leaves the group empty: it is over."""
    by.demand(Right.HANDLE)
    await demand_readable(member_id, by)
    reason = prose("reason", reason, longest=LONGEST_PARAGRAPH, needed=_WHY)
    held = await _held(desk, complaint_id, member_id, by=by)
    held.row_of(member_id)
    if member_id == held.lead and len(held.rows) > 1:
        raise LeadStays()
    over = [held.lead] if len(held.rows) <= 2 else []
    await execute(
        """UPDATE group_member SET left_at = $2, left_by = $3, left_reason = $4
        WHERE complaint_id = ANY($1::uuid[]) AND left_at IS NULL""",
        [member_id, *over],
        now,
        by.id,
        reason,
    )
    lead_act = "group-over" if over else "group-shrank"
    await _recorded(held, "group-left", lead_act, [member_id], reason=reason, by=by, now=now)


async def let_lead(
    desk: Desk, complaint_id: UUID, *, member_id: UUID, reason: str, by: Actor, now: datetime
) -> None:
    """What was looked into is another case's from now on: who relied on the one before relies on nobody."""
    by.demand(Right.HANDLE)
    await demand_readable(member_id, by)
    reason = prose("reason", reason, longest=LONGEST_PARAGRAPH, needed=_WHY)
    row = await _membership(complaint_id)
    everybody = [each.complaint_id for each in await members(row.lead_id)]
    held = await _held(desk, complaint_id, *everybody, by=by)
    held.row_of(member_id)
    if member_id == held.lead:
        raise GroupChanged()
    await execute(
        """UPDATE group_member SET lead_id = $2, relied_at = NULL, relied_by = NULL
        WHERE lead_id = $1 AND left_at IS NULL""",
        held.lead,
        member_id,
    )
    new = Held(member_id, held.rows, held.cases)
    others = [each.complaint_id for each in held.rows if each.complaint_id != member_id]
    await _recorded(new, "group-led", "group-leads", others, reason=reason, by=by, now=now)


async def choose(
    desk: Desk, complaint_id: UUID, *, member_id: UUID, chosen: bool, by: Actor, now: datetime
) -> None:
    """Its complainant speaks for the group, or does so no more (handling.representatives; nursing: MED-08)."""
    by.demand(Right.HANDLE)
    await demand_readable(member_id, by)
    held = await _held(desk, complaint_id, member_id, by=by)
    if (held.row_of(member_id).chosen_at is not None) is chosen:
        raise GroupChanged()
    have = sum(row.chosen_at is not None for row in held.rows)
    if chosen and have >= desk.policy.handling.representatives:
        raise EnoughChosen()
    await _mark(member_id, "chosen", set_=chosen, by=by, now=now)
    act = "group-chosen" if chosen else "group-not-chosen"
    await _recorded(held, act, act, [member_id], reason="", by=by, now=now)


async def rely(desk: Desk, complaint_id: UUID, *, relies: bool, by: Actor, now: datetime) -> None:
    """The checklists of the leading case count for this one, too, or do so no more."""
    by.demand(Right.HANDLE)
    held = await _held(desk, complaint_id, complaint_id, by=by)
    if complaint_id == held.lead:
        raise LeadsItself()
    if (held.row_of(complaint_id).relied_at is not None) is relies:
        raise GroupChanged()
    await _mark(complaint_id, "relied", set_=relies, by=by, now=now)
    act = "group-relies" if relies else "group-not-relies"
    await _recorded(held, act, act, [complaint_id], reason="", by=by, now=now)


async def write_to_all(desks: Mapping[UUID, Desk], *, body: str, by: Actor, now: datetime) -> None:
    """A letter in each case, under the policy each was lodged under; none names another complainant."""
    by.demand(Right.HANDLE)
    for complaint_id in sorted(desks):
        await write_to_complainant(desks[complaint_id], complaint_id, body=body, by=by, now=now)


async def _numbered(numbers: Sequence[str], by: Actor, texts: Texts) -> list[UUID]:
    if len(numbers) > MOST_AT_ONCE:
        texts.wrong["numbers"] = "These are too many at once."
        return []
    found = [await numbered(number, by) for number in numbers]
    if None in found:
        texts.wrong["numbers"] = _UNKNOWN
    return [each for each in found if each is not None]


async def _held(desk: Desk, complaint_id: UUID, *further: UUID, by: Actor) -> Held:
    """Locked in one order; what the group was before is asked again once its leading case is held."""
    row = await membership(complaint_id)
    lead = row.lead_id if row is not None else complaint_id
    cases = {each: await take_by(desk, each, by) for each in sorted({complaint_id, lead, *further})}
    row = await membership(complaint_id)
    if (row.lead_id if row is not None else complaint_id) != lead:
        raise GroupChanged()
    return Held(lead, await members(lead), cases)


async def _membership(complaint_id: UUID) -> Member:
    row = await membership(complaint_id)
    if row is None:
        raise GroupChanged()
    return row


async def _demand_fit(case: Case, lead: UUID) -> None:
    if case.ended:
        raise Invalid({"numbers": _ENDED})
    if case.nobodys:
        raise Invalid({"numbers": _NOBODYS})
    row = await membership(case.id)
    if row is not None and row.lead_id != lead:
        raise Invalid({"numbers": _OTHERS})


async def _mark(complaint_id: UUID, name: str, *, set_: bool, by: Actor, now: datetime) -> None:
    await execute(
        f"""UPDATE group_member SET {name}_at = $2, {name}_by = $3
        WHERE complaint_id = $1 AND left_at IS NULL""",  # noqa: S608 - names of our own columns
        complaint_id,
        now if set_ else None,
        by.id if set_ else None,
    )


async def _recorded(
    held: Held, act: str, lead_act: str, whose: Sequence[UUID], *, reason: str, by: Actor, now: datetime
) -> None:
    """In every history concerned. The number of a confidential case stands in no other one's."""
    personal = {"reason": reason} if reason else {}
    lead = held.cases[held.lead].row
    theirs = [
        Act(act, by, each, {"cases": [held.lead], "numbers": _numbers([lead])}, personal)
        for each in whose
        if each != held.lead
    ]
    rows = [held.cases[each].row for each in whose]
    ours = Act(lead_act, by, held.lead, {"cases": list(whose), "numbers": _numbers(rows)}, personal)
    await record_all([*theirs, ours], now=now)


def _numbers(rows: Sequence[Complaint]) -> list[str]:
    return [str(row.number) for row in rows if not row.confidential]
