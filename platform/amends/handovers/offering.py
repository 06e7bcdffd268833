"""Preparing a handover: to whom, what goes along, and the complainant's word, without which nothing leaves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

import msgspec

from amends.audit.operations import record
from amends.complaints.case import Case, take_by
from amends.complaints.desk import Desk
from amends.complaints.guards import demand
from amends.complaints.lifecycle import Move, MoveRefused
from amends.complaints.texts import LONGEST_PARAGRAPH, Texts, prose
from amends.correspondence.operations import tell_staff
from amends.database.rows import select_all, select_one
from amends.database.scope import execute
from amends.deadlines.due import due
from amends.errors import NotFound
from amends.evidence.operations import evidence_of
from amends.evidence.redacted import apart, as_shown
from amends.handovers.ending import causes, recall
from amends.handovers.refusals import HandoverOpen, HandoverOver, OnlyTrying
from amends.handovers.rules import OPEN, How, Includes, State
from amends.handovers.tables import Handover
from amends.handovers.takers import Taker, takers
from amends.handovers.words import NEWS_NO, NEWS_YES, asked_text, in_both
from amends.outbox.operations import publish
from amends.people.actor import Actor, ActorKind
from amends.people.rights import Right
from amends.policy.events import Event
from amends.tasks.ending import seen_to
from amends.tasks.operations import NewTask, opened
from amends.tasks.tables import TaskKind

SEND_HANDOVER = "send-handover"
"""The outbox name of an envelope that leaves; its payload is the handover's id."""
TAKEN_BACK = "the complainant took the consent back"
"""Why a task was cancelled; pages say it in the reader's language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    to: UUID | None
    reason: str
    includes: Includes = field(default_factory=Includes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the complainant said, as somebody writes it down."""

    says: str
    """yes | no"""
    how: str
    note: str = ""
    evidence_id: UUID | None = None


async def offer(
    desk: Desk, complaint_id: UUID, *, given: Offer, in_trial: bool, by: Actor, now: datetime
) -> UUID:
    """Ask the complainant. The case stays open, and what was promised in it runs on, until it is taken over."""
    by.demand(Right.ADMIT)
    case = await take_by(desk, complaint_id, by)
    if in_trial:
        raise OnlyTrying()
    if Move.FORWARD not in case.moves() or case.nobodys:
        raise MoveRefused()
    await demand(desk.policy, Move.FORWARD, case.row)
    if any(row.state in OPEN for row in await handovers_of(case.id)):
        raise HandoverOpen()
    taker, reason, names = await _checked(case, given)
    row = _drawn_up(case, taker, given, reason, names, by=by, now=now)
    await Handover.insert(row)
    await record(
        act="handover-asked",
        by=by,
        now=now,
        complaint_id=case.id,
        detail={"handover": row.id, "to": taker.id, "files": given.includes.files},
        personal={"party": f"{taker.name_zh} · {taker.name_en}", "reason": reason},
    )
    await opened([waited_for(row, row.consent_due_at, consent_cause(row))], by=by, now=now)
    await case.tell_complainant(Event.MESSAGE, key=f"handover:{row.id}", now=now, body=str(row.asked_text))
    return row.id


async def note_consent(
    desk: Desk, complaint_id: UUID, handover_id: UUID, *, said: Said, by: Actor, now: datetime
) -> None:
    """What they said by word of mouth or in a letter; what is in writing is a file of the case."""
    by.demand(Right.ADMIT)
    case = await take_by(desk, complaint_id, by)
    row = await _locked(case, handover_id)
    texts = Texts()
    note = texts.prose(
        "note", said.note, longest=LONGEST_PARAGRAPH, needed="Please say when and to whom they said it."
    )
    if said.says not in ("yes", "no"):
        texts.wrong["said"] = "Please choose one of the list."
    if said.how not in (How.SPOKEN, How.WRITTEN):
        texts.wrong["how"] = "Please choose one of the list."
    elif said.how == How.WRITTEN and not await files_named(case.id, _one(said.evidence_id)):
        texts.wrong["evidence"] = "Please choose the file with what they wrote."
    texts.demand()
    written = said.evidence_id if said.how == How.WRITTEN else None
    await _consent(
        case, row, said.says == "yes", How(said.how), by=by, now=now, note=note, evidence_id=written
    )


async def answer_on_page(
    desk: Desk, complaint_id: UUID, handover_id: UUID, *, agrees: bool, by: Actor, now: datetime
) -> None:
    """By the complainant, on their own page; a no after a yes takes it back, until somebody has taken the case over."""
    case = await take_by(desk, complaint_id, by)
    row = await _locked(case, handover_id)
    if row.state in (State.LEAVING, State.WAITING) and not agrees:
        await _withdrawn(case, row, reason="", by=by, now=now)
        news = in_both(NEWS_NO, party=party_of(row))
        await tell_staff(case, news, key=f"handover-back:{row.id}", now=now)
        return
    await _consent(case, row, agrees, How.PAGE, by=by, now=now)


async def withdraw(
    desk: Desk, complaint_id: UUID, handover_id: UUID, *, reason: str, by: Actor, now: datetime
) -> None:
    """By staff, for themselves or because the complainant took the consent back, as long as nobody took it over."""
    by.demand(Right.ADMIT)
    case = await take_by(desk, complaint_id, by)
    row = await _locked(case, handover_id)
    if row.state not in OPEN:
        raise HandoverOver()
    reason = prose("reason", reason, longest=LONGEST_PARAGRAPH, needed="Please say why.")
    await _withdrawn(case, row, reason=reason, by=by, now=now)


async def handovers_of(complaint_id: UUID) -> Sequence[Handover]:
    return await select_all(Handover, "WHERE complaint_id = $1 ORDER BY prepared_at, id", complaint_id)


