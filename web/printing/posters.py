"""The poster with the QR code of an organisation's public address."""

from __future__ import annotations

from dataclasses import dataclass, replace
from io import BytesIO
from typing import Literal

import segno

from web.printing.typesetting import typeset

SIZES = ("a4", "a5")
_LONG = 14
"""Signs of width after which a heading is set smaller."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PosterPart:
    """What it says in one language."""

    language: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Poster:
    organisation: str
    address: str
    parts: tuple[PosterPart, ...]
    size: str = "a4"
    colour: str = "#0f5c63"
    foot: str = ""
    logo: bytes = b""

    def with_logo(self, picture: bytes) -> Poster:
        return replace(self, logo=picture)


async def poster_pdf(poster: Poster) -> bytes:
    return await typeset("poster.typ", "poster", _data(poster))


async def poster_picture(poster: Poster) -> bytes:
    return await typeset("poster.typ", "poster", _data(poster), to="png")


def qr_of(address: str) -> segno.QRCode:
    """With so much spare that a quarter of it may be torn off or dirty."""
    return segno.make_qr(address, error="q")


def qr_picture(address: str, *, kind: Literal["svg", "png"]) -> bytes:
    file = BytesIO()
    qr_of(address).save(file, kind=kind, scale=12, border=4, dark="#000", light="#fff")
    return file.getvalue()


def _data(poster: Poster) -> dict[str, object]:
    shown = poster.address.partition("://")[2]
    return {
        "title": f"{poster.organisation} · {poster.parts[0].heading}",
        "organisation": poster.organisation,
        "language": poster.parts[0].language,
        "size": poster.size,
        "colour": poster.colour,
        "address": poster.address,
        "shown_address": shown,
        "foot": poster.foot,
        "logo": list(poster.logo),
        "qr": qr_picture(poster.address, kind="svg").decode(),
        "parts": [
            {
                "language": part.language,
                "heading": part.heading,
                "text": part.text,
                "heading_size": 34 if _width(part.heading) <= _LONG * 2 else 26,
            }
            for part in poster.parts
        ],
    }


def _width(text: str) -> int:
    return sum(1 if sign.isascii() else 2 for sign in text)
