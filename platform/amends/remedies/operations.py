"""Remedies: proposed, approved where the policy asks for that, carried out; a case closes when none is outstanding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

from amends.audit.operations import record
from amends.complaints.about import ABOUT_THEM
from amends.complaints.case import Case, take_by
from amends.complaints.desk import Desk
from amends.complaints.lifecycle import ENDED
from amends.complaints.texts import LONGEST_PARAGRAPH, Texts, prose
from amends.correspondence.operations import CaseEnded
from amends.database.rows import select_all
from amends.deadlines.due import end_of_last
from amends.deadlines.period import Unit
from amends.errors import Invalid
from amends.people.actor import Actor
from amends.people.queries import assignable_person
from amends.people.rights import Right
from amends.policy.document import Remedy as Kind
from amends.policy.document import Text
from amends.policy.events import Event
from amends.remedies.amounts import money_in
from amends.remedies.duties import (
    OVERTAKEN,
    approval_ended,
    ask_for_approval,
    ask_to_carry_out,
    carrying_out_ended,
    usual_due,
)
from amends.remedies.ledger import Held, append, begin, held
from amends.remedies.rules import OPEN, TOLD, EntryKind, Need, State, within_own_limit
from amends.remedies.rules import held as roles_held
from amends.remedies.tables import Remedy
from amends.remedies.wording import need_for, words

_TAKEN_BACK = Text(zh="我们不再提供以下补救措施：", en="We no longer provide this remedy:")


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """Who sees to a remedy and until the end of which day; None: whoever has the case, as the policy's clocks say."""

    owner_id: UUID | None = None
    until: date | None = None


@dataclass(slots=True)
class _Given:
    """What a remedy is, checked."""

    kind: Kind
    description: str
    money: Decimal | None
    texts: Texts = field(default_factory=Texts)


_AS_USUAL = Charge()


async def grant(
    desk: Desk,
    complaint_id: UUID,
    *,
    code: str,
    description: str,
    amount: str,
    by: Actor,
    now: datetime,
    charge: Charge = _AS_USUAL,
) -> None:
    """Promise a remedy, or propose one that somebody else has to approve first.

    `amount` is decimal text in the organisation's currency, empty for none.
    """
    by.demand(Right.HANDLE)
    case = await take_by(desk, complaint_id, by)
    if case.state in ENDED:
        raise CaseEnded()
    given = _checked(case, code, description, amount)
    due_at = await _due(case, charge, given.texts, now=now)
    given.texts.demand()
    need = _need(case, code, given.money, by)
    remedy = Remedy(
        id=uuid4(),
        complaint_id=case.id,
        code=code,
        description=given.description,
        amount=given.money,
        currency=desk.policy.handling.currency,
        offered_at=now,
        offered_by=by.id,
        owner_id=charge.owner_id,
        due_at=due_at,
    )
    if due_at is None:
        remedy.due_at = await usual_due(Held(case, remedy), now=now)
    there = await begin(case, remedy, _asked(need, given.money), by=by, now=now)
    await record(
        act="remedy" if need is None else "remedy-proposed",
        by=by,
        now=now,
        complaint_id=case.id,
        detail={
            "remedy": remedy.id,
            "code": code,
            "amount": _text(given.money),
            **({"roles": list(need.roles)} if need else {}),
        },
        personal={"description": given.description},
    )
    await _ask(there, by=by, now=now)


async def change(
    desk: Desk,
    complaint_id: UUID,
    remedy_id: UUID,
    *,
    description: str,
    amount: str,
    by: Actor,
    now: datetime,
) -> None:
    """Something else is given, or more or less: it needs approval anew, where its amount does."""
    by.demand(Right.HANDLE)
    there = await held(desk, complaint_id, remedy_id, by)
    there.demand(EntryKind.CHANGED)
    given = _checked(there.case, str(there.remedy.code), description, amount)
    given.texts.demand()
    need = _need(there.case, str(there.remedy.code), given.money, by)
    await append(
        there,
        EntryKind.CHANGED,
        by=by,
        now=now,
        words=given.description,
        detail=_asked(need, given.money),
        recorded={"amount": _text(given.money)},
        description=given.description,
        amount=given.money,
    )
    await approval_ended(there, still=need.roles if need else (), by=by, now=now, why=OVERTAKEN)
    await carrying_out_ended(there, by=by, now=now, why=OVERTAKEN)
    await _ask(there, by=by, now=now)


