"""What a member of staff wants to be mailed about. What somebody is responsible for is always told in the portal."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import msgspec

from amends.notices.tables import Channel
from amends.policy.events import Event


class Group(StrEnum):
    ASSIGNED = "assigned"
    MESSAGES = "messages"
    """News of a case that is one's own, above all what complainants write."""
    WARNINGS = "warnings"
    BROKEN = "broken"
    TEAM = "team"
    """News of a case that is nobody's, told to all who may take it."""


class Preferences(msgspec.Struct, frozen=True):
    """Groups switched off; whoever chose nothing is told everything."""

    no_mail: tuple[str, ...] = ()
    no_app: tuple[str, ...] = ()
    quiet_from: int | None = None
    """Minutes after midnight by the reader's clock, as the next two; either None: no quiet hours."""
    quiet_until: int | None = None
    digest_at: int | None = None
    """When mails that can wait come as one; None: each by itself."""
    push: bool = False
    """A browser of theirs shows notices."""


_NOTHING = Preferences()


@dataclass(frozen=True, slots=True)
class Hours:
    """When mail may come; as in `Preferences`."""

    quiet_from: int | None = None
    quiet_until: int | None = None
    digest_at: int | None = None


_GROUPS = {
    Event.ASSIGNED: Group.ASSIGNED,
    Event.PROMISE_WARNING: Group.WARNINGS,
    Event.PROMISE_BROKEN: Group.BROKEN,
}
PORTAL_CHOICES = frozenset({Group.TEAM})
"""Where the notice in the portal may be switched off, too."""


@lru_cache(maxsize=1024)
def preferences_of(stored: str | None) -> Preferences:
    """As the row holds them; groups of a later version do no harm."""
    return msgspec.json.decode(stored, type=Preferences) if stored else Preferences()


def stored(preferences: Preferences) -> str:
    return msgspec.json.encode(preferences).decode()


def chosen(
    no_mail: Collection[str],
    no_app: Collection[str],
    *,
    before: Preferences = _NOTHING,
    hours: Hours | None = None,
) -> Preferences:
    """Known groups only, and the portal only where there is a choice; what is not asked here stays as before."""
    hours = hours or Hours(before.quiet_from, before.quiet_until, before.digest_at)
    return msgspec.structs.replace(
        before,
        no_mail=tuple(group for group in Group if group in no_mail),
        no_app=tuple(group for group in Group if group in no_app and group in PORTAL_CHOICES),
        quiet_from=hours.quiet_from,
        quiet_until=hours.quiet_until,
        digest_at=hours.digest_at,
    )


def group_of(event: Event, *, own: bool) -> Group | None:
    """None for what is no news of a case: invitations and seals go out whatever somebody prefers."""
    if event is Event.CASE_NEWS:
        return Group.MESSAGES if own else Group.TEAM
    return _GROUPS.get(event)


def wanted(channel: Channel, event: Event, preferences: Preferences, *, own: bool) -> bool:
    """A broken promise on one's own case is always mailed: nobody may miss it by a setting of long ago."""
    group = group_of(event, own=own)
    if group is None or (group is Group.BROKEN and own):
        return True
    if channel is Channel.MAIL:
        return group not in preferences.no_mail
    return group not in preferences.no_app or group not in PORTAL_CHOICES
