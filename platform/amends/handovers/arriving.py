"""An envelope at its receiver's: it arrives once, waits in the tray, and is taken or refused there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

import msgspec

from amends.audit.operations import record
from amends.complaints.case import take
from amends.complaints.desk import Desk
from amends.complaints.intake import Channel, Lodgement, checked
from amends.complaints.lodging import Lodged, lodge
from amends.complaints.replying import reply_errors
from amends.complaints.texts import LONGEST_PARAGRAPH, prose
from amends.database.rows import insert_values, select_all, select_one
from amends.database.scope import execute, fetch, fetch_one
from amends.deadlines.due import due
from amends.errors import Invalid, NotFound
from amends.evidence.intake import Stored
from amends.evidence.operations import Readable, as_shown
from amends.evidence.scanning import Whose, demand_harmless, owe
from amends.handovers.answering import Answer
from amends.handovers.leaving import Envelope
from amends.handovers.refusals import HandoverAnswered, LacksWhatWeAsk
from amends.handovers.rules import Content, StateIn
from amends.handovers.tables import HandoverIn
from amends.handovers.words import TAKEN_OVER, filled
from amends.outbox.operations import publish
from amends.people.actor import SYSTEM, Actor
from amends.people.rights import Right
from amends.people.taking_in import who_takes_in
from amends.policy.events import Event
from amends.tasks.ending import seen_to
from amends.tasks.operations import NewTask, opened
from amends.tasks.tables import TaskKind

ANSWER_HANDOVER = "answer-handover"
"""The outbox name of an answer on its way back; its payload is the envelope's id."""
RECALLED = "its sender took it back"
"""Why a task was cancelled; pages say it in the reader's language."""
_EMPTY = "{}"
_NONE = "[]"


@dataclass(frozen=True, slots=True)
class Waiting:
    """An envelope in the tray, as it may be taken."""

    row: HandoverIn
    content: Content | None
    """None once it is answered or recalled: it is empty then."""
    files: Sequence[Stored]


async def state_of(envelope_id: UUID) -> StateIn | None:
    """None: it never arrived."""
    row = await fetch_one("SELECT state FROM handover_in WHERE id = $1", envelope_id)
    return StateIn(row["state"]) if row is not None else None


async def arrived(desk: Desk, envelope: Envelope, *, files: Sequence[Stored], now: datetime) -> StateIn:
    """Put it into the tray. `files`: copies in this organisation's own store. A second time changes nothing."""
    due_at = due(now, desk.policy.handling.handover_answer_within, desk.calendar)
    made = await fetch(
        """INSERT INTO handover_in (id, tenant_id, from_tenant, from_zh, from_en, from_number, state, content, files,
            arrived_at, due_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        ON CONFLICT (id) DO NOTHING RETURNING id""",
        envelope.id, desk.tenant_id, envelope.from_tenant, envelope.from_zh, envelope.from_en, envelope.from_number,
        StateIn.WAITING, msgspec.json.encode(envelope.content).decode(), msgspec.json.encode(files).decode(), now,
        due_at,
    )  # fmt: skip
    if not made:
        return await state_of(envelope.id) or StateIn.RECALLED
    await owe(files, whose=Whose(handover_in_id=envelope.id), now=now)
    await record(
        act="handover-arrived",
        by=SYSTEM,
        now=now,
        detail={
            "handover": envelope.id,
            "from": envelope.from_tenant,
            "files": [each.sha256 for each in files],
        },
        personal={"party": f"{envelope.from_zh} · {envelope.from_en}", "number": envelope.from_number},
    )
    await opened([_task(desk, envelope, due_at)], by=SYSTEM, now=now)
    return StateIn.WAITING


