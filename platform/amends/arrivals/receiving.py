"""Something arrives: it is written down once, somebody is asked to look at it, and it waits until they have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import msgspec

from amends.arrivals.rules import BY_HAND, OPEN, Kind, Standing
from amends.audit.operations import record
from amends.complaints.desk import Desk
from amends.complaints.intake import is_email, phone_line
from amends.complaints.texts import LONGEST_LINE, LONGEST_TEXT, Texts
from amends.database.scope import fetch
from amends.deadlines.due import due
from amends.errors import Invalid
from amends.evidence.intake import Stored
from amends.evidence.scanning import Whose, owe
from amends.people.actor import Actor
from amends.people.rights import Right
from amends.people.taking_in import who_takes_in
from amends.tasks.operations import NewTask, opened
from amends.tasks.tables import TaskKind

_OLDEST = timedelta(days=3653)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewArrival:
    """`key`: what the same is known by when it comes again; never the same for two."""

    key: str
    kind: Kind
    arrived_at: datetime
    name: str = ""
    email: str = ""
    phone: str = ""
    other: str = ""
    subject: str = ""
    body: str = ""
    files: Sequence[Stored] = ()
    source: Stored | None = None
    signs: Mapping[str, str] = field(default_factory=dict)
    case_hint: UUID | None = None
    held: str = ""
    """Why it is to be held from the beginning, such as what a filter says."""
    set_aside: str = ""
    """Why it is none to begin with: nobody is asked to look at it."""
    message_of: UUID | None = None
    """The case it is a message of already, written in this very transaction."""

    @property
    def standing(self) -> Standing:
        if self.message_of is not None:
            return Standing.MESSAGE
        return Standing.DISMISSED if self.set_aside else Standing.HELD if self.held else Standing.WAITING


async def receive(desk: Desk, given: NewArrival, *, by: Actor, now: datetime) -> UUID | None:
    """None: it is there already. Texts longer than a complaint's are cut; `source` has all of it."""
    due_at = due(now, desk.policy.handling.arrival_within, desk.calendar)
    rows = await fetch(_INSERT, *_values(desk, given, by=by, now=now, due_at=due_at))
    if not rows:
        return None
    arrival_id: UUID = rows[0]["id"]
    files = [*given.files, *([given.source] if given.source else [])]
    await owe(files, whose=Whose(arrival_id=arrival_id), now=now)
    await record(
        act="arrival-received",
        by=by,
        now=now,
        detail={
            "arrival": arrival_id,
            "kind": given.kind,
            "arrived_at": given.arrived_at,
            "files": [each.sha256 for each in files],
            "standing": given.standing,
        },
        personal={"from": _from(given), "subject": given.subject, "reason": given.held or given.set_aside},
    )
    if given.standing in OPEN:
        await opened([task_of(desk, arrival_id, given.kind, due_at, turn=0)], by=by, now=now)
    return arrival_id


async def write_down(desk: Desk, given: NewArrival, *, by: Actor, now: datetime) -> UUID | None:
    """By somebody who saw, heard or found it; Invalid names every field to mend. None: sent again."""
    by.demand(Right.RECORD)
    return await receive(desk, _checked(given, now), by=by, now=now)


_INSERT = """INSERT INTO arrival (id, tenant_id, key, kind, arrived_at, recorded_at, recorded_by, sender_name, sender_email,
    sender_phone, sender_other, subject, body, files, source, signs, case_hint, standing, reason, due_at, turns,
    settled_at, complaint_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, 0, $21, $22)
ON CONFLICT (tenant_id, key) DO NOTHING RETURNING id"""


def _values(
    desk: Desk, given: NewArrival, *, by: Actor, now: datetime, due_at: datetime
) -> tuple[object, ...]:
    return (
        uuid4(), desk.tenant_id, given.key, given.kind, given.arrived_at, now, by.id, given.name[:LONGEST_LINE],
        given.email[:LONGEST_LINE], given.phone[:LONGEST_LINE], given.other[:LONGEST_LINE], given.subject[:LONGEST_LINE],
        given.body[:LONGEST_TEXT], msgspec.json.encode(list(given.files)).decode(),
        msgspec.json.encode(given.source).decode() if given.source is not None else None,
        msgspec.json.encode(dict(given.signs)).decode(), given.case_hint,
        given.standing, given.held or given.set_aside or None, due_at, None if given.standing in OPEN else now,
        given.message_of,
    )  # fmt: skip


def task_of(desk: Desk, arrival_id: UUID, kind: str, due_at: datetime, *, turn: int) -> NewTask:
    return NewTask(
        kind=TaskKind.ARRIVAL,
        cause=cause(arrival_id, turn),
        due_at=due_at,
        role=who_takes_in(desk.policy),
        facts={"arrival": str(arrival_id), "kind": str(kind)},
    )


def cause(arrival_id: UUID, turn: int) -> str:
    return f"arrival:{arrival_id}:{turn}"


def _from(given: NewArrival) -> str:
    return " · ".join(each for each in (given.name, given.email, given.phone, given.other) if each)


def _checked(given: NewArrival, now: datetime) -> NewArrival:
    texts = Texts()
    body = texts.prose("body", given.body, required=not given.files)
    name, other = (
        texts.line("name", given.name, required=False),
        texts.line("other", given.other, required=False),
    )
    subject = texts.line("subject", given.subject, required=False)
    email = given.email.strip()
    if given.kind not in BY_HAND:
        texts.wrong["kind"] = "Please choose what it was."
    if email and not is_email(email):
        texts.wrong["email"] = "This is not an e-mail address."
    if given.arrived_at > now:
        texts.wrong["arrived_at"] = "It cannot have arrived in the future."
    elif given.arrived_at < now - _OLDEST:
        texts.wrong["arrived_at"] = "Please give a date within the last ten years."
    if texts.wrong:
        raise Invalid(texts.wrong)
    return replace(
        given, name=name, other=other, subject=subject, email=email, phone=phone_line(given.phone), body=body
    )
