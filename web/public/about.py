"""What an organisation says of itself: its logo, and what it does with what people tell it."""

from __future__ import annotations

from typing import Any

from litestar import Response, get
from litestar.params import FromPath
from litestar.response import Template

from amends.errors import NotFound
from amends.organisation.logos import MIME
from web.edge.visit import AnyRequest, visit_of
from web.house import text_shown
from web.i18n import gettext, mark
from web.rendering import page

TITLES = {
    "privacy": mark("Privacy"),
    "accessibility": mark("Accessibility"),
    "imprint": mark("Imprint"),
}
_OPEN = {"while_suspended": True, "own_scope": True}
"""Needs nothing of the database: the settings came with the host."""
_FOR_GOOD = "public, max-age=31536000, immutable"


@get("/privacy", opt=_OPEN, sync_to_thread=False)
def privacy(request: AnyRequest) -> Template:
    return _page(request, "privacy")


@get("/accessibility", opt=_OPEN, sync_to_thread=False)
def accessibility(request: AnyRequest) -> Template:
    return _page(request, "accessibility")


@get("/imprint", opt=_OPEN, sync_to_thread=False)
def imprint(request: AnyRequest) -> Template:
    return _page(request, "imprint")


@get("/logo/{name:str}", opt=_OPEN)
async def logo(request: AnyRequest, name: FromPath[str]) -> Response[bytes]:
    """The address carries the fingerprint, so another logo has another address."""
    visit = visit_of(request)
    found = visit.house.logo
    if found is None or name != f"{found.fingerprint}.png":
        raise NotFound()
    picture = await visit.store.get(found.object_name, sha256=found.sha256)
    return Response(picture, media_type=MIME, headers={"cache-control": _FOR_GOOD})


def _page(request: AnyRequest, key: str) -> Template:
    text = text_shown(visit_of(request).house, key)
    if not text:
        raise NotFound()
    return page(request, "public/about.html", title=gettext(TITLES[key]), text=text)


routes: list[Any] = [privacy, accessibility, imprint, logo]
