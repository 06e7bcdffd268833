"""A letter is finished, approved or given back: what was read and what is printed are one text."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from amends.audit.operations import record
from amends.complaints.case import Case
from amends.complaints.desk import Desk
from amends.complaints.queries import CaseFile, case_file
from amends.complaints.texts import Texts
from amends.letters.drafting import address_lines, change, detail_of, reason_of, taken
from amends.letters.duties import ask_for_approval, ask_to_post, ended
from amends.letters.paper import Paper, frozen
from amends.letters.refusals import LetterGone, NotTheRole, NotYoursToApprove, PatternGone
from amends.letters.tables import Letter, LetterState
from amends.letters.wording import blanks_of, composed, known_of, pattern_of
from amends.people.actor import Actor
from amends.people.rights import Right
from amends.tasks.tables import TaskKind


async def finish(desk: Desk, letter_id: UUID, *, seen: int, by: Actor, now: datetime) -> None:
    """Frozen: for whoever approves it, where the policy asks for that, else for the printer."""
    by.demand(Right.HANDLE)
    case, letter = await taken(desk, letter_id, by, LetterState.DRAFT)
    if seen != letter.changes:
        raise LetterGone()
    paper = _complete(case, letter, await case_file(case.id), by=by, now=now)
    pattern = pattern_of(desk.policy, document=letter.document, event=letter.event)
    role = pattern.approved_by if pattern is not None else ""
    kept, digest = frozen(paper)
    asked = {"asked_at": now, "asked_by": by.id, "approving_role": role or None}
    given_back = {"given_back_at": None, "given_back_by": None, "given_back_reason": None}
    await change(
        letter,
        paper=kept,
        paper_sha256=digest,
        subject=paper.subject,
        **asked,
        **given_back,
        **_after(role, by, now),
    )
    act = "letter-asked" if role else "letter-finished"
    await record(act=act, by=by, now=now, complaint_id=case.id, detail=detail_of(letter) | _role(role))
    await (ask_for_approval if role else ask_to_post)(case, letter, by=by, now=now)


async def approve(desk: Desk, letter_id: UUID, *, digest: str, by: Actor, now: datetime) -> None:
    """`digest`: of what the reader had before them."""
    case, letter = await taken(desk, letter_id, by, LetterState.ASKED)
    demand_approver(letter, by)
    if digest != letter.paper_sha256:
        raise LetterGone()
    await change(letter, state=LetterState.APPROVED, approved_at=now, approved_by=by.id)
    await record(act="letter-approved", by=by, now=now, complaint_id=case.id, detail=detail_of(letter))
    await ended(letter, TaskKind.LETTER_APPROVAL, by=by, now=now)
    await ask_to_post(case, letter, by=by, now=now)


async def give_back(desk: Desk, letter_id: UUID, *, reason: str, by: Actor, now: datetime) -> None:
    """A draft again, with the reason for whoever writes it."""
    _, letter = await taken(desk, letter_id, by, LetterState.ASKED)
    demand_approver(letter, by)
    reason = reason_of(reason)
    detail = detail_of(letter)
    await change(
        letter,
        state=LetterState.DRAFT,
        paper=None,
        paper_sha256=None,
        subject="",
        changes=letter.changes + 1,
        given_back_at=now,
        given_back_by=by.id,
        given_back_reason=reason,
    )
    await record(
        act="letter-given-back",
        by=by,
        now=now,
        complaint_id=letter.complaint_id,
        detail=detail,
        personal={"reason": reason},
    )
    await ended(letter, TaskKind.LETTER_APPROVAL, by=by, now=now, outcome=reason)


def may_approve(letter: Letter, by: Actor) -> bool:
    return letter.approving_role in by.roles and by.id not in authors(letter)


def demand_approver(letter: Letter, by: Actor) -> None:
    if letter.approving_role not in by.roles:
        raise NotTheRole()
    if by.id in authors(letter):
        raise NotYoursToApprove()


def authors(letter: Letter) -> frozenset[UUID | None]:
    return frozenset((letter.created_by, letter.changed_by, letter.asked_by))


def given_of(letter: Letter) -> dict[str, str]:
    return msgspec.json.decode(str(letter.blanks), type=dict[str, str])


def draft_of(case: Case, letter: Letter, file: CaseFile, *, reader: Actor, now: datetime) -> Paper:
    """As it would be printed today; dashes stand where something is missing."""
    pattern = pattern_of(case.desk.policy, document=letter.document, event=letter.event)
    if pattern is None:
        raise PatternGone()
    known = known_of(case, file, reader=reader) | {"name": str(letter.recipient)}
    subject, body = composed(pattern, str(letter.language), known, given_of(letter), str(letter.own_words))
    return Paper(
        language=str(letter.language),
        recipient=str(letter.recipient),
        address=str(letter.address),
        number=str(case.row.number),
        day=now.astimezone(ZoneInfo(case.desk.zone)).date(),
        subject=subject,
        body=body,
        signed=pattern.signed,
    )


def missing_in(case: Case, letter: Letter, file: CaseFile, *, reader: Actor) -> list[str]:
    """Placeholders that nothing is known for."""
    pattern = pattern_of(case.desk.policy, document=letter.document, event=letter.event)
    if pattern is None:
        raise PatternGone()
    known, given = known_of(case, file, reader=reader), given_of(letter)
    return [name for name in blanks_of(pattern, known) if not (given.get(name) or known.get(name))]


def _complete(case: Case, letter: Letter, file: CaseFile, *, by: Actor, now: datetime) -> Paper:
    texts = Texts()
    texts.line("recipient", str(letter.recipient), needed="Please say who it is for.")
    address_lines(texts, str(letter.address), str(letter.recipient))
    if not letter.address:
        texts.wrong["address"] = "Please give the address it goes to."
    for name in missing_in(case, letter, file, reader=by):
        texts.wrong[f"blanks.{name}"] = "Please fill this in."
    texts.demand()
    paper = draft_of(case, letter, file, reader=by, now=now)
    if not paper.body:
        texts.wrong["own_words"] = "Please write something."
    texts.demand()
    return paper


def _after(role: str, by: Actor, now: datetime) -> dict[str, object]:
    if role:
        return {"state": LetterState.ASKED}
    return {"state": LetterState.APPROVED, "approved_at": now, "approved_by": by.id}


def _role(role: str) -> dict[str, object]:
    return {"role": role} if role else {}
