"""Which letters there are: of a case, to be read, to be printed, posted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from amends.complaints.confidence import readable
from amends.database.rows import select_all
from amends.database.scope import fetch
from amends.errors import NotFound
from amends.letters.tables import Letter
from amends.people.actor import Actor

PAGE = 50


class View(StrEnum):
    APPROVE = "approve"
    PRINT = "print"
    POSTED = "posted"


_CONDITIONS = {View.APPROVE: "asked", View.PRINT: "approved", View.POSTED: "posted"}


@dataclass(frozen=True, slots=True)
class LetterLine:
    """`event`, `document`: what it was written from; `subject` says it in the recipient's language."""

    id: UUID
    complaint_id: UUID
    number: str
    state: str
    subject: str
    recipient: str
    approving_role: str | None
    created_at: datetime
    asked_at: datetime | None
    approved_at: datetime | None
    printed_at: datetime | None
    posted_on: date | None


@dataclass(frozen=True, slots=True)
class Listing:
    lines: Sequence[LetterLine]
    more: bool


async def letter(letter_id: UUID) -> Letter:
    found = await Letter.objects().get(Letter.id == letter_id)
    if found is None:
        raise NotFound()
    return found


async def letters_of(complaint_id: UUID) -> Sequence[Letter]:
    """Newest first."""
    return await select_all(Letter, "WHERE complaint_id = $1 ORDER BY created_at DESC, id", complaint_id)


async def letters(ids: Sequence[UUID]) -> Sequence[Letter]:
    """Oldest first; what is not there is left out."""
    return await select_all(Letter, "WHERE id = ANY ($1::uuid[]) ORDER BY created_at, id", list(ids))


async def listing(view: View, reader: Actor, *, page: int = 1, most: int = PAGE) -> Listing:
    """What waits longest comes first; of those posted, the latest. Of cases that the reader may read."""
    order = "l.posted_at DESC, l.id" if view is View.POSTED else "l.created_at, l.id"
    rows = await fetch(
        f"""SELECT l.id, l.complaint_id, c.number, l.state, l.subject, l.recipient, l.approving_role, l.created_at,
            l.asked_at, l.approved_at, l.printed_at, l.posted_on
        FROM letter l JOIN complaint c ON c.tenant_id = l.tenant_id AND c.id = l.complaint_id
        WHERE l.state = '{_CONDITIONS[view]}' AND {readable(reader, 3)} ORDER BY {order} LIMIT $1 OFFSET $2""",  # noqa: S608 - constants of this module
        most + 1,
        (max(page, 1) - 1) * most,
        reader.id,
    )
    return Listing([LetterLine(**row) for row in rows[:most]], len(rows) > most)


async def counts() -> dict[View, int]:
    """Of what somebody still has to do."""
    rows = await fetch(
        "SELECT state, count(*) AS n FROM letter WHERE state IN ('asked', 'approved') GROUP BY state"
    )
    found = {row["state"]: int(row["n"]) for row in rows}
    return {view: found.get(state, 0) for view, state in _CONDITIONS.items() if view is not View.POSTED}
