"""Asking somebody outside, who has no account: they answer by a link, in their time, and see only what they may."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

import msgspec

from amends.audit.operations import record
from amends.complaints.case import Case, take, take_by
from amends.complaints.desk import Desk
from amends.complaints.intake import is_email
from amends.complaints.texts import LONGEST_PARAGRAPH, Texts, prose
from amends.correspondence.operations import CaseEnded, tell_staff
from amends.database.rows import select_all, select_one
from amends.database.scope import execute, fetch
from amends.errors import Invalid, NotFound
from amends.evidence.intake import Stored
from amends.evidence.operations import attach
from amends.outside.letters import OutsideLetter, write
from amends.outside.refusals import AnsweredAlready, RequestOver
from amends.outside.rules import Facts, Shares, parties, times
from amends.outside.silence import wait_for_it
from amends.outside.tables import OutsideRequest
from amends.people.actor import OUTSIDE, Actor
from amends.people.rights import Right
from amends.policy.document import Text
from amends.tasks.ending import seen_to
from amends.tasks.operations import NewTask, opened
from amends.tasks.tables import TaskKind

_ANSWERED = Text(zh="{party} 已答复我方的询问。", en="{party} has answered what was asked.")
_DECLINED = Text(
    zh="{party} 表示无法答复我方的询问。", en="{party} says that what was asked cannot be answered."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked of whom; `shares`: what they may see beside it."""

    kind: str
    party: str
    email: str
    language: str
    question: str
    shares: Shares = field(default_factory=Shares)


async def ask(desk: Desk, complaint_id: UUID, *, asked: Question, by: Actor, now: datetime) -> UUID:
    by.demand(Right.HANDLE)
    case = await take_by(desk, complaint_id, by)
    if case.ended:
        raise CaseEnded()
    kind = parties(desk.policy).get(asked.kind)
    texts = Texts()
    party = texts.line("party", asked.party)
    question = texts.prose("question", asked.question, longest=LONGEST_PARAGRAPH)
    email = asked.email.strip()
    if not is_email(email):
        texts.wrong["email"] = "This is not an e-mail address."
    if kind is None:
        texts.wrong["kind"] = "Please choose whom you ask."
    if asked.language not in ("zh", "en"):
        texts.wrong["language"] = "Please choose one of the list."
    if not await _are_the_cases(asked.shares.files, case.id):
        texts.wrong["evidence"] = "Please choose files of this complaint."
    texts.demand()
    assert kind is not None, "demanded"
    until = times(kind, now, desk.calendar)
    request = OutsideRequest(
        id=uuid4(),
        complaint_id=case.id,
        kind=asked.kind,
        party=party,
        email=email,
        language=asked.language,
        question=question,
        shares=msgspec.json.encode(asked.shares).decode(),
        silence=kind.silence,
        asked_at=now,
        asked_by=by.id,
        due_at=until.due_at,
        silent_at=until.silent_at,
        key_number=1,
        declined=False,
    )
    await OutsideRequest.insert(request)
    await record(
        act="outside-asked",
        by=by,
        now=now,
        complaint_id=case.id,
        detail={
            "request": request.id,
            "kind": asked.kind,
            "due_at": until.due_at,
            "files": asked.shares.files,
        },
        personal={"party": party, "question": question},
    )
    await opened([_task(request)], by=by, now=now)
    await write(case, request, OutsideLetter.ASKED, now=now)
    await wait_for_it(request, now=now)
    return request.id


async def send_again(
    desk: Desk, complaint_id: UUID, request_id: UUID, *, email: str, by: Actor, now: datetime
) -> None:
    """A new link, to this address; the one before opens nothing any more."""
    by.demand(Right.HANDLE)
    case = await take_by(desk, complaint_id, by)
    request = await _waiting(case, request_id)
    email = email.strip()
    if not is_email(email):
        raise Invalid({"email": "This is not an e-mail address."})
    request.email, request.key_number = email, request.key_number + 1
    await execute(
        "UPDATE outside_request SET email = $2, key_number = $3 WHERE id = $1",
        request.id,
        email,
        request.key_number,
    )
    await record(
        act="outside-sent-again",
        by=by,
        now=now,
        complaint_id=case.id,
        detail={"request": request.id},
        personal={"party": str(request.party)},
    )
    await write(case, request, OutsideLetter.ASKED, now=now)


