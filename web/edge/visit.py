"""One request as the handlers see it: which site, which organisation, who, in what language."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from litestar import Request
from litestar.connection import ASGIConnection

from amends.access.visits import Guest
from amends.config import Settings
from amends.errors import DomainError
from amends.evidence.intake import Stored
from amends.evidence.store import ObjectStore
from amends.organisation.queries import NOTHING_SET, InForce
from amends.people.actor import Actor
from amends.policy.document import PolicyRole
from amends.tenancy.tables import Tenant
from web.view import Banner

AnyRequest = Request[Any, Any, Any]


class Site(StrEnum):
    TENANT = "tenant"
    """A tenant's host: its public pages and its portal."""
    OPERATOR = "operator"
    """The base domain: the operators' console."""
    ANY = "any"


@dataclass(slots=True)
class Visit:
    """Made before the request reaches the router; handlers read it, only the edge writes it."""

    settings: Settings
    store: ObjectStore
    site: Site
    tenant_row: Tenant | None
    host: str
    address: str
    """The visitor's network address, from the proxy only when the proxy is ours."""
    request_id: str
    now: datetime
    language: str = "zh"
    house: InForce = NOTHING_SET
    """The organisation's settings."""
    actor: Actor | None = None
    session_id: UUID | None = None
    guest: Guest | None = None
    """The operator who looks into this organisation under a grant; then `actor` is theirs."""
    concerned: bool = False
    """The case of this address is about the reader."""
    roles: Mapping[str, PolicyRole] = field(default_factory=dict)
    """Of the policy in force, where a page has asked for them."""
    unread: int = 0
    """Notices in the portal not read yet."""
    tasks: int = 0
    """That are the reader's to do."""
    banners: list[Banner] = field(default_factory=list)
    """What is said above the page; whatever lets the visitor in may add to it."""
    uploads: list[Stored] = field(default_factory=list)
    upload_problem: DomainError | None = None
    stale: DomainError | None = None
    """Why this form may not be obeyed; only where the route gives it back (`sent_again`)."""
    afterwards: list[Callable[[], Awaitable[None]]] = field(default_factory=list)
    """What must be kept although the request is refused; run in scopes of their own after the rollback."""

    @property
    def tenant(self) -> Tenant:
        if self.tenant_row is None:
            raise LookupError("no tenant on this host")
        return self.tenant_row

    @property
    def zone(self) -> ZoneInfo:
        """The reader's own time zone, else the organisation's; operators look after many and read UTC."""
        own = self.actor.time_zone if self.actor is not None else ""
        house = str(self.tenant_row.time_zone) if self.tenant_row is not None else "UTC"
        return ZoneInfo(own or house)

    @property
    def secrets(self) -> tuple[str, ...]:
        """The secret in force first, then those before it, which still open what they closed."""
        return self.settings.secrets

    @property
    def staff(self) -> Actor:
        """The signed-in member of staff or operator; the edge let nobody else through."""
        if self.actor is None:
            raise LookupError("nobody is signed in")
        return self.actor


def visit_of(connection: ASGIConnection[Any, Any, Any, Any]) -> Visit:
    visit: Visit = connection.scope["state"]["visit"]
    return visit
