"""Telling somebody something: the notice and its way out are written with the change they tell of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid4

from amends.complaints.desk import Desk
from amends.notices.recipients import Recipient
from amends.notices.tables import Channel, NoticeRow
from amends.notices.texts import rendered
from amends.outbox.operations import publish
from amends.policy.events import Event

SEND_MAIL = "send-mail"
"""The outbox name of a notice that leaves by mail; its payload is the notice's id."""


async def tell(
    desk: Desk,
    event: Event,
    *,
    to: Recipient,
    values: Mapping[str, str],
    key: str,
    now: datetime,
    complaint_id: UUID | None = None,
) -> None:
    """Owe `to` this notice, by mail when there is an address, and in the portal when it is staff about a case.

    `key` names the cause (ids and ISO dates): the same cause never tells the same person twice.
    """
    filled = {"name": to.name, "organisation": desk.name_in(to.language), **values}
    subject, body = rendered(desk.policy, event, to.language, filled)
    channels = [Channel.MAIL] if to.address else []
    if to.person_id is not None and complaint_id is not None:
        channels.append(Channel.APP)
    for channel in channels:
        notice_id = uuid4()
        await NoticeRow(
            id=notice_id,
            complaint_id=complaint_id,
            event=event,
            channel=channel,
            person_id=to.person_id,
            address=to.address if channel is Channel.MAIL else None,
            language=to.language,
            subject=subject,
            body=body,
            message_id=f"<{notice_id}@{desk.mail_domain}>",
            created_at=now,
            sent_at=now if channel is Channel.APP else None,
        ).save()
        if channel is Channel.MAIL:
            who = to.person_id or "complainant"
            await publish(
                name=SEND_MAIL,
                payload={"notice_id": str(notice_id)},
                dedup_key=f"mail:{event}:{key}:{who}",
                now=now,
            )
