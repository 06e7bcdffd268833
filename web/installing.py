"""The portal as an app of a telephone or a desk: a manifest and icons in the organisation's name and colour.

Nothing is kept for use without a line: pages hold what is personal, and a telephone gets lost.
"""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from typing import Any

import msgspec
from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from PIL import Image, ImageDraw

from amends.organisation.brand import LIGHT, brand_of
from web.edge.visit import AnyRequest, visit_of
from web.i18n import current_language

_OPEN: dict[str, Any] = {"while_suspended": True}
_SIZES = (180, 192, 512)
"""What telephones put on their first page: Apple's, then what installing asks for."""
_KEPT = {"cache-control": "public, max-age=3600"}
_GRID = 48
_ROOF = ((11, 36), (24, 11), (30.2, 23))
_TICK = ((20.5, 30.5), (26.2, 36), (38, 25))
_GOLD = "#ffc857"
"""The mark of `static/logo.svg`, on its grid."""
_FINER = 4
"""Drawn so much larger and made smaller again, so that its edges are smooth."""


@get("/manifest.webmanifest", opt=_OPEN, sync_to_thread=False)
def manifest(request: AnyRequest) -> Response[bytes]:
    tenant, language = visit_of(request).tenant, current_language()
    name = str(tenant.name_zh if language == "zh" else tenant.name_en)
    content = msgspec.json.encode(manifest_of(name, str(tenant.colour), language))
    headers = {"cache-control": "private, max-age=300"}
    return Response(content, media_type="application/manifest+json", headers=headers)


def manifest_of(name: str, colour: str, language: str) -> dict[str, Any]:
    brand = brand_of(colour).light.brand
    return {
        "id": "/portal",
        "name": f"{name} · Amends",
        "short_name": name[:12],
        "lang": "zh-CN" if language == "zh" else "en",
        "start_url": "/portal",
        "scope": "/",
        "display": "standalone",
        "theme_color": brand,
        "background_color": LIGHT.grounds[0],
        "icons": [
            {
                "src": f"/app-icon/{_icon_name(brand, size)}",
                "sizes": f"{size}x{size}",
                "type": "image/png",
                "purpose": purpose,
            }
            for size in _SIZES
            for purpose in ("any", "maskable")
        ],
    }


@get("/app-icon/{name:str}", opt=_OPEN, sync_to_thread=True)
def app_icon(request: AnyRequest, name: FromPath[str]) -> Response[bytes]:
    """Only in the organisation's own colour, which is part of the address so that browsers may keep it."""
    own = brand_of(str(visit_of(request).tenant.colour)).light.brand
    sizes = {_icon_name(own, size): size for size in _SIZES}
    if name not in sizes:
        raise NotFoundException
    return Response(drawn(own, sizes[name]), media_type="image/png", headers=_KEPT)


def _icon_name(brand: str, size: int) -> str:
    return f"{size}-{brand.removeprefix('#')}.png"


@lru_cache(maxsize=256)
def drawn(colour: str, size: int) -> bytes:
    """An icon: the mark fills the middle alone: telephones cut a circle out of it."""
    whole = size * _FINER
    picture = Image.new("RGB", (whole, whole), colour)
    pen, unit = ImageDraw.Draw(picture), whole / _GRID * 0.8
    edge = whole * 0.1
    for points, ink in ((_ROOF, "#ffffff"), (_TICK, _GOLD)):
        at = [(edge + x * unit, edge + y * unit) for x, y in points]
        pen.line(at, fill=ink, width=round(5 * unit), joint="curve")
        for x, y in at:
            pen.ellipse((x - 2.5 * unit, y - 2.5 * unit, x + 2.5 * unit, y + 2.5 * unit), fill=ink)
    kept = BytesIO()
    picture.resize((size, size), Image.Resampling.LANCZOS).save(kept, "PNG", optimize=True)
    return kept.getvalue()


routes: list[Any] = [manifest, app_icon]
