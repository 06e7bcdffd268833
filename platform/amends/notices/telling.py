"""What somebody is to be told, and the notices it makes: one for each channel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

from amends.complaints.desk import Desk
from amends.notices.planning import Occasion, Planned, planned
from amends.notices.recipients import Recipient
from amends.notices.tables import Channel
from amends.notices.texts import rendered
from amends.policy.document import Way
from amends.policy.events import Event

AT_ONCE: Final = (Channel.APP, Channel.PAGE)
"""Written is shown."""
BY_PEOPLE: Final = frozenset(
    {
        Event.ACCEPTED,
        Event.REFUSED,
        Event.FORWARDED,
        Event.EVIDENCE_WANTED,
        Event.PROGRESS,
        Event.MESSAGE,
        Event.PROPOSAL,
        Event.DECISION,
        Event.EXECUTION,
        Event.CLOSED,
        Event.REOPENED,
        Event.CONVERTED,
        Event.EXTENSION,
        Event.PAUSED,
        Event.RESUMED,
    }
)
"""Somebody's own message or decision; the program writes all others by itself."""

_STANDING_IN = {
    "zh": "{who} 目前不在岗，由您代理，因此本通知发给您。",
    "en": "{who} is away and you stand in: that is why this comes to you.",
}
_COPY = {
    "zh": "以下为发给投诉人的通知，抄送给您。",
    "en": "This was told to the complainant; you get a copy.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What `to` is to be told, by the ways of the policy and of the reader (`amends.notices.planning`).

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
    urgent: bool = False
    """The case is of the most urgent level: it waits for nobody's morning."""
    shown: bool = False
    """`to` has it before their eyes already, or heard it."""
    own_words: str = ""
    """A paragraph somebody wrote for this one."""
    below: str = ""
    """A sentence of the program's own, below the organisation's text."""
    overtakes: Sequence[str] = ()
    """`dedup_key`s of what is not worth saying any more, if it has not left yet."""
    copy: bool = False
    """Of what the complainant is told, to staff."""
    by_program: bool = False
    """Nobody wrote or decided it, although of this event somebody mostly does."""

    def planned(self, now: datetime) -> list[Planned]:
        notice = self.desk.policy.notices.get(self.event)
        occasion = Occasion(
            event=self.event,
            ways=notice.ways if notice is not None and not self.copy else (Way.CHOSEN,),
            can=self.desk.ways,
            about_case=self.complaint_id is not None,
            urgent=self.urgent,
            own=self.own,
            shown=self.shown,
        )
        return planned(occasion, self.to, zone=self.desk.zone, now=now)

    @property
    def dedup_key(self) -> str:
        return self.key_by(Channel.MAIL)

    def key_by(self, channel: Channel) -> str:
        return dedup_key(self.event, self.key, self.to, channel)


def dedup_key(event: Event, key: str, to: Recipient, channel: Channel = Channel.MAIL) -> str:
    """In the outbox: the same cause by the same way to the same reader is one debt."""
    return f"{channel}:{event}:{key}:{to.person_id or 'complainant'}"


@dataclass(frozen=True, slots=True)
class Made:
    """A notice about to be written."""

    telling: Telling
    planned: Planned
    row: dict[str, Any]

    @property
    def id(self) -> UUID:
        found: UUID = self.row["id"]
        return found

    @property
    def channel(self) -> Channel:
        return self.planned.channel

    @property
    def key(self) -> str:
        return self.telling.key_by(self.channel)

    @property
    def folded(self) -> bool:
        return self.row.get("folded_into") is not None


def made(telling: Telling, plan: Sequence[Planned], *, now: datetime) -> list[Made]:
    """In the reader's language."""
    if not plan:
        return []
    desk, to = telling.desk, telling.to
    subject, body = said(telling)
    whole = {
        "complaint_id": telling.complaint_id,
        "event": telling.event,
        "person_id": to.person_id,
        "language": to.language,
        "subject": subject,
        "body": body,
        "created_at": now,
        "own_words": telling.own_words or None,
        "automatic": telling.by_program or telling.copy or telling.event not in BY_PEOPLE,
    }
    notice = desk.policy.notices.get(telling.event)
    noted = notice is not None and notice.opened_by_link and not to.is_staff
    notices = []
    for each in plan:
        notice_id = uuid4()
        own = {
            "id": notice_id,
            "channel": each.channel,
            "address": _address(each.channel, to),
            "message_id": f"<{notice_id}@{desk.mail_domain}>",
            "sent_at": now if each.channel in AT_ONCE else None,
            "not_before": each.not_before,
            "digest": True if each.digest else None,
            "marked": True if noted and each.channel is Channel.MAIL else None,
        }
        notices.append(Made(telling, each, {**whole, **own}))
    return notices


def said(telling: Telling) -> tuple[str, str]:
    """Subject and text, in the reader's language."""
    desk, to = telling.desk, telling.to
    filled = {"name": to.name, "organisation": desk.name_in(to.language), **telling.values}
    subject, body = rendered(desk.policy, telling.event, to.language, filled, own_words=telling.own_words)
    if telling.copy:
        body = f"{_COPY[to.language]}\n\n{body}"
    if telling.below:
        body = f"{body}\n{telling.below}\n"
    if to.stands_in_for:
        body = f"{body}\n{_STANDING_IN[to.language].format(who=to.stands_in_for)}\n"
    return subject, body


def _address(channel: Channel, to: Recipient) -> str | None:
    match channel:
        case Channel.MAIL:
            return to.address
        case Channel.SMS | Channel.PHONE | Channel.CHAT:
            return to.phone or None
        case Channel.LETTER:
            return to.postal
    return None
