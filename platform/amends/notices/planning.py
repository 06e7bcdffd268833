"""By which channels somebody is told something, and when. Pure.

Nothing that is owed is without a channel: what a policy or a reader wishes and what is possible are laid over each
other, and where nothing is left the next best way is taken, for complainants at last the page they follow their
complaint on.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from amends.notices.hours import next_at, quiet_until
from amends.notices.preferences import Group, group_of, wanted
from amends.notices.recipients import Recipient
from amends.notices.tables import Channel
from amends.policy.document import Way
from amends.policy.events import Event

REACHED: Final = (Channel.MAIL, Channel.SMS, Channel.PHONE, Channel.LETTER)
"""How complainants are reached, the first that is possible before the next."""
MAY_WAIT: Final = (Channel.MAIL, Channel.SMS, Channel.PUSH)
"""What disturbs somebody: nobody is woken by what stands in the portal, or by what colleagues do by day."""
DIGESTED: Final = (Group.ASSIGNED, Group.MESSAGES, Group.TEAM)
"""Tomorrow's list is no place for a warning."""
_BY_MAIL: Final = (Event.ACCESS_CODE, Event.SURVEY)
"""Asked for with the mail address on file; a link is neither read out nor typed off paper."""
_NEVER_WAITS: Final = (Event.MAJOR,)
_CHANNELS: Final = {
    Way.MAIL: Channel.MAIL,
    Way.SMS: Channel.SMS,
    Way.CHAT: Channel.CHAT,
    Way.LETTER: Channel.LETTER,
    Way.PHONE: Channel.PHONE,
}


@dataclass(frozen=True, slots=True)
class Occasion:
    """What is told; `ways` are the policy's, `can` the channels that gateways of the organisation open."""

    event: Event
    ways: Sequence[Way] = (Way.CHOSEN,)
    can: Collection[str] = ()
    about_case: bool = True
    urgent: bool = False
    """Of the most urgent level: it waits for nobody's morning."""
    own: bool = True
    """Whether the reader is responsible for the case."""
    shown: bool = False
    """They have it before their eyes already: nobody calls them to read it out."""


@dataclass(frozen=True, slots=True)
class Planned:
    channel: Channel
    not_before: datetime | None = None
    digest: bool = False


def planned(occasion: Occasion, to: Recipient, *, zone: str, now: datetime) -> list[Planned]:
    """Each channel at most once. Empty only for staff who want no news of what is nobody's."""
    found = _to_staff(occasion, to) if to.is_staff else _to_complainant(occasion, to)
    local = ZoneInfo(to.zone or zone)
    return [_timed(channel, occasion, to, local, now) for channel in dict.fromkeys(found)]


def _to_complainant(occasion: Occasion, to: Recipient) -> list[Channel]:
    possible = [channel for channel in REACHED if _reaches(channel, to, occasion.can)]
    wish = "" if occasion.event in _BY_MAIL else to.reply_by
    chosen = next((channel for channel in possible if channel == wish), (*possible, Channel.PAGE)[0])
    if occasion.shown and (chosen is Channel.PHONE or (chosen is Channel.LETTER and wish != chosen)):
        chosen = Channel.PAGE
    found = []
    for way in occasion.ways:
        channel = {Way.CHOSEN: chosen, Way.IN_APP: Channel.PAGE}.get(way) or _CHANNELS[way]
        if channel in (chosen, Channel.PAGE) or channel in possible:
            found.append(channel)
    return found or [chosen]


def _to_staff(occasion: Occasion, to: Recipient) -> list[Channel]:
    usual = list(_usual(occasion, to))
    found: list[Channel] = []
    for way in occasion.ways:
        if way is Way.CHOSEN:
            found += usual
        elif way is Way.IN_APP:
            found += [channel for channel in usual if channel is Channel.APP]
        elif way is Way.MAIL:
            found += [channel for channel in usual if channel is Channel.MAIL]
        elif way in (Way.SMS, Way.CHAT) and to.address and _reaches(_CHANNELS[way], to, occasion.can):
            found.append(_CHANNELS[way])
    found = found or usual
    if found and to.address and to.preferences.push and Channel.PUSH in occasion.can:
        found.append(Channel.PUSH)
    return found


def _usual(occasion: Occasion, to: Recipient) -> Iterator[Channel]:
    """Mail and portal, as the reader wants them."""
    there = [*([Channel.MAIL] if to.address else []), *([Channel.APP] if occasion.about_case else [])]
    for channel in there:
        if wanted(channel, occasion.event, to.preferences, own=occasion.own):
            yield channel


def _reaches(channel: Channel, to: Recipient, can: Collection[str]) -> bool:
    match channel:
        case Channel.MAIL:
            return bool(to.address)
        case Channel.SMS:
            return bool(to.phone) and channel in can
        case Channel.CHAT:
            return to.is_staff and channel in can
        case Channel.PHONE:
            return bool(to.phone)
        case Channel.LETTER:
            return bool(to.postal)
    return False


def _timed(channel: Channel, occasion: Occasion, to: Recipient, zone: ZoneInfo, now: datetime) -> Planned:
    prefers = to.preferences
    if (
        channel not in MAY_WAIT
        or not (to.is_staff and occasion.about_case)
        or occasion.urgent
        or occasion.event in _NEVER_WAITS
    ):
        return Planned(channel)
    in_digest = channel is Channel.MAIL and group_of(occasion.event, own=occasion.own) in DIGESTED
    if in_digest and prefers.digest_at is not None:
        return Planned(channel, next_at(now, prefers.digest_at, zone), digest=True)
    if prefers.quiet_from is None or prefers.quiet_until is None:
        return Planned(channel)
    return Planned(channel, quiet_until(now, prefers.quiet_from, prefers.quiet_until, zone))
