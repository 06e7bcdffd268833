"""A notice that leaves by a gateway: what is handed over, and by which one. Claimed and settled as mail is."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from amends.channels import keys
from amends.channels.gateways import HttpGateway
from amends.channels.message import Answer, Message, Outcome, Way
from amends.channels.phones import country_of, national, text_number
from amends.channels.recipe import Kind, recipe_of
from amends.channels.tables import Gateway
from amends.complaints.access import access_code
from amends.complaints.tables import Complaint
from amends.database.rows import select_all, select_one
from amends.notices.delivery import SUSPENDED_WAIT, settled, with_secrets
from amends.notices.mail import SendFailed
from amends.notices.tables import Channel, NoticeRow
from amends.notices.texts import marked_trial
from amends.outbox import operations as outbox
from amends.outbox.answers import Taken
from amends.outbox.operations import Claimed
from amends.outbox.reasons import Reason
from amends.people.tables import Person
from amends.policy.events import Event
from amends.tenancy.tables import Tenant, TenantStatus

FOLLOWS: Final = timedelta(seconds=20)
_TELLS_CODE: Final = (Event.LODGED, Event.ACCESS_CODE)


@dataclass(frozen=True, slots=True)
class Handover:
    message: Message
    way: Way


@dataclass(frozen=True, slots=True)
class Nobody:
    """Where there is nothing to hand it to: says so as a gateway would."""

    answer: Answer

    async def send(self, message: Message) -> Answer:  # noqa: ARG002
        return self.answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """What is needed of the deployment."""

    secrets: Sequence[str]
    base_url: str
    """Where the organisation's pages are."""
    allowed: Collection[str] = ()


async def take_message(
    claimed: Claimed, *, tenant_id: UUID, sender: Sender, now: datetime
) -> Handover | None:
    """None when there is nothing to hand over now: it waits, or another message says it."""
    tenant = await Tenant.objects().get(Tenant.id == tenant_id)
    if tenant is None or tenant.status == TenantStatus.SUSPENDED:
        await outbox.put_off(row_id=claimed.id, until=now + SUSPENDED_WAIT)
        return None
    notice = await select_one(NoticeRow, "WHERE id = $1", UUID(claimed.payload["notice_id"]))
    if notice is None:
        return None
    together = await _together(notice)
    if together[0].id != notice.id:
        return await _follow(claimed, together[0], now=now)
    people = await _people(together)
    message = await _message(notice, people, tenant, sender)
    return Handover(message, await _way(notice, message, people, sender))


def handed(answer: Answer) -> Taken:
    """SendFailed unless it was taken."""
    if answer.outcome is Outcome.TAKEN:
        return Taken(answer.words, answer.provider_id)
    permanent = answer.outcome is Outcome.REFUSED
    raise SendFailed(answer.words, code=answer.reason, permanent=permanent)


async def _together(notice: NoticeRow) -> list[NoticeRow]:
    """A group reads what several of its people are told of one thing as one message; the first of them is sent."""
    if notice.channel != Channel.CHAT or notice.complaint_id is None:
        return [notice]
    return await select_all(
        NoticeRow,
        """WHERE complaint_id = $1 AND channel = 'chat' AND event = $2 AND created_at = $3 AND subject = $4
        AND folded_into IS NULL ORDER BY id""",
        notice.complaint_id,
        notice.event,
        notice.created_at,
        notice.subject,
    )


async def _follow(claimed: Claimed, first: NoticeRow, *, now: datetime) -> Handover | None:
    if first.sent_at is not None:
        await settled(claimed, now=now, taken=Taken(str(first.answer or ""), str(first.provider_id or "")))
        return None
    if first.failed_at is not None:
        answer = Answer(Outcome.REFUSED, str(first.failure or ""), Reason.MESSAGE_REFUSED)
        return Handover(Message(id=""), Nobody(answer))
    await outbox.put_off(row_id=claimed.id, until=now + FOLLOWS)
    return None


async def _people(notices: Sequence[NoticeRow]) -> list[Person]:
    ids = [notice.person_id for notice in notices if notice.person_id is not None]
    return await select_all(Person, "WHERE id = ANY ($1::uuid[]) ORDER BY name, id", ids) if ids else []


async def _message(notice: NoticeRow, people: Sequence[Person], tenant: Tenant, sender: Sender) -> Message:
    language, country = str(notice.language), country_of(str(tenant.time_zone))
    subject, body = str(notice.subject), await with_secrets(notice, sender.secrets)
    if tenant.in_trial and notice.complaint_id is not None:
        subject, body = marked_trial(subject, body, language=language)
    case = await _case(notice)
    number = str(case.number) if case is not None else ""
    numbers = (text_number(str(person.phone or ""), country=country) for person in people)
    return Message(
        id=str(notice.id),
        to=text_number(str(notice.address or ""), country=country) if notice.channel == Channel.SMS else "",
        language=language,
        subject=subject,
        body=body,
        link=_link(notice, number, sender.base_url),
        number=number,
        code=_code(notice, case, sender.secrets),
        organisation=tenant.name_in(language),
        names=tuple(str(person.name) for person in people),
        mentions=tuple(national(each) for each in numbers if each),
    )


async def _way(notice: NoticeRow, message: Message, people: Sequence[Person], sender: Sender) -> Way:
    kind = Kind.SMS if notice.channel == Channel.SMS else Kind.CHAT
    if kind is Kind.SMS and not message.to:
        return Nobody(Answer(Outcome.REFUSED, "no number for text messages", Reason.BAD_NUMBER))
    row = await _gateway(kind, people)
    if row is None:
        return Nobody(Answer(Outcome.REFUSED, "no gateway is switched on", Reason.NO_GATEWAY))
    return way_of(row, sender)


def way_of(row: Gateway, sender: Sender) -> Way:
    try:
        found = keys.opened(row.sealed, sender.secrets)
    except keys.KeysUnreadable:
        return Nobody(Answer(Outcome.LATER, "keys cannot be read", Reason.GATEWAY_TROUBLE))
    return HttpGateway(recipe_of(row.recipe), found, sender.allowed)


async def _gateway(kind: Kind, people: Sequence[Person]) -> Gateway | None:
    """The department's own before everybody's; of several the one that has served longest."""
    departments = [person.department_id for person in people if person.department_id is not None]
    return await select_one(
        Gateway,
        """WHERE kind = $1 AND on_since IS NOT NULL AND (department_id IS NULL OR department_id = ANY ($2::uuid[]))
        ORDER BY department_id IS NULL, on_since, id LIMIT 1""",
        str(kind),
        departments if kind is Kind.CHAT else [],
    )


async def _case(notice: NoticeRow) -> Complaint | None:
    return await Complaint.objects().get(Complaint.id == notice.complaint_id) if notice.complaint_id else None


def _link(notice: NoticeRow, number: str, base_url: str) -> str:
    if notice.person_id is not None:
        return (
            f"{base_url}/portal/cases/{notice.complaint_id}" if notice.complaint_id else f"{base_url}/portal"
        )
    return f"{base_url}/track?number={number}" if number else base_url


def _code(notice: NoticeRow, case: Complaint | None, secrets: Sequence[str]) -> str:
    if case is None or notice.event not in _TELLS_CODE or notice.person_id is not None:
        return ""
    return access_code(secrets[0], complaint_id=case.id, number=int(case.access_code_number))