async def entrust(
    desk: Desk, complaint_id: UUID, remedy_id: UUID, *, charge: Charge, by: Actor, now: datetime
) -> None:
    """To another owner, or until another day."""
    by.demand(Right.HANDLE)
    there = await held(desk, complaint_id, remedy_id, by)
    there.demand(EntryKind.ENTRUSTED)
    texts = Texts()
    due_at = await _due(there.case, charge, texts, now=now)
    texts.demand()
    due_at = due_at or there.remedy.due_at or await usual_due(there, now=now)
    said = {"to": charge.owner_id, "due_at": due_at}
    await append(
        there,
        EntryKind.ENTRUSTED,
        by=by,
        now=now,
        detail={name: str(value) for name, value in said.items() if value is not None},
        recorded=said,
        owner_id=charge.owner_id,
        due_at=due_at,
    )
    await carrying_out_ended(there, by=by, now=now, why=OVERTAKEN)
    await ask_to_carry_out(there, by=by, now=now)


async def withdraw(
    desk: Desk, complaint_id: UUID, remedy_id: UUID, *, reason: str, by: Actor, now: datetime
) -> None:
    """It is not given after all. A complainant who was told of it is told this too, with the reason."""
    by.demand(Right.HANDLE)
    there = await held(desk, complaint_id, remedy_id, by)
    there.demand(EntryKind.WITHDRAWN)
    told = there.state in TOLD
    reason = prose("reason", reason, longest=LONGEST_PARAGRAPH, needed="Please say why.")
    await append(there, EntryKind.WITHDRAWN, by=by, now=now, words=reason)
    await approval_ended(there, by=by, now=now, why=reason)
    await carrying_out_ended(there, by=by, now=now, why=reason)
    if told:
        language = str(there.case.row.language)
        name = words(desk.policy, [there.remedy], language)
        body = f"{_TAKEN_BACK.in_language(language)}\n{name}\n\n{reason}"
        await there.case.tell_complainant(
            Event.MESSAGE, key=f"remedy-withdrawn:{there.remedy.id}", now=now, body=body
        )


async def remedies_of(complaint_id: UUID) -> Sequence[Remedy]:
    return await select_all(Remedy, "WHERE complaint_id = $1 ORDER BY offered_at, id", complaint_id)


async def outstanding(complaint_id: UUID) -> list[Remedy]:
    """Awaiting approval, or not carried out."""
    return [row for row in await remedies_of(complaint_id) if row.standing in OPEN]


async def _ask(there: Held, *, by: Actor, now: datetime) -> None:
    if there.state is State.AWAITING:
        await ask_for_approval(there, by=by, now=now)
    else:
        await ask_to_carry_out(there, by=by, now=now)


def _checked(case: Case, code: str, description: str, amount: str) -> _Given:
    kind = case.desk.policy.remedies.get(code)
    if kind is None:
        raise Invalid({"code": "Please choose a remedy."})
    given = _Given(kind, "", None)
    given.description = given.texts.prose(
        "description", description, required=False, longest=LONGEST_PARAGRAPH
    )
    given.money = money_in(amount, given.texts) if kind.with_amount else None
    if not kind.with_amount and amount.strip():
        given.texts.wrong["amount"] = "This remedy takes no amount."
    return given


async def _due(case: Case, charge: Charge, texts: Texts, *, now: datetime) -> datetime | None:
    owner = charge.owner_id
    if owner is not None and owner in case.row.about:
        texts.wrong["owner"] = ABOUT_THEM
    elif owner is not None and await assignable_person(owner) is None:
        texts.wrong["owner"] = "This person cannot handle complaints."
    if charge.until is None:
        return None
    due_at = end_of_last(charge.until, Unit.CALENDAR_DAYS, case.desk.calendar)
    if due_at < now:
        texts.wrong["until"] = "This day is over."
    return due_at


def _need(case: Case, code: str, money: Decimal | None, by: Actor) -> Need | None:
    """None also within the own limit of whoever proposes it."""
    need = need_for(case.desk.policy, code, money)
    mine = roles_held(by.roles, handles=by.may(Right.HANDLE))
    return None if need is None or within_own_limit(need, mine) else need


def _asked(need: Need | None, money: Decimal | None) -> dict[str, object]:
    asked = {"code": need.code, "roles": list(need.roles), "persons": need.persons} if need else None
    return {**({"need": asked} if asked else {}), **({"amount": str(money)} if money is not None else {})}


def _text(money: Decimal | None) -> str | None:
    return str(money) if money is not None else None
