"""What the rules ask about a message: whether it is ours, of which case, by whom, and how often lately."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from amends.complaints.known_by import email_key
from amends.complaints.lifecycle import ENDED, State
from amends.complaints.tables import Complaint
from amends.database.rows import select_one
from amends.database.scope import fetch, fetch_one
from amends.mailin.addressing import Destination
from amends.mailin.parsing import Parsed
from amends.mailin.routing import Facts

_LATELY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Known:
    facts: Facts
    case: Complaint | None = None
    """Which it says it belongs to; locked, so that it stays open until the message stands in it."""
    notice_id: UUID | None = None
    """The letter that came back."""


async def known(parsed: Parsed, to: Destination, *, automatic: bool, now: datetime) -> Known:
    """`automatic`: nobody is to be told that it did not arrive, as an empty return path says. Needs the tenant's scope."""
    report, signs = parsed.signs.report, parsed.signs
    notice_id = await _there(to.notice_id) or (await _notice(report.original) if report is not None else None)
    case = await _case(to, parsed)
    lately = now - _LATELY
    facts = Facts(
        report=report is not None or (to.notice_id is not None and automatic and not signs.automatic_answer),
        for_ever=report.for_ever if report is not None else to.notice_id is not None,
        to_letter=to.notice_id is not None,
        our_own=await _notice([parsed.message_id]) is not None,
        automatic_answer=signs.automatic_answer or (automatic and case is not None),
        bulk=signs.bulk or signs.automatic,
        spam=signs.spam,
        unproved=signs.fails,
        of_case=case is not None,
        case_open=case is not None and State(case.state) not in ENDED,
        known_sender=case is not None and await _is_theirs(case, parsed.sender),
        sender_lately=await _count(_OF_SENDER, parsed.sender, lately),
        case_lately=await _count(_INTO_CASE, case.id, lately) if case is not None else 0,
    )
    return Known(facts, case, notice_id)


_OF_SENDER = (
    "SELECT count(*) AS n FROM arrival WHERE sender_email = $1 AND sender_email <> '' AND recorded_at > $2"
)
_INTO_CASE = """SELECT count(*) AS n FROM arrival WHERE complaint_id = $1 AND kind = 'mail' AND standing = 'message'
    AND recorded_at > $2"""


async def _count(statement: str, *values: object) -> int:
    row = await fetch_one(statement, *values)
    return int(row["n"]) if row is not None else 0


async def _case(to: Destination, parsed: Parsed) -> Complaint | None:
    """The one whose address it came to, or else the one whose letter it answers: only its readers know that one's id."""
    complaint_id = to.complaint_id
    if complaint_id is None and to.notice_id is None:
        answered = [*parsed.in_reply_to, *reversed(parsed.references)]
        rows = await fetch(
            "SELECT complaint_id FROM notice WHERE id = ANY($1::uuid[]) AND complaint_id IS NOT NULL AND person_id IS NULL",
            _uuids(answered),
        )
        complaint_id = rows[0]["complaint_id"] if len({row["complaint_id"] for row in rows}) == 1 else None
    if complaint_id is None:
        return None
    return await select_one(Complaint, "WHERE id = $1 FOR NO KEY UPDATE", complaint_id)


async def _there(notice_id: UUID | None) -> UUID | None:
    """None as well once it was wiped with its trial."""
    row = await fetch_one("SELECT id FROM notice WHERE id = $1", notice_id)
    return row["id"] if row is not None else None


async def _notice(message_ids: Sequence[str]) -> UUID | None:
    rows = await fetch(
        "SELECT id FROM notice WHERE id = ANY($1::uuid[]) AND message_id = ANY($2::text[])",
        _uuids(message_ids),
        list(message_ids),
    )
    return rows[0]["id"] if rows else None


def _uuids(message_ids: Sequence[str]) -> list[UUID]:
    """Ours begin with the notice's id."""
    found = []
    for each in message_ids:
        try:
            found.append(UUID(each.strip("<>").partition("@")[0]))
        except ValueError:
            continue
    return found


async def _is_theirs(case: Complaint, sender: str) -> bool:
    """The complainant's address, or that of somebody who speaks for them."""
    if not (key := email_key(sender)):
        return False
    if key == case.complainant_email_key:
        return True
    rows = await fetch(
        "SELECT email FROM representation WHERE complaint_id = $1 AND accepted_at IS NOT NULL AND ended_at IS NULL",
        case.id,
    )
    return key in {email_key(row["email"]) for row in rows}
