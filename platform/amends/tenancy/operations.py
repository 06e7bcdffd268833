"""Organisations come, rest and go on: the register, their addresses, their lifecycle."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from uuid import UUID, uuid4
from zoneinfo import available_timezones

from amends.complaints.intake import is_email
from amends.complaints.texts import Texts, line, one_line
from amends.database.rows import select_one
from amends.errors import DomainError, Invalid, NotFound
from amends.people.actor import Actor
from amends.tenancy.operators import note_act
from amends.tenancy.tables import Tenant, TenantStatus

DEFAULT_COLOUR = "#0f5c63"
_RESERVED = frozenset(
    {"www", "api", "mail", "smtp", "imap", "admin", "operator", "static", "status", "mailbox"}
)


class SlugTaken(DomainError):
    code = "slug-taken"
    status = 422
    message = "This short name is taken."


@dataclass(frozen=True, slots=True)
class NewTenant:
    slug: str
    name_zh: str
    name_en: str
    template: str
    time_zone: str
    language: str
    contact_phone: str = ""
    contact_email: str = ""
    colour: str = DEFAULT_COLOUR
    live: bool = False
    """Its complaints count from the first; otherwise it begins as a trial (docs/going-live.md)."""
    id: UUID = field(default_factory=uuid4)
    """Known beforehand, so that its objects can be stored before its transaction opens."""


async def register(wanted: NewTenant, *, by: Actor, now: datetime) -> Tenant:
    """Enter an organisation into the register; needs the platform scope."""
    wrong = _errors(wanted)
    if "slug" not in wrong and await Tenant.exists().where(Tenant.slug == wanted.slug):
        wrong["slug"] = SlugTaken.message
    if wrong:
        raise Invalid(wrong)
    tenant = Tenant(
        id=wanted.id,
        slug=wanted.slug,
        name_zh=one_line(wanted.name_zh),
        name_en=one_line(wanted.name_en),
        template=wanted.template,
        time_zone=wanted.time_zone,
        language=wanted.language,
        contact_phone=one_line(wanted.contact_phone),
        contact_email=wanted.contact_email.strip(),
        colour=wanted.colour,
        created_at=now,
        live_at=now if wanted.live else None,
    )
    await Tenant.insert(tenant)
    await note_act(act="create", by=by, tenant_id=tenant.id, now=now, slug=wanted.slug)
    return tenant


async def suspend(*, slug: str, reason: str = "", by: Actor, now: datetime) -> Tenant:
    """Pages and portal close, the public page says whom to call; clocks run on and mail waits."""
    reason = line("reason", reason, required=False)
    return await _set_status(slug, TenantStatus.SUSPENDED, by=by, now=now, reason=reason)


async def resume(*, slug: str, by: Actor, now: datetime) -> Tenant:
    return await _set_status(slug, TenantStatus.ACTIVE, by=by, now=now)


async def tenants() -> Sequence[Tenant]:
    return await Tenant.objects().order_by(Tenant.slug)


async def tenant_by_slug(slug: str) -> Tenant:
    tenant = await Tenant.objects().get(Tenant.slug == slug)
    if tenant is None:
        raise NotFound("There is no organisation “%(slug)s”.", slug=slug)
    return tenant


async def tenant_by_id(tenant_id: UUID) -> Tenant:
    tenant = await Tenant.objects().get(Tenant.id == tenant_id)
    if tenant is None:
        raise NotFound()
    return tenant


async def tenant_of_host(host: str, *, base_domain: str) -> Tenant | None:
    """`<slug>.<base domain>`, or one of the tenants' own domains; None for anybody else's."""
    name = host.lower().rstrip(".")
    suffix = f".{base_domain}"
    if name.endswith(suffix) and "." not in name.removesuffix(suffix):
        return await select_one(Tenant, "WHERE slug = $1", name.removesuffix(suffix))
    return await select_one(Tenant, "WHERE id = tenant_of_host($1)", name)


async def _set_status(slug: str, status: TenantStatus, *, by: Actor, now: datetime, **detail: str) -> Tenant:
    tenant = await tenant_by_slug(slug)
    if tenant.status != status:
        since = now if status is TenantStatus.SUSPENDED else None
        await Tenant.update({Tenant.status: status, Tenant.suspended_at: since}).where(Tenant.id == tenant.id)
        await note_act(act=status, by=by, tenant_id=tenant.id, now=now, **detail)
    return tenant


def _errors(wanted: NewTenant) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if not re.fullmatch(r"[a-z][a-z0-9-]{1,38}[a-z0-9]", wanted.slug) or _is_reserved(wanted.slug):
        wrong["slug"] = "Use 3 to 40 small letters, digits and dashes, beginning with a letter."
    texts = Texts(wrong)
    texts.line("name_zh", wanted.name_zh)
    texts.line("name_en", wanted.name_en)
    texts.line("contact_phone", wanted.contact_phone, required=False)
    if wanted.time_zone not in known_zones():
        wrong["time_zone"] = "Please choose a time zone such as Asia/Shanghai."
    if wanted.language not in ("zh", "en"):
        wrong["language"] = "Please choose a language."
    if wanted.contact_email.strip() and not is_email(wanted.contact_email):
        wrong["contact_email"] = "This is not an e-mail address."
    if not re.fullmatch(r"#[0-9a-f]{6}", wanted.colour):
        wrong["colour"] = "Please choose a colour such as #0f5c63."
    return wrong


def _is_reserved(slug: str) -> bool:
    """Names of the deployment's own, and those that look like an encoded international name."""
    return slug in _RESERVED or slug.startswith("xn--")


@cache
def known_zones() -> frozenset[str]:
    """Places only: "Factory" and "localtime" depend on the machine."""
    return frozenset(name for name in available_timezones() if "/" in name or name == "UTC")
