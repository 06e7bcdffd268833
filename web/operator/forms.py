"""What the operators' forms say."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones

from amends.errors import NotFound
from amends.tenancy.operations import NewTenant
from web.edge.visit import AnyRequest
from web.typed import has_controls, typed_in

_REGIONS = ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
_NEEDED = ("name_zh", "name_en", "contact_phone", "admin_name", "admin_email")


async def typed(request: AnyRequest) -> dict[str, str]:
    """Every text as it was typed, without spaces around it."""
    return {name: text.strip() for name, text in (await typed_in(request)).last().items()}


def known_slug(slug: str) -> str:
    """What no database could hold names no organisation."""
    if has_controls(slug):
        raise NotFound()
    return slug


def new_tenant(values: dict[str, str]) -> NewTenant:
    return NewTenant(
        slug=values.get("slug", "").lower(),
        name_zh=values.get("name_zh", ""),
        name_en=values.get("name_en", ""),
        template=values.get("template", ""),
        time_zone=values.get("time_zone", ""),
        language=values.get("language", ""),
        contact_phone=values.get("contact_phone", ""),
        contact_email=values.get("contact_email", ""),
        colour=values.get("colour", "").lower(),
        live=values.get("begin") == "live",
    )


def missing(values: dict[str, str]) -> dict[str, str]:
    """The telephone too: while the organisation is suspended its page says whom to call."""
    return {name: "Please fill this in." for name in _NEEDED if not values.get(name)}


@cache
def zones() -> list[tuple[str, str]]:
    """Places people know; a zone that is none of them can be given on the command line."""
    known = sorted(zone for zone in available_timezones() if zone.split("/")[0] in _REGIONS)
    return [(zone, zone.replace("_", " ")) for zone in [*known, "UTC"]]
