"""Goods and samples: received, sealed, opened, handed over, tested, returned, destroyed; each a link of one chain.

A link is never changed and none can be left out: they are numbered, and the history holds each of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from amends.audit.operations import record
from amends.complaints.case import Case
from amends.complaints.desk import Desk
from amends.complaints.texts import LONGEST_PARAGRAPH, Texts
from amends.database.rows import insert_all, new_row
from amends.errors import DomainError, NotFound
from amends.investigation.checking import in_hand, when_problem
from amends.investigation.queries import item_of, last_link, next_place
from amends.investigation.tables import CustodyAct, CustodyEntry, CustodyItem
from amends.people.actor import Actor
from amends.people.rights import Right

TAKEN_IN = "custody-item"
LINKED = "custody"
GONE = frozenset({CustodyAct.RETURNED, CustodyAct.DESTROYED})
"""Afterwards it is in nobody's hands here."""
ONWARD = frozenset(CustodyAct) - {CustodyAct.RECEIVED}


class ItemGone(DomainError):
    code = "item-gone"
    status = 409
    message = "This item was returned or destroyed: its chain has ended."


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """`received_from`: who handed it in. `at`: when; None is now."""

    what: str
    label: str = ""
    seal_number: str = ""
    condition: str = ""
    storage: str = ""
    received_from: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    act: str
    at: datetime | None = None
    to_whom: str = ""
    note: str = ""


async def take_in(desk: Desk, complaint_id: UUID, *, given: Item, by: Actor, now: datetime) -> None:
    """With the first link: received."""
    by.demand(Right.RECORD)
    case = await in_hand(desk, complaint_id, by)
    texts = Texts()
    said = {
        "what": texts.line("what", given.what, needed="Please say what it is."),
        "label": texts.line("label", given.label, required=False),
        "seal_number": texts.line("seal_number", given.seal_number, required=False),
        "condition": texts.prose("condition", given.condition, longest=LONGEST_PARAGRAPH),
        "storage": texts.line("storage", given.storage),
    }
    giver = texts.line("received_from", given.received_from, required=False)
    if wrong := when_problem(case, given.at, now=now):
        texts.wrong["at"] = wrong
    texts.demand()
    item = uuid4()
    place = await next_place(CustodyItem, case.id)
    row = new_row(
        CustodyItem, id=item, complaint_id=case.id, **said, written_at=now, written_by=by.id, place=place
    )
    await insert_all([row])
    await record(act=TAKEN_IN, by=by, now=now, complaint_id=case.id, detail={"item": item}, personal=said)
    first = Link(act=CustodyAct.RECEIVED, at=given.at, note=giver)
    await _write(case, item, 1, first, by=by, now=now)


async def go_on(
    desk: Desk, complaint_id: UUID, item_id: UUID | None, *, given: Link, by: Actor, now: datetime
) -> None:
    """The next link, never earlier than the one before."""
    by.demand(Right.RECORD)
    case = await in_hand(desk, complaint_id, by)
    if item_id is None or await item_of(case.id, item_id) is None:
        raise NotFound()
    last = await last_link(item_id)
    assert last is not None, "every item is received first"
    if last.act in GONE:
        raise ItemGone()
    texts = Texts()
    if given.act not in ONWARD:
        texts.wrong["act"] = "Please choose what was done with it."
    note = texts.prose("note", given.note, required=False, longest=LONGEST_PARAGRAPH)
    handed = given.act in (CustodyAct.HANDED_OVER, CustodyAct.RETURNED)
    to_whom = texts.line("to_whom", given.to_whom, required=handed, needed="Please say to whom.")
    at = given.at or now
    if wrong := when_problem(case, at, now=now):
        texts.wrong["at"] = wrong
    elif at < last.happened_at:
        texts.wrong["at"] = "This is before the last link of its chain."
    texts.demand()
    link = Link(act=given.act, at=at, to_whom=to_whom, note=note)
    await _write(case, item_id, int(last.seq) + 1, link, by=by, now=now)


async def _write(case: Case, item_id: UUID, seq: int, link: Link, *, by: Actor, now: datetime) -> None:
    entry, at = uuid4(), link.at or now
    await insert_all(
        [
            new_row(
                CustodyEntry,
                id=entry,
                item_id=item_id,
                seq=seq,
                act=link.act,
                happened_at=at,
                to_whom=link.to_whom,
                note=link.note,
                written_at=now,
                written_by=by.id,
            )
        ]
    )
    await record(
        act=LINKED,
        by=by,
        now=now,
        complaint_id=case.id,
        detail={"item": item_id, "entry": entry, "seq": seq, "done": link.act, "happened_at": at},
        personal={"to_whom": link.to_whom, "note": link.note},
    )
