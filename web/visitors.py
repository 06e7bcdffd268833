"""What every site has: health, language, branding, the door at `/`."""

from __future__ import annotations

import re
from typing import Any

from litestar import Response, get
from litestar.datastructures import Cookie
from litestar.response import Redirect

from amends.database.scope import fetch_one, single_statement
from amends.organisation.brand import brand_of
from amends.vitals import VITALS
from web.edge.language import LANGUAGE_COOKIE
from web.edge.visit import AnyRequest, Site, visit_of
from web.i18n import language_of
from web.theme import THEME_COOKIE, theme_of
from web.typed import asked

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


@get("/proved-host")
async def proved_host(request: AnyRequest) -> Response[str]:
    """For a proxy that gets certificates by itself: 200 for the names organisations proved, and for no others."""
    async with single_statement():
        found = await fetch_one("SELECT tenant_of_host($1) AS whose", asked(request, "domain").lower()[:300])
    known = found is not None and found["whose"] is not None
    return Response(
        "known" if known else "unknown", status_code=200 if known else 404, media_type="text/plain"
    )


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
    css = brand_of(str(visit_of(request).tenant.colour)).css()
    return Response(css, media_type="text/css", headers={"cache-control": "private, max-age=300"})


@get("/theme", opt={"site": Site.ANY, "while_suspended": True}, sync_to_thread=False)
def choose_theme(request: AnyRequest) -> Redirect:
    """Remember light or dark on this browser, or forget it: then the system decides."""
    theme = theme_of(request.query_params.get("theme"))
    cookie = Cookie(
        THEME_COOKIE,
        value=theme,
        max_age=_A_YEAR if theme else 0,
        httponly=True,
        samesite="lax",
        secure=visit_of(request).settings.secure,
    )
    return Redirect(safe_path(request.query_params.get("back", "/")), status_code=303, cookies=[cookie])


def safe_path(text: str) -> str:
    """A path on this host and nothing else; anything doubtful leads to the front door."""
    return text if re.fullmatch(r"/(?![/\\])[^\\\x00-\x20]*", text) else "/"


routes: list[Any] = [health, ready, proved_host, choose_language, choose_theme, branding]
