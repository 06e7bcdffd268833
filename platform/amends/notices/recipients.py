"""Whom a notice is for."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from amends.notices.preferences import Preferences

_EVERYTHING = Preferences()


@dataclass(frozen=True, slots=True)
class Recipient:
    """A complainant, or a member of staff; `language` is the reader's own."""

    name: str
    language: str
    address: str | None = None
    person_id: UUID | None = None
    preferences: Preferences = _EVERYTHING
    stands_in_for: str = ""
    """Whose duty it is, when somebody absent's falls to this reader."""
    phone: str = ""
    postal: str = ""
    reply_by: str = ""
    """How a complainant asked to be answered (`amends.policy.document.ReplyWay`); "": as it is possible."""
    zone: str = ""
    """"": the organisation's."""

    @property
    def is_staff(self) -> bool:
        return self.person_id is not None
