"""Whether somebody speaks for a complainant now, and how letters reach them then. Pure."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec

from amends.notices.recipients import Recipient

_FOR = {"zh": "{name}（代{other}）", "en": "{name} (for {other})"}


class Stand(StrEnum):
    OFFERED = "offered"
    """Nobody has looked at their authority yet."""
    ACCEPTED = "accepted"
    OVER = "over"
    """The time it was given for has passed."""
    REFUSED = "refused"
    ENDED = "ended"


class Represented(msgspec.Struct, frozen=True, kw_only=True):
    """As the case's row keeps it."""

    name: str
    language: str
    email: str = ""
    phone: str = ""
    postal: str = ""
    accepted: bool = False
    until: datetime | None = None

    def speaks(self, now: datetime) -> bool:
        return self.accepted and (self.until is None or now <= self.until)

    def recipient(self, complainant: str = "") -> Recipient:
        """In place of the complainant of that name."""
        name = _FOR[self.language].format(name=self.name, other=complainant) if complainant else self.name
        return Recipient(
            name=name,
            language=self.language,
            address=self.email or None,
            phone=self.phone,
            postal=self.postal,
        )


def represented(kept: object) -> Represented | None:
    """What the row keeps of it; None: nobody speaks for them, nor offered to."""
    return msgspec.json.decode(str(kept), type=Represented) if kept else None


def stand(
    *,
    accepted_at: datetime | None,
    ended_at: datetime | None,
    until: datetime | None,
    now: datetime,
) -> Stand:
    if ended_at is not None:
        return Stand.ENDED if accepted_at is not None else Stand.REFUSED
    if accepted_at is None:
        return Stand.OFFERED
    return Stand.OVER if until is not None and now > until else Stand.ACCEPTED