def party_of(row: Handover) -> str:
    """As staff read it, whatever their language."""
    return f"{row.party_zh} · {row.party_en}"


def consent_cause(row: Handover) -> str:
    return causes(row.id)[0]


def answer_cause(row: Handover) -> str:
    return causes(row.id)[1]


def waited_for(row: Handover, due_at: datetime, cause: str) -> NewTask:
    """Of whoever has the case; late when the answer is, so that nothing that was handed over ages unseen."""
    return NewTask(
        kind=TaskKind.HANDOVER_ANSWER,
        cause=cause,
        due_at=due_at,
        complaint_id=row.complaint_id,
        facts={"party": party_of(row)},
        told=True,
    )


async def files_named(complaint_id: UUID, files: Sequence[UUID]) -> list[str]:
    """The names these files of the case are handed over under; [] when any is not."""
    found = as_shown(*apart(await evidence_of(complaint_id)))
    names = [str(row.name) for row in found if row.id in files]
    return names if len(names) == len(set(files)) else []


async def _checked(case: Case, given: Offer) -> tuple[Taker, str, list[str]]:
    texts = Texts()
    reason = texts.prose(
        "reason", given.reason, longest=LONGEST_PARAGRAPH, needed="Please say why it is theirs."
    )
    found = {each.id: each for each in await takers(but=case.desk.tenant_id)}
    taker = found.get(given.to) if given.to is not None else None
    names = await files_named(case.id, given.includes.files)
    if taker is None:
        texts.wrong["to"] = "Please choose one of the list."
    if given.includes.files and not names:
        texts.wrong["evidence"] = "Please choose files of this complaint."
    texts.demand()
    assert taker is not None, "demanded"
    return taker, reason, names


def _drawn_up(
    case: Case, taker: Taker, given: Offer, reason: str, names: Sequence[str], *, by: Actor, now: datetime
) -> Handover:
    desk, language = case.desk, str(case.row.language)
    contacts = (case.row.complainant_name, case.row.complainant_email, case.row.complainant_phone)
    return Handover(
        id=uuid4(),
        complaint_id=case.id,
        to_tenant=taker.id,
        party_zh=taker.name_zh,
        party_en=taker.name_en,
        reason=reason,
        includes=msgspec.json.encode(given.includes).decode(),
        asked_text=asked_text(
            language,
            party=taker.name_in(language),
            reason=reason,
            answers=given.includes.answers,
            named=any((*contacts, case.row.complainant_address)),
            files=names,
        ),
        state=State.ASKED,
        prepared_at=now,
        prepared_by=by.id,
        consent_due_at=due(now, desk.policy.handling.handover_answer_within, desk.calendar),
    )


async def _consent(
    case: Case,
    row: Handover,
    agrees: bool,
    how: How,
    *,
    by: Actor,
    now: datetime,
    note: str = "",
    evidence_id: UUID | None = None,
) -> None:
    if row.state != State.ASKED:
        raise HandoverOver()
    row.state = State.LEAVING if agrees else State.DECLINED
    person = by.id if by.kind is ActorKind.PERSON else None
    await execute(
        """UPDATE handover SET state = $2, consent_at = $3, consent_how = $4, consent_note = $5, consent_by = $6,
            consent_evidence_id = $7 WHERE id = $1""",
        row.id, row.state, now, how, note or None, person, evidence_id,
    )  # fmt: skip
    await record(
        act="handover-agreed" if agrees else "handover-declined",
        by=by,
        now=now,
        complaint_id=case.id,
        detail={"handover": row.id, "how": how, **({"evidence": evidence_id} if evidence_id else {})},
        personal={"note": note, "asked": str(row.asked_text)},
    )
    await seen_to([consent_cause(row)], by=by, now=now)
    if agrees:
        key = f"{SEND_HANDOVER}:{row.id}"
        await publish(name=SEND_HANDOVER, payloads={key: {"handover_id": str(row.id)}}, now=now)
        answer_due_at = due(now, case.desk.policy.handling.handover_answer_within, case.desk.calendar)
        await execute("UPDATE handover SET answer_due_at = $2 WHERE id = $1", row.id, answer_due_at)
        await opened([waited_for(row, answer_due_at, answer_cause(row))], by=by, now=now)
    news = in_both(NEWS_YES if agrees else NEWS_NO, party=party_of(row))
    await tell_staff(case, news, key=f"handover-consent:{row.id}", now=now)


async def _withdrawn(case: Case, row: Handover, *, reason: str, by: Actor, now: datetime) -> None:
    """What may have arrived already is recalled."""
    if row.state == State.WAITING:
        await recall(row.id, now=now)
    row.state = State.WITHDRAWN
    person = by.id if by.kind is ActorKind.PERSON else None
    await execute(
        """UPDATE handover SET state = $2, withdrawn_at = $3, withdrawn_by = $4, withdrawn_reason = $5
        WHERE id = $1""",
        row.id,
        State.WITHDRAWN,
        now,
        person,
        reason or None,
    )
    await record(
        act="handover-withdrawn",
        by=by,
        now=now,
        complaint_id=case.id,
        detail={"handover": row.id},
        personal={"party": party_of(row), "reason": reason or None},
    )
    await seen_to(causes(row.id), by=by, now=now, cancelled=reason or TAKEN_BACK)


async def _locked(case: Case, handover_id: UUID) -> Handover:
    row = await select_one(
        Handover, "WHERE id = $1 AND complaint_id = $2 FOR NO KEY UPDATE", handover_id, case.id
    )
    if row is None:
        raise NotFound()
    return row


def _one(evidence_id: UUID | None) -> tuple[UUID, ...]:
    return (evidence_id,) if evidence_id is not None else ()
