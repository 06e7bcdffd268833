"""A letter is begun, written and put away: until it is frozen, it says what the case says today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

import msgspec

from amends.audit.operations import record
from amends.complaints.case import Case, take_by
from amends.complaints.desk import Desk
from amends.complaints.facts import facts_of
from amends.complaints.texts import LONGEST_LINE, LONGEST_PARAGRAPH, LONGEST_TEXT, Texts, one_line
from amends.errors import NotFound
from amends.letters.duties import ended
from amends.letters.paper import fits_window
from amends.letters.refusals import LetterGone, PatternGone
from amends.letters.tables import Letter, LetterState
from amends.letters.wording import pattern_of, patterns
from amends.people.actor import Actor
from amends.people.rights import Right
from amends.policy.conditions import fields_of
from amends.tasks.tables import TaskKind

MOST_ADDRESS_LINES = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a draft's form says; `seen`: how often it had been saved when the form was shown."""

    recipient: str
    address: str
    own_words: str
    blanks: Mapping[str, str] = field(default_factory=dict)
    seen: int = 0


async def begin(desk: Desk, complaint_id: UUID, *, pattern: str, by: Actor, now: datetime) -> UUID:
    """From one of the patterns that fit the case today."""
    by.demand(Right.HANDLE)
    case = await take_by(desk, complaint_id, by)
    offered = patterns(desk.policy, await facts_of(desk.policy, case.row, _wanted(desk)))
    chosen = next((each for each in offered if each.key == pattern), None)
    if chosen is None:
        raise PatternGone()
    to = case.answered_to(now)
    letter = Letter(
        id=uuid4(),
        complaint_id=case.id,
        document=chosen.document,
        event=chosen.event,
        state=LetterState.DRAFT,
        language=case.row.language,
        recipient=to.name,
        address=to.postal,
        subject="",
        blanks="{}",
        own_words="",
        created_at=now,
        created_by=by.id,
        changed_by=by.id,
    )
    await Letter.insert(letter)
    await record(act="letter-begun", by=by, now=now, complaint_id=case.id, detail=detail_of(letter))
    return letter.id


async def save(desk: Desk, letter_id: UUID, written: Written, *, by: Actor) -> Letter:
    """The draft is kept; nothing of it need be complete."""
    by.demand(Right.HANDLE)
    _, letter = await taken(desk, letter_id, by, LetterState.DRAFT)
    if written.seen != letter.changes:
        raise LetterGone()
    texts = Texts()
    recipient = texts.line("recipient", written.recipient, required=False)
    address = address_lines(texts, written.address, recipient)
    own = texts.prose("own_words", written.own_words, required=False, longest=LONGEST_TEXT)
    pattern = pattern_of(desk.policy, document=letter.document, event=letter.event)
    if pattern is None:
        raise PatternGone()
    blanks = {
        name: texts.prose(f"blanks.{name}", text, required=False, longest=LONGEST_PARAGRAPH)
        for name, text in written.blanks.items()
    }
    texts.demand()
    values = {
        "recipient": recipient,
        "address": address,
        "own_words": own,
        "blanks": msgspec.json.encode({name: text for name, text in blanks.items() if text}).decode(),
    }
    await change(letter, **values, changes=letter.changes + 1, changed_by=by.id)
    return letter


async def cancel(desk: Desk, letter_id: UUID, *, reason: str, by: Actor, now: datetime) -> None:
    """It is not sent; one that was posted cannot be taken back."""
    by.demand(Right.HANDLE)
    _, letter = await taken(desk, letter_id, by, LetterState.DRAFT, LetterState.ASKED, LetterState.APPROVED)
    reason = reason_of(reason)
    await change(
        letter, state=LetterState.CANCELLED, cancelled_at=now, cancelled_by=by.id, cancelled_reason=reason
    )
    await record(
        act="letter-cancelled",
        by=by,
        now=now,
        complaint_id=letter.complaint_id,
        detail=detail_of(letter),
        personal={"reason": reason},
    )
    await ended(letter, TaskKind.LETTER_APPROVAL, TaskKind.POST, by=by, now=now, cancelled=reason)


def address_lines(texts: Texts, typed: str, recipient: str) -> str:
    """As it stands in the envelope's window; no line is left empty between two."""
    lines = [line for line in (one_line(line) for line in typed.splitlines()) if line]
    if len(lines) > MOST_ADDRESS_LINES or any(len(line) > LONGEST_LINE for line in lines):
        texts.wrong["address"] = "Please give at most six short lines."
    elif not fits_window((recipient, *lines)):
        texts.wrong["address"] = "This does not fit the window of an envelope. Please shorten it."
    return "\n".join(lines)


async def taken(desk: Desk, letter_id: UUID, by: Actor, *states: LetterState) -> tuple[Case, Letter]:
    """Both locked, the case first; NotFound for another organisation's, refused where the letter has moved on."""
    seen = await Letter.objects().get(Letter.id == letter_id)
    if seen is None:
        raise NotFound()
    case = await take_by(desk, seen.complaint_id, by)
    letter = await Letter.objects().where(Letter.id == letter_id).lock_rows("NO KEY UPDATE").first()
    if letter is None or letter.state not in states:
        raise LetterGone()
    return case, letter


async def change(letter: Letter, **values: object) -> None:
    for name, value in values.items():
        setattr(letter, name, value)
    await Letter.update(dict(values.items())).where(Letter.id == letter.id)


def detail_of(letter: Letter) -> dict[str, object]:
    """What the history says of it: ids and codes only."""
    which = {"document": letter.document, "event": letter.event, "sha256": letter.paper_sha256}
    return {"letter": letter.id, **{name: value for name, value in which.items() if value}}


def _wanted(desk: Desk) -> frozenset[str]:
    return frozenset().union(*(fields_of(each.when) for each in desk.policy.documents.values()))


def reason_of(text: str) -> str:
    texts = Texts()
    kept = texts.prose("reason", text, longest=LONGEST_PARAGRAPH, needed="Please say why.")
    texts.demand()
    return kept
