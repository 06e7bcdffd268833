"""What every site has: health, language, branding, the door at `/`."""

from __future__ import annotations

import re
from typing import Any

from litestar import Response, get
from litestar.datastructures import Cookie
from litestar.response import Redirect

from amends.vitals import VITALS
from web.edge.hosts import LANGUAGE_COOKIE
from web.edge.visit import AnyRequest, Site, visit_of
from web.i18n import language_of

_A_YEAR = 365 * 24 * 3600


@get("/healthz", sync_to_thread=False)
def health() -> Response[str]:
    """This process answers; `/readyz` says whether the servers behind it do."""
    return Response("ok", media_type="text/plain")


@get("/readyz")
async def ready() -> Response[str]:
    """Redis is no part of it: what the web owes is written to PostgreSQL and waits there."""
    if await VITALS.missing():
        return Response("not ready", status_code=503, media_type="text/plain")
    return Response("ready", media_type="text/plain")


@get("/language", opt={"site": Site.ANY, "while_suspended": True}, sync_to_thread=False)
def choose_language(request: AnyRequest) -> Redirect:
    """Remember the reader's choice on this browser and go back to where they were."""
    language = language_of(request.query_params.get("language")) or "zh"
    back = request.query_params.get("back", "/")
    cookie = Cookie(
        LANGUAGE_COOKIE,
        value=language,
        max_age=_A_YEAR,
        httponly=True,
        samesite="lax",
        secure=visit_of(request).settings.secure,
    )
    return Redirect(safe_path(back), status_code=303, cookies=[cookie])


@get("/branding.css", opt={"while_suspended": True}, sync_to_thread=False)
def branding(request: AnyRequest) -> Response[str]:
    """The tenant's colour as custom properties; inline styles are forbidden by the Content-Security-Policy."""
    colour = str(visit_of(request).tenant.colour)
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    ink = "#ffffff" if _contrast_with_white(red, green, blue) >= 4.5 else "#111111"
    css = f":root {{ --brand: {colour}; --brand-ink: {ink}; }}\n"
    return Response(css, media_type="text/css", headers={"cache-control": "private, max-age=300"})


def safe_path(text: str) -> str:
    """A path on this host and nothing else; anything doubtful leads to the front door."""
    return text if re.fullmatch(r"/(?![/\\])[^\\\x00-\x20]*", text) else "/"


def _contrast_with_white(red: int, green: int, blue: int) -> float:
    """WCAG 2.2, relative luminance."""

    def linear(channel: int) -> float:
        part = channel / 255
        return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)

    luminance = 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    return 1.05 / (luminance + 0.05)


routes: list[Any] = [health, ready, choose_language, branding]
