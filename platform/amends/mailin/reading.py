"""A message that was kept is read: its words and files outside any transaction, what becomes of it in one."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from amends.arrivals.receiving import NewArrival, receive
from amends.arrivals.rules import Kind
from amends.complaints.desk import Desk, Desks
from amends.correspondence.operations import write_from_complainant
from amends.database.rows import select_one
from amends.database.scope import execute
from amends.evidence.copies import aside
from amends.evidence.intake import Stored, Upload
from amends.evidence.intake import receive as receive_files
from amends.evidence.kinds import MOST_FILES
from amends.evidence.refusals import EvidenceRefused
from amends.evidence.store import ObjectStore
from amends.mailin.addressing import Destination
from amends.mailin.keeping import original
from amends.mailin.known import Known, known
from amends.mailin.parsing import Parsed, parse
from amends.mailin.routing import Facts, Outcome, Route, Why, route
from amends.mailin.tables import IncomingMail
from amends.notices.consequences import came_back
from amends.people.actor import COMPLAINANT, SYSTEM

SMALLEST_INLINE = 10_000
"""Bytes: pictures within the text that are smaller are logos and dots of signatures; the message itself has them."""


@dataclass(frozen=True, slots=True)
class ReadMail:
    """`left_out`: names of files that are not taken; whoever wants them finds them in the message."""

    parsed: Parsed | None
    files: Sequence[Stored] = ()
    left_out: Sequence[str] = ()


async def mail_to_read(mail_id: UUID) -> IncomingMail | None:
    """None: it is read."""
    return await select_one(IncomingMail, "WHERE id = $1 AND read_at IS NULL FOR NO KEY UPDATE", mail_id)


async def read(
    store: ObjectStore, row: IncomingMail, *, tenant_id: UUID, trusted: tuple[str, ...]
) -> ReadMail:
    """Opens no scope. StoreError when the message cannot be had just now."""
    data = await store.get(str(row.object_name), sha256=bytes(row.digest).hex())
    parsed = await aside(partial(parse, data, trusted=trusted))
    files, left_out = await _files(store, parsed, tenant_id=tenant_id)
    return ReadMail(parsed, files, left_out)


async def _files(store: ObjectStore, parsed: Parsed, *, tenant_id: UUID) -> tuple[list[Stored], list[str]]:
    """One by one: what is not taken keeps nothing else out."""
    files, left_out = list[Stored](), list[str]()
    for each in parsed.attachments:
        if each.inline and len(each.data) < SMALLEST_INLINE:
            continue
        try:
            if len(files) == MOST_FILES:
                raise EvidenceRefused
            files += await receive_files(store, tenant_id=tenant_id, uploads=[Upload(each.name, each.data)])
        except EvidenceRefused:
            left_out.append(each.name)
    return files, left_out


async def take_in(
    desk: Desk, row: IncomingMail, found: ReadMail, to: Destination, *, desks: Desks, now: datetime
) -> Outcome:
    """In one transaction: the arrival, what it does to its case or to a letter of ours, and that it was read."""
    parsed = found.parsed or Parsed(trouble="not read")
    if found.parsed is None or _nothing(parsed):
        about, way = Known(Facts(readable=False)), route(Facts(readable=False))
    else:
        about = await known(parsed, to, automatic=not row.return_path or parsed.signs.nobody, now=now)
        way = route(about.facts)
    arrival_id = await receive(desk, _arrival(row, parsed, found, about, way), by=SYSTEM, now=now)
    if arrival_id is not None:
        await _follow(parsed, found, about, way, desks=desks, now=now)
    await execute(
        "UPDATE incoming_mail SET read_at = $2, outcome = $3, arrival_id = $4 WHERE id = $1",
        row.id,
        now,
        way.outcome if arrival_id is not None else "repeated",
        arrival_id,
    )
    return way.outcome


async def _follow(
    parsed: Parsed,
    found: ReadMail,
    about: Known,
    way: Route,
    *,
    desks: Desks,
    now: datetime,
) -> None:
    if way.outcome is Outcome.MESSAGE and about.case is not None:
        desk = await desks(about.case.policy_version_id, about.case.calendar_version_id)
        body = _words(parsed)
        await write_from_complainant(
            desk, about.case.id, body=body, by=COMPLAINANT, now=now, evidence=found.files
        )
    elif way.why is Why.COMES_BACK and about.notice_id is not None:
        code = parsed.signs.report.code if parsed.signs.report is not None else ""
        await came_back(about.notice_id, reason=" ".join(["came back", code]).strip(), desks=desks, now=now)


def _arrival(row: IncomingMail, parsed: Parsed, found: ReadMail, about: Known, way: Route) -> NewArrival:
    why = str(way.why or "")
    into = about.case.id if way.outcome is Outcome.MESSAGE and about.case is not None else None
    return NewArrival(
        key=_key(row, parsed),
        kind=Kind.MAIL,
        arrived_at=row.received_at,
        name=parsed.sender_name,
        email=parsed.sender or ("" if parsed.sender_name else str(row.return_path)),
        subject=parsed.subject,
        body="\n\n".join(each for each in (parsed.text, parsed.quoted) if each)
        if into is None
        else parsed.text,
        files=() if into is not None else found.files,
        source=original(object_name=str(row.object_name), size=int(row.size), digest=bytes(row.digest)),
        signs=_signs(row, parsed, found, why),
        case_hint=about.case.id if about.case is not None else None,
        held=why if way.outcome is Outcome.HELD else "",
        set_aside=why if way.outcome is Outcome.SET_ASIDE else "",
        message_of=into,
    )


def _signs(row: IncomingMail, parsed: Parsed, found: ReadMail, why: str) -> dict[str, str]:
    signs = {
        "why": why,
        "to": str(row.recipient),
        "return_path": str(row.return_path),
        "message_id": parsed.message_id,
        "trouble": parsed.trouble,
        "left_out": ", ".join(found.left_out),
        **dict(parsed.signs.verdicts),
    }
    return {name: text[:500] for name, text in signs.items() if text}


def _key(row: IncomingMail, parsed: Parsed) -> str:
    """The same for one that came by two ways; two that only share an id are two."""
    if not parsed.message_id:
        return f"mail:{bytes(row.digest).hex()}"
    parts = [parsed.message_id, parsed.sender, parsed.subject, parsed.text, parsed.quoted]
    parts += [hashlib.sha256(each.data).hexdigest() for each in parsed.attachments]
    return f"mail:{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()}"


def _words(parsed: Parsed) -> str:
    """What was written now; all of it, where that is nothing."""
    return parsed.text or parsed.subject


def _nothing(parsed: Parsed) -> bool:
    return bool(parsed.trouble) and not (parsed.text or parsed.subject or parsed.attachments)
