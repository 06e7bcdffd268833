"""An organisation's logo: any usual picture in, a small clean PNG out, drawn anew from its pixels."""

from __future__ import annotations

import hashlib
from functools import partial
from io import BytesIO
from typing import Final
from uuid import UUID

from PIL import Image, ImageOps

from amends.errors import DomainError
from amends.evidence.copies import aside  # registers HEIC, too
from amends.evidence.store import ObjectStore, new_name
from amends.organisation.queries import Logo

LARGEST: Final = 2 * 1024 * 1024
MIME: Final = "image/png"
FIT: Final = (640, 240)
"""Twice what the largest place shows it at."""
_FORMATS: Final = ("PNG", "JPEG", "WEBP", "HEIF")
_MOST_PIXELS: Final = 25_000_000
_SMALL_ENOUGH: Final = 24 * 1024
"""Above it, 256 colours have to do: a logo comes with every complainant's page."""
_BOMBS: Final = (Image.DecompressionBombError, Image.DecompressionBombWarning)


class LogoRefused(DomainError):
    code = "logo-refused"
    status = 422


async def keep_logo(store: ObjectStore, data: bytes, *, tenant_id: UUID) -> Logo:
    """Drawn and stored before any transaction opens; LogoRefused says what is wrong with the file."""
    drawn = await aside(partial(drawn_anew, data))
    logo = Logo(new_name(tenant_id), len(drawn), hashlib.sha256(drawn).hexdigest())
    await store.put(logo.object_name, drawn, sha256=logo.sha256)
    return logo


def drawn_anew(data: bytes) -> bytes:
    """Nothing but pixels is taken over: no metadata, no second content, no program."""
    if not data:
        raise LogoRefused("Please choose a picture.")
    if len(data) > LARGEST:
        raise LogoRefused("This picture is larger than 2 MB.", hint="Save it smaller, or as PNG or JPEG.")
    if _is_drawing(data):
        raise LogoRefused(
            "SVG drawings are not taken, because they can carry programs.",
            hint="Export your logo as PNG with a transparent background.",
        )
    try:
        with Image.open(BytesIO(data), formats=_FORMATS) as picture:
            if picture.width * picture.height > _MOST_PIXELS:
                raise LogoRefused("This picture has too many pixels.", hint="25 megapixels are the most.")
            return _png(picture)
    except LogoRefused:
        raise
    except _BOMBS:
        raise LogoRefused("This picture has too many pixels.", hint="25 megapixels are the most.") from None
    except Exception:  # decoders raise whatever a broken file makes them stumble over
        raise LogoRefused(
            "This file is no picture we can read.", hint="Take a PNG, JPEG, WebP or HEIC file."
        ) from None


def _png(picture: Image.Image) -> bytes:
    picture.draft("RGB", (FIT[0] * 2, FIT[1] * 2))  # of a JPEG, no more is decoded than is needed
    clear = picture.has_transparency_data
    drawn = ImageOps.exif_transpose(picture).convert("RGBA" if clear else "RGB")
    if clear and (box := drawn.getchannel("A").getbbox()):
        drawn = drawn.crop(box)  # an empty margin would make it smaller than it is
    drawn.thumbnail(FIT, Image.Resampling.LANCZOS)
    drawn.info.clear()
    whole = _saved(drawn)
    return whole if len(whole) <= _SMALL_ENOUGH else min(whole, _saved(_fewer_colours(drawn)), key=len)


def _fewer_colours(drawn: Image.Image) -> Image.Image:
    return drawn.quantize(256, method=Image.Quantize.FASTOCTREE)


def _saved(drawn: Image.Image) -> bytes:
    file = BytesIO()
    drawn.save(file, "PNG", optimize=True)
    return file.getvalue()


def _is_drawing(data: bytes) -> bool:
    head = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith(b"<") and b"<svg" in data[:65536].lower()
