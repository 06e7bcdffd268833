"""Complainants who asked for letters get each notice on paper: what it says is frozen as it is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from amends.database.rows import insert_values
from amends.letters.paper import Paper, frozen
from amends.letters.tables import Letter, LetterState


@dataclass(frozen=True, slots=True, kw_only=True)
class OnPaper:
    """A notice of channel letter, written in the same transaction."""

    notice_id: UUID
    complaint_id: UUID
    event: str
    language: str
    recipient: str
    address: str
    number: str
    subject: str
    body: str
    day: date
    """The organisation's own."""


async def write(notices: Iterable[OnPaper], *, now: datetime) -> None:
    """Ready to be printed: nobody approves what the policy's notice says."""
    rows = [_row(notice, now=now) for notice in notices]
    if rows:
        await insert_values(Letter, rows)


def _row(notice: OnPaper, *, now: datetime) -> dict[str, object]:
    kept, digest = frozen(
        Paper(
            language=notice.language,
            recipient=notice.recipient,
            address=notice.address,
            number=notice.number,
            day=notice.day,
            subject=notice.subject,
            body=notice.body,
        )
    )
    return {
        "id": uuid4(),
        "complaint_id": notice.complaint_id,
        "notice_id": notice.notice_id,
        "event": notice.event,
        "state": LetterState.APPROVED,
        "language": notice.language,
        "recipient": notice.recipient,
        "address": notice.address,
        "subject": notice.subject,
        "blanks": "{}",
        "own_words": "",
        "changes": 0,
        "paper": kept,
        "paper_sha256": digest,
        "created_at": now,
        "approved_at": now,
    }
