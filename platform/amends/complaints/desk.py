"""What an operation needs to know of the organisation it works for: handed in, never asked for."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from amends.dates import letter_moment
from amends.deadlines.calendar import Calendar
from amends.organisation.values import OutsideBody
from amends.policy.document import Policy


@dataclass(frozen=True, slots=True)
class Desk:
    """One organisation with the policy that governs the case in hand."""

    tenant_id: UUID
    name_zh: str
    name_en: str
    language: str
    zone: str
    contact: str
    base_url: str
    """Where its pages are, without a slash at the end."""
    mail_domain: str
    """The right side of its mails' Message-IDs."""
    policy_version_id: UUID
    policy: Policy
    calendar: Calendar
    calendar_version_id: UUID | None
    """None: no calendar was published; `calendar` is the policy's week."""
    bodies: tuple[OutsideBody, ...] | None = None
    """Where to turn next, as the organisation says; None: as its policy says."""
    ways: frozenset[str] = frozenset()
    """Channels its gateways open (amends.notices.tables.Channel), beside mail, the portal, paper and the telephone."""
    approved: str = ""
    """What somebody else has approved may leave now (`amends.approvals.gate`)."""

    def name_in(self, language: str) -> str:
        return self.name_zh if language.startswith("zh") else self.name_en

    def local(self, moment: datetime, language: str = "") -> str:
        """A moment as letters say it, in the organisation's time zone and the reader's language, else in its own."""
        return letter_moment(moment, zone=self.zone, language=language or self.language)


Desks = Callable[[UUID, UUID | None], Awaitable[Desk]]
"""By the versions of policy and calendar that a case is pinned to."""
