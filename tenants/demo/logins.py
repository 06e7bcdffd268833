"""Who may sign in to a demonstration. The password is known to everybody: never beside real complaints."""

from __future__ import annotations

from dataclasses import dataclass

from amends.config import Settings
from tenants.demo.script import Show, shows

OPERATOR = "operator@demo.example"
PASSWORD = "amends demonstration"  # noqa: S105  printed for everybody to see; production gets a random one


@dataclass(frozen=True, slots=True)
class DemoPerson:
    name: str
    email: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DemoOrganisation:
    name_zh: str
    name_en: str
    address: str
    """Of its public pages; staff sign in at /portal."""
    people: tuple[DemoPerson, ...]


@dataclass(frozen=True, slots=True)
class DemoLogins:
    operator: str
    password: str
    organisations: tuple[DemoOrganisation, ...]


def demo_logins(settings: Settings, *, password: str = PASSWORD) -> DemoLogins:
    return DemoLogins(OPERATOR, password, tuple(_organisation(show, settings) for show in shows()))


def _organisation(show: Show, settings: Settings) -> DemoOrganisation:
    return DemoOrganisation(
        name_zh=show.name_zh,
        name_en=show.name_en,
        address=settings.address(f"{show.slug}.{settings.base_domain}"),
        people=tuple(DemoPerson(who.name, show.email_of(who), who.roles) for who in show.people),
    )
