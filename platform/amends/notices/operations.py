"""Telling somebody something: the notice and its way out are written with the change they tell of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from amends.complaints.desk import Desk
from amends.database.rows import insert_values
from amends.notices.preferences import wanted
from amends.notices.recipients import Recipient
from amends.notices.tables import Channel, NoticeRow
from amends.notices.texts import rendered
from amends.outbox.operations import publish
from amends.policy.events import Event

SEND_MAIL = "send-mail"
"""The outbox name of a notice that leaves by mail; its payload is the notice's id."""

_STANDING_IN = {
    "zh": "{who} 目前不在岗，由您代理，因此本通知发给您。",
    "en": "{who} is away and you stand in: that is why this comes to you.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What `to` is to be told, by mail when there is an address, and in the portal when it is staff about a case.

    `key` names the cause (ids and ISO dates): the same cause never tells the same person twice.
    """

    desk: Desk
    event: Event
    to: Recipient
    values: Mapping[str, str]
    key: str
    complaint_id: UUID | None = None
    own: bool = True
    """Whether `to` is responsible for the case; what they prefer counts less then (`amends.notices.preferences`)."""
    own_words: str = ""
    """A paragraph somebody wrote for this very letter; it stands before the closing."""

    @property
    def channels(self) -> list[Channel]:
        staff = self.to.person_id is not None and self.complaint_id is not None
        there = [*([Channel.MAIL] if self.to.address else []), *([Channel.APP] if staff else [])]
        prefers = self.to.preferences
        return [channel for channel in there if wanted(channel, self.event, prefers, own=self.own)]

    @property
    def dedup_key(self) -> str:
        return f"mail:{self.event}:{self.key}:{self.to.person_id or 'complainant'}"


async def tell(
    desk: Desk,
    event: Event,
    *,
    to: Recipient,
    values: Mapping[str, str],
    key: str,
    now: datetime,
    complaint_id: UUID | None = None,
    own: bool = True,
) -> None:
    """Owe `to` this notice."""
    telling = Telling(
        desk=desk, event=event, to=to, values=values, key=key, complaint_id=complaint_id, own=own
    )
    await tell_all([telling], now=now)


async def tell_all(tellings: Sequence[Telling], *, now: datetime) -> None:
    """The notices and their ways out, however many, in a statement each."""
    made = {telling.dedup_key: notices_of(telling, now=now) for telling in tellings}
    rows = [row for notices in made.values() for row in notices]
    payloads = {
        key: {"notice_id": str(row["id"])}
        for key, notices in made.items()
        for row in notices
        if row["channel"] is Channel.MAIL
    }
    await insert_values(NoticeRow, rows)
    await publish(name=SEND_MAIL, payloads=payloads, now=now)


def notices_of(telling: Telling, *, now: datetime) -> list[dict[str, object]]:
    """A row for each channel, in the reader's language."""
    desk, to = telling.desk, telling.to
    filled = {"name": to.name, "organisation": desk.name_in(to.language), **telling.values}
    subject, body = rendered(desk.policy, telling.event, to.language, filled, own_words=telling.own_words)
    if to.stands_in_for:
        body = f"{body}\n{_STANDING_IN[to.language].format(who=to.stands_in_for)}\n"
    ids = {channel: uuid4() for channel in telling.channels}
    return [
        {
            "id": notice_id,
            "complaint_id": telling.complaint_id,
            "event": telling.event,
            "channel": channel,
            "person_id": to.person_id,
            "address": to.address if channel is Channel.MAIL else None,
            "language": to.language,
            "subject": subject,
            "body": body,
            "own_words": telling.own_words or None,
            "message_id": f"<{notice_id}@{desk.mail_domain}>",
            "created_at": now,
            "sent_at": now if channel is Channel.APP else None,
        }
        for channel, notice_id in ids.items()
    ]
