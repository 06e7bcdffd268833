"""The register in the reader's words."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from amends.config import Settings
from amends.tenancy.queries import Act
from amends.tenancy.tables import Tenant
from tenants.templates import pickable_templates
from web.formats import iso, moment_text
from web.i18n import LANGUAGE_NAMES, current_language, gettext
from web.i18n import mark as _

_UTC = ZoneInfo("UTC")
_ACTS = {
    "create": (_("Organisation set up"), "building-2", "good"),
    "suspended": (_("Organisation suspended"), "lock", "bad"),
    "active": (_("Organisation resumed"), "rotate-ccw", "good"),
    "letters-tried-again": (_("Letters given up tried again"), "rotate-ccw", "calm"),
    "letter-set-aside": (_("A letter given up set aside"), "mail-x", ""),
    "due-put-back": (_("What was set aside put back"), "rotate-ccw", "calm"),
    "grant": (_("An operator’s access granted"), "key-round", "warn"),
    "entered": (_("An operator came in"), "arrow-right", "warn"),
    "grant-ended": (_("An operator’s access ended"), "lock", ""),
    "invite-again": (_("The administrator’s invitation sent again"), "mail", "calm"),
}


def template_choices() -> list[tuple[str, str, str]]:
    language = current_language()
    policies = [template.policy for template in pickable_templates().values()]
    return [
        (policy.code, policy.name.in_language(language), policy.summary.in_language(language))
        for policy in policies
    ]


def row_view(tenant: Tenant, settings: Settings) -> dict[str, str]:
    return {
        "url": f"/operator/tenants/{tenant.slug}",
        "name": tenant.name_in(current_language()),
        "slug": str(tenant.slug),
        "home_url": settings.address(f"{tenant.slug}.{settings.base_domain}"),
        "template_text": _template_text(str(tenant.template)),
        "status": str(tenant.status),
        "created_text": _moment_text(tenant.created_at),
        "created_iso": iso(tenant.created_at),
    }


def tenant_view(tenant: Tenant, settings: Settings) -> dict[str, str]:
    suspended = tenant.suspended_at
    return row_view(tenant, settings) | {
        "name_zh": str(tenant.name_zh),
        "name_en": str(tenant.name_en),
        "time_zone": str(tenant.time_zone),
        "language_text": LANGUAGE_NAMES[str(tenant.language)],
        "contact_text": ", ".join(filter(None, (str(tenant.contact_phone), str(tenant.contact_email)))),
        "takes_over_text": gettext("yes") if tenant.takes_over else gettext("no"),
        "suspended_text": _moment_text(suspended) if suspended is not None else "",
    }


def act_view(act: Act) -> dict[str, str]:
    """For shared/_timeline.html."""
    text, icon, kind = _ACTS.get(act.act, (act.act, "history", ""))
    return {
        "icon": icon,
        "kind": kind,
        "text": gettext(text),
        "detail": act.reason or act.count,
        "who": act.by or gettext("Command line"),
        "at_text": _moment_text(act.at),
        "at_iso": iso(act.at),
    }


def _moment_text(moment: datetime) -> str:
    """Operators look after many zones."""
    return f"{moment_text(moment, zone=_UTC)} UTC"


def _template_text(code: str) -> str:
    template = pickable_templates().get(code)
    return template.policy.name.in_language(current_language()) if template is not None else code