async def end(
    desk: Desk, complaint_id: UUID, request_id: UUID, *, reason: str, by: Actor, now: datetime
) -> None:
    """No answer is wanted any more; they are told, and their link closes."""
    by.demand(Right.HANDLE)
    case = await take_by(desk, complaint_id, by)
    request = await _waiting(case, request_id)
    reason = prose("reason", reason, longest=LONGEST_PARAGRAPH, needed="Please say why.")
    await execute(
        "UPDATE outside_request SET ended_at = $2, ended_by = $3, ended_reason = $4 WHERE id = $1",
        request.id,
        now,
        by.id,
        reason,
    )
    await record(
        act="outside-ended",
        by=by,
        now=now,
        complaint_id=case.id,
        detail={"request": request.id},
        personal={"party": str(request.party), "reason": reason},
    )
    await seen_to([_cause(request)], by=by, now=now, cancelled=reason)
    await write(case, request, OutsideLetter.ENDED, now=now)


async def answer(
    desk: Desk,
    request: OutsideRequest,
    *,
    text: str,
    name: str,
    declined: bool,
    files: Sequence[Stored],
    now: datetime,
) -> None:
    """By whoever holds the link (`amends.outside.opening`); once. Late answers are answers, too."""
    case = await take(desk, request.complaint_id)
    request = await _locked(request.id)
    if request.answered_at is not None:
        raise AnsweredAlready()
    if request.ended_at is not None:
        raise RequestOver()
    texts = Texts()
    text = texts.prose("answer", text, required=declined or not files)
    name = texts.line("name", name, needed="Please give your name.")
    texts.demand()
    await execute(
        """UPDATE outside_request SET answered_at = $2, answered_by = $3, answer = $4, declined = $5 WHERE id = $1""",
        request.id,
        now,
        name,
        text,
        declined,
    )
    await attach(case.id, files, by=OUTSIDE, now=now, outside_id=request.id)
    await record(
        act="outside-declined" if declined else "outside-answered",
        by=OUTSIDE,
        now=now,
        complaint_id=case.id,
        detail={"request": request.id, "evidence": [item.sha256 for item in files]},
        personal={"party": str(request.party), "name": name, "answer": text},
    )
    await seen_to([_cause(request)], by=OUTSIDE, now=now)
    said = _DECLINED if declined else _ANSWERED
    news = Text(zh=said.zh.format(party=request.party), en=said.en.format(party=request.party))
    await tell_staff(case, news, key=f"outside:{request.id}", now=now)


async def requests_of(complaint_id: UUID) -> Sequence[OutsideRequest]:
    return await select_all(OutsideRequest, "WHERE complaint_id = $1 ORDER BY asked_at, id", complaint_id)


def facts_of(request: OutsideRequest) -> Facts:
    return Facts(
        request.due_at, request.silent_at, request.answered_at, bool(request.declined), request.ended_at
    )


def shares_of(request: OutsideRequest) -> Shares:
    return msgspec.json.decode(str(request.shares), type=Shares)


def _task(request: OutsideRequest) -> NewTask:
    """Of whoever has the case; late when the answer is, so that nobody's silence passes unseen."""
    return NewTask(
        kind=TaskKind.OUTSIDE_ANSWER,
        cause=_cause(request),
        due_at=request.due_at,
        complaint_id=request.complaint_id,
        facts={"party": str(request.party)},
        told=True,
    )


def _cause(request: OutsideRequest) -> str:
    return f"outside:{request.id}"


async def _waiting(case: Case, request_id: UUID) -> OutsideRequest:
    request = await _locked(request_id)
    if request.complaint_id != case.id:
        raise NotFound()
    if not facts_of(request).open:
        raise RequestOver()
    return request


async def _locked(request_id: UUID) -> OutsideRequest:
    request = await select_one(OutsideRequest, "WHERE id = $1 FOR NO KEY UPDATE", request_id)
    if request is None:
        raise NotFound()
    return request


async def _are_the_cases(files: Sequence[UUID], complaint_id: UUID) -> bool:
    if not files:
        return True
    rows = await fetch(
        "SELECT id FROM evidence WHERE complaint_id = $1 AND copy_of IS NULL AND id = ANY($2::uuid[])",
        complaint_id,
        list(files),
    )
    return {row["id"] for row in rows} == set(files)