async def recalled(envelope_id: UUID, *, tenant_id: UUID, from_tenant: UUID, now: datetime) -> None:
    """Its sender took it back. One that comes later than this finds the place taken."""
    row = {
        "id": envelope_id, "from_tenant": from_tenant, "from_zh": "", "from_en": "", "from_number": "",
        "state": StateIn.RECALLED, "content": _EMPTY, "files": _NONE, "arrived_at": now, "due_at": now,
    }  # fmt: skip
    if await state_of(envelope_id) is None:
        await insert_values(HandoverIn, [row])
        return
    rows = await fetch(
        """UPDATE handover_in SET state = $2, content = $3, files = $4, answered_at = $5
        WHERE id = $1 AND tenant_id = $6 AND state = 'waiting' RETURNING id""",
        envelope_id, StateIn.RECALLED, _EMPTY, _NONE, now, tenant_id,
    )  # fmt: skip
    if rows:
        await record(act="handover-recalled", by=SYSTEM, now=now, detail={"handover": envelope_id})
        await seen_to([_cause(envelope_id)], by=SYSTEM, now=now, cancelled=RECALLED)


async def take_over(
    desk: Desk, envelope_id: UUID, *, category: str, answers: dict[str, str], by: Actor, now: datetime
) -> Lodged:
    """It becomes a complaint of this organisation's own, received when the envelope arrived."""
    by.demand(Right.ADMIT)
    row = await _locked(envelope_id)
    content = content_of(row)
    if row.state != StateIn.WAITING or content is None:
        raise HandoverAnswered()
    files = files_of(row)
    given = lodgement(desk, row, content, category=category, answers=answers)
    _demand_whole(desk, given, now=now)
    sender = str(row.from_zh if content.language == "zh" else row.from_en)
    words = filled(TAKEN_OVER, content.language, sender=sender, number=str(row.from_number))
    lodged = await lodge(desk, given, form_id=f"handover:{row.id}", by=by, now=now, evidence=files)
    await _answered(row, StateIn.TAKEN, by=by, now=now, complaint_id=lodged.complaint_id)
    await record(
        act="handover-taken-over",
        by=by,
        now=now,
        complaint_id=lodged.complaint_id,
        detail={"handover": row.id, "from": row.from_tenant},
        personal={
            "party": f"{row.from_zh} · {row.from_en}",
            "number": str(row.from_number),
            "reason": content.reason,
        }
        | {f"answer.{place}": f"{asked}: {text}" for place, (asked, text) in enumerate(content.answers, 1)},
    )
    case = await take(desk, lodged.complaint_id)
    await case.tell_complainant(Event.MESSAGE, key="taken-over", now=now, body=words)
    return lodged


async def refuse(desk: Desk, envelope_id: UUID, *, reason: str, by: Actor, now: datetime) -> None:  # noqa: ARG001
    """Its sender carries on with it; nothing of it is kept here."""
    by.demand(Right.ADMIT)
    row = await _locked(envelope_id)
    if row.state != StateIn.WAITING:
        raise HandoverAnswered()
    reason = prose("reason", reason, longest=LONGEST_PARAGRAPH, needed="Please say why.")
    await _answered(row, StateIn.REFUSED, by=by, now=now, reason=reason)
    await record(
        act="handover-not-taken",
        by=by,
        now=now,
        detail={"handover": row.id, "from": row.from_tenant},
        personal={"party": f"{row.from_zh} · {row.from_en}", "reason": reason},
    )


async def answer_of(envelope_id: UUID, *, desk: Desk) -> tuple[UUID, Answer] | None:
    """Whose it was, and what they are told; None as long as it is open."""
    row = await select_one(HandoverIn, "WHERE id = $1", envelope_id)
    if row is None or row.state not in (StateIn.TAKEN, StateIn.REFUSED):
        return None
    found = await fetch_one("SELECT number FROM complaint WHERE id = $1", row.complaint_id)
    number = str(found["number"]) if found is not None else ""
    answer = Answer(
        handover_id=row.id,
        taken=row.state == StateIn.TAKEN,
        reason=str(row.answer or ""),
        number=number,
        link=f"{desk.base_url}/track?number={number}",
    )
    return row.from_tenant, answer


async def tray() -> Sequence[HandoverIn]:
    """What waits, the oldest first; then what was answered lately."""
    return await select_all(
        HandoverIn,
        """WHERE state <> 'recalled' OR from_number <> ''
        ORDER BY state = 'waiting' DESC, CASE WHEN state = 'waiting' THEN arrived_at END, answered_at DESC, id LIMIT 100""",
    )


