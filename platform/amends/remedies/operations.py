"""Remedies: granted, then carried out; a case closes when none is outstanding."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID, uuid4

from amends.audit.operations import record
from amends.complaints.case import Case, take_by
from amends.complaints.desk import Desk
from amends.complaints.lifecycle import ENDED, State
from amends.complaints.texts import LONGEST_PARAGRAPH, Texts
from amends.correspondence.operations import CaseEnded
from amends.database.rows import select_all
from amends.deadlines.happening import happened
from amends.errors import Invalid, NotFound
from amends.people.actor import Actor
from amends.people.rights import Right
from amends.policy.document import CaseEvent, Policy, Text
from amends.policy.events import Event
from amends.remedies.tables import Remedy

_MOST = Decimal("999999999999.99")
_UNSETTLED = frozenset({State.REGISTERED, State.REVIEW, State.ACCEPTED, State.INVESTIGATING, State.REOPENED})
_NO_MEASURES = Text(zh="无需采取补救措施", en="no remedy is called for")
_AMOUNT = re.compile(r"([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]{1,2})?")


async def grant(
    desk: Desk, complaint_id: UUID, *, code: str, description: str, amount: str, by: Actor, now: datetime
) -> None:
    """Promise a remedy; `amount` is decimal text in the organisation's currency, empty for none."""
    by.demand(Right.HANDLE)
    case = await take_by(desk, complaint_id, by)
    if case.state in ENDED:
        raise CaseEnded()
    kind = desk.policy.remedies.get(code)
    if kind is None:
        raise Invalid({"code": "Please choose a remedy."})
    texts = Texts()
    description = texts.prose("description", description, required=False, longest=LONGEST_PARAGRAPH)
    money = _money(amount, texts) if kind.with_amount else None
    if not kind.with_amount and amount.strip():
        texts.wrong["amount"] = "This remedy takes no amount."
    texts.demand()
    remedy = Remedy(
        id=uuid4(),
        complaint_id=case.id,
        code=code,
        description=description,
        amount=money,
        currency=desk.policy.handling.currency,
        offered_at=now,
        offered_by=by.id,
    )
    await Remedy.insert(remedy)
    await record(
        act="remedy",
        by=by,
        now=now,
        complaint_id=case.id,
        detail={"remedy": remedy.id, "code": code, "amount": str(money) if money is not None else None},
        personal={"description": description},
    )


async def carried_out(desk: Desk, complaint_id: UUID, remedy_id: UUID, *, by: Actor, now: datetime) -> None:
    by.demand(Right.HANDLE)
    case = await take_by(desk, complaint_id, by)
    row = await Remedy.objects().get((Remedy.id == remedy_id) & (Remedy.complaint_id == case.id))
    if row is None:
        raise NotFound()
    if row.carried_out_at is not None:
        return
    await Remedy.update({Remedy.carried_out_at: now}).where(Remedy.id == row.id)
    events = await _done(case)
    detail = {"remedy": row.id, **({"all": True} if CaseEvent.EXECUTED in events else {})}
    await record(act="remedy-carried-out", by=by, now=now, complaint_id=case.id, detail=detail)
    await happened(case, *events, at=now, by=by)
    await case.tell_complainant(
        Event.EXECUTION,
        key=f"remedy:{row.id}",
        now=now,
        measures=words(desk.policy, [row], str(case.row.language)),
        date=desk.local(now, str(case.row.language)),
    )


async def _done(case: Case) -> Sequence[CaseEvent]:
    """Goodwill given before anything is settled leaves the rest to be carried out."""
    settled = case.state not in _UNSETTLED and not await outstanding(case.id)
    return (CaseEvent.EXECUTED, CaseEvent.TOLD) if settled else (CaseEvent.TOLD,)


async def remedies_of(complaint_id: UUID) -> Sequence[Remedy]:
    return await select_all(Remedy, "WHERE complaint_id = $1 ORDER BY offered_at", complaint_id)


async def outstanding(complaint_id: UUID) -> list[Remedy]:
    return [row for row in await remedies_of(complaint_id) if row.carried_out_at is None]


def words(policy: Policy, rows: Sequence[Remedy], language: str) -> str:
    """Remedies as letters name them."""
    parts = []
    for row in rows:
        kind = policy.remedies.get(str(row.code))
        name = kind.name.in_language(language) if kind else str(row.code)
        money = f" {_money_words(row.amount, str(row.currency), language)}" if row.amount is not None else ""
        parts.append(f"{name}{money}" + (f": {row.description}" if row.description else ""))
    return "\n".join(parts)


def measures(policy: Policy, rows: Sequence[Remedy], language: str) -> str:
    """For a decision, which says so where nothing is given."""
    return words(policy, rows, language) or _NO_MEASURES.in_language(language)


def _money_words(amount: Decimal, currency: str, language: str) -> str:
    if currency == "CNY" and language == "zh":
        return f"{amount}元"
    return f"{currency} {amount}"


def _money(text: str, texts: Texts) -> Decimal | None:
    """Nothing is rounded or guessed: who types something else than an amount is asked again."""
    typed = unicodedata.normalize("NFKC", text).strip()
    money = Decimal(typed.replace(",", "")) if _AMOUNT.fullmatch(typed) else Decimal(0)
    if not 0 < money <= _MOST:
        texts.wrong["amount"] = "Please give an amount such as 120.00."
        return None
    return money.quantize(Decimal("0.01"))
