"""A letter to somebody outside on its way: its key is put in as it leaves, and that it came to nothing is told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from amends.audit.operations import record
from amends.complaints.case import take
from amends.complaints.desk import Desks
from amends.complaints.tables import Complaint
from amends.correspondence.operations import tell_staff
from amends.database.rows import select_one
from amends.outside.keys import KEY_LATER, key_of
from amends.outside.tables import OutsideRequest
from amends.people.actor import SYSTEM
from amends.policy.document import Text

_UNDELIVERABLE = Text(
    zh="发给 {party} 的询问函无法送达。请核对邮箱地址后重新发送链接。",
    en="The letter to {party} could not be delivered. Look at the address, then send the link again.",
)


async def keyed(body: str, request_id: UUID, *, secrets: Sequence[str]) -> str:
    """With the link that opens it now."""
    request = await _request(request_id)
    return body.replace(KEY_LATER, key_of(secrets[0], request.id, int(request.key_number)))


async def undeliverable(request_id: UUID, *, key: str, reason: str, desks: Desks, now: datetime) -> None:
    """Whoever handles the case hears of it; what was asked is late when it is late, whether it arrived or not."""
    request = await _request(request_id)
    row = await select_one(Complaint, "WHERE id = $1", request.complaint_id)
    assert row is not None, "the database keeps a request's case"
    case = await take(await desks(row.policy_version_id, row.calendar_version_id), row.id)
    await record(
        act="outside-not-reached",
        by=SYSTEM,
        now=now,
        complaint_id=case.id,
        detail={"request": request.id, "code": reason},
        personal={"party": str(request.party)},
    )
    words = {"party": str(request.party)}
    news = Text(zh=_UNDELIVERABLE.zh.format(**words), en=_UNDELIVERABLE.en.format(**words))
    await tell_staff(case, news, key=f"outside-not-reached:{key}", now=now)


async def _request(request_id: UUID) -> OutsideRequest:
    request = await select_one(OutsideRequest, "WHERE id = $1", request_id)
    assert request is not None, "the database keeps a letter's request"
    return request
