"""A remedy is carried out, with its proof, and confirmed or disputed by whom it is for. It may outlive the case's answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from amends.complaints.case import Case
from amends.complaints.desk import Desk
from amends.complaints.lifecycle import State as CaseState
from amends.complaints.texts import LONGEST_PARAGRAPH, Texts, prose
from amends.deadlines.happening import happened
from amends.evidence.intake import Stored
from amends.evidence.operations import attach
from amends.people.actor import Actor, ActorKind
from amends.people.rights import Right
from amends.policy.document import CaseEvent
from amends.policy.events import Event
from amends.remedies.duties import ask_about_dispute, carrying_out_ended
from amends.remedies.ledger import Held, append, held, ledgers_of, write
from amends.remedies.operations import outstanding, remedies_of
from amends.remedies.rules import TOLD, EntryKind, State, possible
from amends.remedies.tables import Remedy
from amends.remedies.wording import words

_UNSETTLED = frozenset(
    {
        CaseState.REGISTERED,
        CaseState.REVIEW,
        CaseState.ACCEPTED,
        CaseState.INVESTIGATING,
        CaseState.REOPENED,
    }
)


async def carried_out(
    desk: Desk,
    complaint_id: UUID,
    remedy_id: UUID,
    *,
    by: Actor,
    now: datetime,
    at: datetime | None = None,
    how: str = "",
    proof: Sequence[Stored] = (),
) -> None:
    """`at`: when, where that was before `now`. Said again, it changes nothing."""
    by.demand(Right.HANDLE)
    there = await held(desk, complaint_id, remedy_id, by)
    if there.state in (State.CARRIED_OUT, State.CONFIRMED):
        return
    there.demand(EntryKind.CARRIED_OUT)
    again = there.remedy.carried_out_at is not None
    texts = Texts()
    how = texts.prose("how", how, required=False, longest=LONGEST_PARAGRAPH)
    at = _when(there, at, texts, now=now)
    texts.demand()
    case, others = there.case, [row for row in await outstanding(complaint_id) if row.id != remedy_id]
    # Goodwill given before anything is settled leaves the rest to be carried out.
    settled = case.state not in _UNSETTLED and not others
    events = (CaseEvent.EXECUTED, CaseEvent.TOLD) if settled else (CaseEvent.TOLD,)
    recorded: dict[str, object] = {"all": True} if settled else {}
    if at != now:
        recorded["done_at"] = at
    files = await _attached(there, proof, by=by, now=now)
    await append(
        there,
        EntryKind.CARRIED_OUT,
        by=by,
        now=now,
        at=at,
        words=how,
        detail=files,
        recorded=recorded | files,
        carried_out_at=at,
    )
    await carrying_out_ended(there, by=by, now=now)
    await happened(case, *events, at=now, by=by)
    language = str(case.row.language)
    await case.tell_complainant(
        Event.EXECUTION,
        key=f"remedy:{remedy_id}:{len(there.entries)}" if again else f"remedy:{remedy_id}",
        now=now,
        measures=words(desk.policy, [there.remedy], language),
        date=desk.local(at, language),
    )


async def prove(
    desk: Desk,
    complaint_id: UUID,
    remedy_id: UUID,
    *,
    note: str,
    proof: Sequence[Stored],
    by: Actor,
    now: datetime,
) -> None:
    """What shows that it was carried out: words, files, or both."""
    by.demand(Right.HANDLE)
    there = await held(desk, complaint_id, remedy_id, by)
    there.demand(EntryKind.PROOF)
    note = prose("note", note, required=not proof, longest=LONGEST_PARAGRAPH)
    files = await _attached(there, proof, by=by, now=now)
    await append(there, EntryKind.PROOF, by=by, now=now, words=note, detail=files, recorded=files)


async def confirm(
    desk: Desk, complaint_id: UUID, remedy_id: UUID, *, by: Actor, now: datetime, how: str = ""
) -> None:
    """By the complainant; or by staff, who say how it was confirmed. Said again, it changes nothing."""
    _demand_complainants(by)
    there = await held(desk, complaint_id, remedy_id, by)
    if there.state is State.CONFIRMED:
        return
    there.demand(EntryKind.CONFIRMED)
    needed = "Please say how it was confirmed."
    how = prose("how", how, required=by.kind is ActorKind.PERSON, longest=LONGEST_PARAGRAPH, needed=needed)
    await append(there, EntryKind.CONFIRMED, by=by, now=now, words=how)


async def dispute_remedy(
    desk: Desk, complaint_id: UUID, remedy_id: UUID, *, reason: str, by: Actor, now: datetime
) -> None:
    """Not what was promised, or not done: its owner is to see to it, also after the case has closed."""
    _demand_complainants(by)
    there = await held(desk, complaint_id, remedy_id, by)
    there.demand(EntryKind.DISPUTED)
    needed = "Please say what you do not agree with."
    reason = prose("reason", reason, longest=LONGEST_PARAGRAPH, needed=needed)
    await append(there, EntryKind.DISPUTED, by=by, now=now, words=reason)
    await ask_about_dispute(there, by=by, now=now)


async def all_become(
    case: Case,
    kind: EntryKind,
    *,
    by: Actor,
    now: datetime,
    words: str = "",
    remedies: Sequence[Remedy] | None = None,
) -> None:
    """What was offered, or answered, with the whole result: of each remedy for which that is possible now."""
    known = await remedies_of(case.id) if remedies is None else remedies
    rows = [row for row in known if kind in possible(row.standing)]
    if kind is EntryKind.DISPUTED:
        rows = [row for row in rows if row.standing in TOLD]
    if rows:
        ledgers = await ledgers_of(case.id)
        there = [Held(case, row, ledgers.get(row.id, [])) for row in rows]
        await write(there, kind, by=by, now=now, words=words)


def _demand_complainants(by: Actor) -> None:
    """The page of a complaint is open to its complainant alone; else it takes the right to handle cases."""
    if by.kind is not ActorKind.COMPLAINANT:
        by.demand(Right.HANDLE)


def _when(there: Held, at: datetime | None, texts: Texts, *, now: datetime) -> datetime:
    if at is None:
        return now
    if at > now:
        texts.wrong["at"] = "This is in the future."
    elif at < there.remedy.offered_at.replace(second=0, microsecond=0):
        texts.wrong["at"] = "This is before it was granted."
    return at


async def _attached(there: Held, proof: Sequence[Stored], *, by: Actor, now: datetime) -> dict[str, object]:
    """By their fingerprints, as the history keeps them."""
    if not proof:
        return {}
    await attach(there.case.id, proof, by=by, now=now)
    return {"evidence": [item.sha256 for item in proof]}