async def one(envelope_id: UUID) -> Waiting:
    row = await select_one(HandoverIn, "WHERE id = $1", envelope_id)
    if row is None:
        raise NotFound()
    return Waiting(row, content_of(row), files_of(row))


async def file_of(envelope_id: UUID, place: int) -> Readable:
    """The copy without place and time of the photo, where there is one."""
    files = (await one(envelope_id)).files
    if not 0 <= place < len(files):
        raise NotFound()
    await demand_harmless(files[place].object_name)
    return as_shown(files[place])


async def object_names() -> set[str]:
    """What envelopes in the tray point at: nobody sweeps it."""
    rows = await fetch("SELECT files FROM handover_in WHERE state = 'waiting' AND files <> '[]'")
    files = [file for row in rows for file in msgspec.json.decode(row["files"], type=list[Stored])]
    return {name for file in files for name in (file.object_name, file.copy_name) if name}


def lodgement(
    desk: Desk, row: HandoverIn, content: Content, *, category: str, answers: dict[str, str]
) -> Lodgement:
    """A wish for a way of answering goes along where this organisation offers that way, too."""
    given = Lodgement(
        category=category,
        subject=content.subject,
        narrative=content.narrative,
        demand=content.demand,
        answers=answers,
        name=content.name,
        email=content.email,
        phone=content.phone,
        address=content.address,
        reply_by=content.reply_by,
        language=content.language,
        channel=Channel.HANDOVER,
        received_at=row.arrived_at,
    )
    contacts = {"email": given.email, "phone": given.phone, "address": given.address}
    impossible = reply_errors(desk.policy, desk.ways, wish=given.reply_by, contacts=contacts)
    return replace(given, reply_by="") if impossible else given


def _demand_whole(desk: Desk, given: Lodgement, *, now: datetime) -> None:
    """What staff choose comes back to be mended; what the complainant left out nobody here can add."""
    try:
        checked(desk.policy, given, now=now, can=desk.ways)
    except Invalid as refusal:
        if any(field != "category" and not field.startswith("answers.") for field in refusal.fields):
            raise LacksWhatWeAsk() from None
        raise


def content_of(row: HandoverIn) -> Content | None:
    return msgspec.json.decode(str(row.content), type=Content) if row.state == StateIn.WAITING else None


def files_of(row: HandoverIn) -> list[Stored]:
    return msgspec.json.decode(str(row.files), type=list[Stored])


def _task(desk: Desk, envelope: Envelope, due_at: datetime) -> NewTask:
    return NewTask(
        kind=TaskKind.HANDOVER_IN,
        cause=_cause(envelope.id),
        due_at=due_at,
        role=who_takes_in(desk.policy),
        facts={"party": f"{envelope.from_zh} · {envelope.from_en}", "handover": str(envelope.id)},
    )


def _cause(envelope_id: UUID) -> str:
    return f"handover-in:{envelope_id}"


async def _answered(
    row: HandoverIn,
    state: StateIn,
    *,
    by: Actor,
    now: datetime,
    reason: str = "",
    complaint_id: UUID | None = None,
) -> None:
    """What was in it is the case's now, or nobody's here; its sender hears."""
    await execute(
        """UPDATE handover_in SET state = $2, content = $3, files = $4, answered_at = $5, answered_by = $6, answer = $7,
            complaint_id = $8 WHERE id = $1""",
        row.id, state, _EMPTY, _NONE, now, by.id, reason or None, complaint_id,
    )  # fmt: skip
    key = f"{ANSWER_HANDOVER}:{row.id}"
    await publish(name=ANSWER_HANDOVER, payloads={key: {"handover_id": str(row.id)}}, now=now)
    await seen_to([_cause(row.id)], by=by, now=now)


async def _locked(envelope_id: UUID) -> HandoverIn:
    row = await select_one(HandoverIn, "WHERE id = $1 FOR NO KEY UPDATE", envelope_id)
    if row is None:
        raise NotFound()
    return row
