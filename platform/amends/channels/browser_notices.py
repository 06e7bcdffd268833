"""A notice that goes to somebody's browsers. They are told by mail and in the portal besides: nothing is owed here for
long, and nobody has to do anything when it fails."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from amends.channels.handing import Sender
from amends.channels.message import Message
from amends.channels.push import Browsers
from amends.channels.subscriptions import browsers_of, words_for
from amends.channels.tables import PushSubscription
from amends.complaints.tables import Complaint
from amends.database.rows import select_one
from amends.database.scope import execute
from amends.notices.delivery import SUSPENDED_WAIT
from amends.notices.mail import SendFailed
from amends.notices.tables import NoticeRow
from amends.outbox import operations as outbox
from amends.outbox.operations import Claimed
from amends.people.tables import Person, PersonStatus
from amends.tenancy.tables import Tenant, TenantStatus

MOST_TRIES: Final = 6
"""Three quarters of an hour: what comes later than that is no news."""


@dataclass(frozen=True, slots=True)
class ToBrowsers:
    message: Message
    browsers: Browsers


async def take_push(
    claimed: Claimed, *, tenant_id: UUID, sender: Sender, contact: str, now: datetime
) -> ToBrowsers | None:
    tenant = await Tenant.objects().get(Tenant.id == tenant_id)
    if tenant is None or tenant.status == TenantStatus.SUSPENDED:
        await outbox.put_off(row_id=claimed.id, until=now + SUSPENDED_WAIT)
        return None
    notice = await select_one(NoticeRow, "WHERE id = $1", UUID(claimed.payload["notice_id"]))
    if notice is None:
        return None
    browsers = Browsers(await _rows(notice), sender.secrets, contact, sender.allowed)
    return ToBrowsers(await _message(notice, tenant, sender.base_url), browsers)


async def push_failed(claimed: Claimed, failure: SendFailed, *, now: datetime) -> bool:
    """Tried again for a while; then it is let go, without anybody being asked to do something about it."""
    over = failure.permanent or claimed.attempts >= MOST_TRIES
    if over:
        await outbox.settle(row_id=claimed.id, now=now)
    else:
        await outbox.fail(
            row_id=claimed.id,
            attempts=claimed.attempts,
            failure=failure.reason,
            reason=failure.code,
            permanent=False,
            now=now,
        )
    await execute(
        """UPDATE notice SET failure = $2, answer = $2, failed_at = $3, tries = coalesce(tries, 0) + 1
        WHERE id = $1""",
        UUID(claimed.payload["notice_id"]),
        failure.reason,
        now if over else None,
    )
    return over


async def _rows(notice: NoticeRow) -> Sequence[PushSubscription]:
    """None of somebody who has left: their browsers may be anybody's by now."""
    person = await Person.objects().get(Person.id == notice.person_id)
    if person is None or person.status != PersonStatus.ACTIVE:
        return []
    return await browsers_of(person.id)


async def _message(notice: NoticeRow, tenant: Tenant, base_url: str) -> Message:
    """Made of codes: neither subject nor body leaves, which may hold anybody's name."""
    language = str(notice.language)
    case = await Complaint.objects().get(Complaint.id == notice.complaint_id) if notice.complaint_id else None
    return Message(
        id=str(notice.id),
        language=language,
        subject=words_for(str(notice.event), language),
        link=f"{base_url}/portal/cases/{case.id}" if case is not None else f"{base_url}/portal/notices",
        number=str(case.number) if case is not None else "",
        organisation=tenant.name_in(language),
    )
