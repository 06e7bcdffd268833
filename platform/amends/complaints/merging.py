"""Two complaints of one complainant about one matter are handled as one: what was promised in the one goes on in the other.

Each promise keeps its start, its due time and its ledger, and says which complaint it was made in (`origin_id`), so that
taking the two apart gives each its own again. Open tasks go along likewise; steps of escalation that are of no promise end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from amends.audit.operations import record
from amends.bodies.binding import bind
from amends.complaints.about import demand_unconcerned
from amends.complaints.case import Case, states_off, take_by
from amends.complaints.confidence import demand_readable
from amends.complaints.desk import Desk
from amends.complaints.lifecycle import ENDED, Move, State, after
from amends.complaints.returning import whose_now
from amends.complaints.tables import Complaint
from amends.complaints.texts import LONGEST_PARAGRAPH, prose
from amends.correspondence.operations import tell_staff
from amends.database.rows import select_all, select_one
from amends.database.scope import execute
from amends.deadlines.entries import append_all
from amends.deadlines.ledger import Entry, EntryKind
from amends.deadlines.operations import promises_of, set_next_due
from amends.deadlines.tables import Promise
from amends.errors import DomainError, Invalid, NotFound
from amends.escalation.answering import ask_no_more
from amends.escalation.incidents import incident_of
from amends.people.actor import Actor
from amends.people.rights import Right
from amends.policy.document import Text
from amends.policy.events import Event
from amends.tasks.following import into_case, out_of_case

_MERGED = Text(
    zh="投诉 {gone} 已并入投诉 {into}，今后在 {into} 中一并办理；尚未履行的时限承诺一并转入，日期不变。{reason}",
    en="Complaint {gone} was merged into {into}, where both are handled from now on. Its open promises went along, with "
    "their dates. {reason}",
)
_APART = Text(
    zh="投诉 {gone} 已从投诉 {into} 中分出，恢复单独办理。{reason}",
    en="Complaint {gone} was taken out of {into} and is handled on its own again. {reason}",
)
_LETTER = Text(
    zh="您的投诉 {gone} 与投诉 {into} 涉及同一事项，我们今后在 {into} 中一并办理并答复您。已向您承诺的时限不变。",
    en="Your complaints {gone} and {into} are about the same matter. From now on we handle both under {into} and answer you "
    "there. The dates we promised you stay as they are.",
)
_LETTER_APART = Text(
    zh="您的投诉 {gone} 已恢复单独办理，不再与投诉 {into} 一并办理。已向您承诺的时限不变。",
    en="We handle your complaint {gone} on its own again, no longer together with {into}. The dates we promised you stay as "
    "they are.",
)


_UNKNOWN = "There is no complaint with this number."


class MergeChanged(DomainError):
    code = "merge-changed"
    status = 409
    message = "What this would move is not what you were shown: something changed since you opened the form."
    hint = "What you typed is still there. Look at what would move now, then send it again."


class NotMerged(DomainError):
    code = "not-merged"
    status = 409
    message = "This complaint is not merged into another one."
    hint = "Reload the page: somebody may have taken them apart already."


class GoneOn(DomainError):
    code = "merged-has-ended"
    status = 409
    message = "The complaint it was merged into has ended."
    hint = "Reopen that one first."


class OtherVersion(DomainError):
    code = "merged-under-other-version"
    status = 409
    message = "The two are handled under different policy versions: move them to the same one first."


@dataclass(frozen=True, slots=True)
class Together:
    gone: Complaint
    into: Complaint
    promises: Sequence[Promise]
    """Those that go over."""

    @property
    def fingerprint(self) -> str:
        """Of all that the preview shows."""
        said = (
            *((self.gone.state, self.into.id, self.into.state)),
            sorted((str(row.id), row.due_at.isoformat(), str(row.paused_since)) for row in self.promises),
        )
        return sha256(repr(said).encode()).hexdigest()[:16]


async def preview(desk: Desk, complaint_id: UUID, *, number: str, by: Actor) -> Together:
    """What `merge` would do; changes nothing."""
    row = await _named(complaint_id, by)
    return await _checked(desk, row, await _numbered(number, by), by=by)


async def merge(
    desk: Desk, complaint_id: UUID, *, number: str, reason: str, by: Actor, now: datetime, seen: str = ""
) -> None:
    """Into the complaint with this number. `seen`: the fingerprint of what the preview showed."""
    by.demand(Right.REGRADE)
    await _named(complaint_id, by)
    gone, into = await _both(desk, complaint_id, (await _numbered(number, by)).id, by)
    reason = prose("reason", reason, longest=LONGEST_PARAGRAPH, needed="Please say why.")
    found = await _checked(desk, gone.row, into.row, by=by)
    if seen and seen != found.fingerprint:
        raise MergeChanged()
    told = [(gone, gone.row.assignee_id), (into, into.row.assignee_id)]
    await _hand_over(found.promises, gone, into, origin=gone.id, reason=reason, by=by, now=now)
    await gone.move(
        Move.MERGE,
        by=by,
        now=now,
        detail=_detail(found.promises, gone=gone, into=into),
        personal={"reason": reason},
        merged_into=into.id,
        merged_from=str(gone.state),
        closed_at=now,
    )
    await bind(into, by=by, now=now)
    await into_case(gone.row, into.row, now=now)
    await ask_no_more(gone.id)
    detail = _detail(found.promises, gone=gone, into=into)
    await record(
        act="merged-in", by=by, now=now, complaint_id=into.id, detail=detail, personal={"reason": reason}
    )
    await _tell(told, _MERGED, _LETTER, gone, into, reason, key=f"merged:{now.isoformat()}", by=by, now=now)


async def unmerge(desk: Desk, complaint_id: UUID, *, reason: str, by: Actor, now: datetime) -> None:
    """It is handled on its own again, from where it stood; its promises come back as they stand by now."""
    by.demand(Right.REGRADE)
    row = await _named(complaint_id, by)
    if row.merged_into is None:
        raise NotMerged()
    gone, into = await _both(desk, complaint_id, row.merged_into, by)
    if gone.row.merged_into is None:
        raise NotMerged()
    reason = prose("reason", reason, longest=LONGEST_PARAGRAPH, needed="Please say why.")
    if into.ended:
        raise GoneOn()
    if _pinned(gone.row) != _pinned(into.row):
        raise OtherVersion()
    promises = await select_all(Promise, "WHERE origin_id = $1 ORDER BY started_at, due_at", gone.id)
    await _hand_over(promises, into, gone, origin=None, reason=reason, by=by, now=now)
    detail = _detail(promises, gone=gone, into=into)
    before = State(str(gone.row.merged_from))
    whose = await whose_now(gone.row)
    await gone.change(state=before, merged_into=None, merged_from=None, closed_at=None, **whose)
    for case in (gone, into):
        await bind(case, by=by, now=now)
    await out_of_case(gone.row, into.row, now=now)
    for case, act in ((gone, "unmerge"), (into, "unmerged-from")):
        await record(
            act=act, by=by, now=now, complaint_id=case.id, detail=detail, personal={"reason": reason}
        )
    told = [(gone, gone.row.assignee_id), (into, into.row.assignee_id)]
    key = f"unmerged:{now.isoformat()}"
    await _tell(told, _APART, _LETTER_APART, gone, into, reason, key=key, by=by, now=now)


async def _named(complaint_id: UUID, by: Actor) -> Complaint:
    """As it is now, not locked yet; refused to whom it is about, before anything else is."""
    row = await select_one(Complaint, "WHERE id = $1", complaint_id)
    if row is None:
        raise NotFound()
    demand_unconcerned(row, by)
    return row


async def _numbered(number: str, by: Actor) -> Complaint:
    number = number.strip().upper()
    if not number:
        raise Invalid({"number": "Please give the number of the other complaint."})
    row = await select_one(Complaint, "WHERE number = $1", number)
    if row is None:
        raise Invalid({"number": _UNKNOWN})
    try:
        await demand_readable(row.id, by)
    except NotFound:
        raise Invalid({"number": _UNKNOWN}) from None
    return row


async def _both(desk: Desk, gone: UUID, into: UUID, by: Actor) -> tuple[Case, Case]:
    """Locked in one order, whichever is merged into which."""
    held = {each: await take_by(desk, each, by) for each in sorted({gone, into})}
    return held[gone], held[into]


async def _checked(desk: Desk, gone: Complaint, into: Complaint, *, by: Actor) -> Together:
    for row in (gone, into):
        demand_unconcerned(row, by)
    after(State(str(gone.state)), Move.MERGE, states_off(desk.policy))
    if wrong := unfit(gone, into):
        raise Invalid({"number": wrong})
    if await select_one(Complaint, "WHERE merged_into = $1 LIMIT 1", gone.id) is not None:
        raise Invalid({"number": "Others were merged into this complaint: merge the other one into it."})
    incident = await incident_of(gone.id)
    if incident is not None and incident.ended_at is None:
        raise Invalid(
            {"number": "This complaint is an open incident: end it, or merge the other one into this."}
        )
    open_ = [row for row in await promises_of(gone.id) if row.ended_at is None]
    return Together(gone, into, open_)


def unfit(gone: Complaint, into: Complaint) -> str:
    """Why the two cannot be one; "" where they can."""
    if gone.id == into.id:
        return "This is the number of this very complaint."
    if into.state in ENDED:
        return "That complaint has ended: reopen it first."
    if gone.kind != into.kind:
        return "The two are not of one kind: change the kind of one of them first."
    if not _same_complainant(gone, into):
        return "Only complaints of the same complainant, by e-mail or telephone, can be merged."
    if _pinned(gone) != _pinned(into):
        return OtherVersion.message
    if gone.about - into.about:
        return "This complaint is about members of staff who are not named in the other one: name them there first."
    return ""


def _same_complainant(one: Complaint, other: Complaint) -> bool:
    mails = one.complainant_email_key, other.complainant_email_key
    phones = one.complainant_phone_key, other.complainant_phone_key
    return any(this is not None and this == that for this, that in (mails, phones))


def _pinned(row: Complaint) -> tuple[UUID, UUID | None]:
    return row.policy_version_id, row.calendar_version_id


async def _hand_over(
    promises: Sequence[Promise],
    giver: Case,
    taker: Case,
    *,
    origin: UUID | None,
    reason: str,
    by: Actor,
    now: datetime,
) -> None:
    """With the looks at them and what was escalated of them; their ledgers are read by promise, and say so."""
    ids = [row.id for row in promises]
    await execute(
        "UPDATE promise SET complaint_id = $2, origin_id = $3 WHERE id = ANY($1::uuid[])",
        ids,
        taker.id,
        origin,
    )
    for table in ("due_row", "escalation"):
        await execute(
            f"UPDATE {table} SET complaint_id = $2 WHERE promise_id = ANY($1::uuid[])",  # noqa: S608
            ids,
            taker.id,
        )
    detail = {"left": str(giver.row.number), "joined": str(taker.row.number)}
    entry = Entry(EntryKind.MOVED, now, reason, detail)
    await append_all([(row, entry) for row in promises], by=by, now=now)
    for case in (giver, taker):
        await set_next_due(case.id, await promises_of(case.id))


def _detail(promises: Sequence[Promise], *, gone: Case, into: Case) -> dict[str, object]:
    return {
        "gone": str(gone.row.number),
        "into": str(into.row.number),
        "promises": [{"clock": row.kind, "due_at": row.due_at} for row in promises],
    }


async def _tell(
    told: Sequence[tuple[Case, UUID | None]],
    news: Text,
    letter: Text,
    gone: Case,
    into: Case,
    reason: str,
    *,
    key: str,
    by: Actor,
    now: datetime,
) -> None:
    """Whoever handles either, once where it is one person, and the complainant."""
    words = {"gone": str(gone.row.number), "into": str(into.row.number), "reason": reason}
    said = Text(zh=news.zh.format(**words), en=news.en.format(**words))
    heard: set[UUID | None] = {by.id}
    for case, assignee in told:
        if assignee is None or assignee not in heard:
            await tell_staff(case, said, key=key, now=now)
        heard |= {assignee} if assignee else set()
    body = letter.in_language(str(gone.row.language)).format(**words)
    await gone.tell_complainant(Event.MESSAGE, key=key, now=now, body=body)
