"""A logo is drawn anew: small, clean, and nothing that is no picture gets through."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image, PngImagePlugin

from amends.organisation.logos import FIT, LARGEST, LogoRefused, drawn_anew


def saved(kind: str, size: tuple[int, int] = (1200, 500), mode: str = "RGB", **more: object) -> bytes:
    file = BytesIO()
    Image.new(mode, size, "#24487a").save(file, kind, **more)
    return file.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "HEIF"])
def test_usual_pictures_become_a_small_png(kind: str) -> None:
    with Image.open(BytesIO(drawn_anew(saved(kind)))) as drawn:
        assert drawn.format == "PNG"
        assert drawn.width <= FIT[0]
        assert drawn.height <= FIT[1]


def test_an_empty_margin_is_cut_and_what_is_clear_stays_clear() -> None:
    picture = Image.new("RGBA", (400, 400), (0, 0, 0, 0))
    picture.paste((200, 30, 30, 255), (150, 100, 350, 200))
    file = BytesIO()
    picture.save(file, "PNG")
    with Image.open(BytesIO(drawn_anew(file.getvalue()))) as drawn:
        assert drawn.size == (200, 100)
        assert drawn.has_transparency_data


def test_nothing_but_pixels_is_taken_over() -> None:
    told = PngImagePlugin.PngInfo()
    told.add_text("Comment", "the owner's name <script>alert(1)</script>")
    whole = saved("PNG", pnginfo=told) + b"<html><script>alert(1)</script>PK\x03\x04"
    drawn = drawn_anew(whole)
    assert b"script" not in drawn
    assert b"owner" not in drawn
    assert b"PK\x03\x04" not in drawn


def huge() -> bytes:
    """Sixty bytes that say they are nine hundred million pixels."""
    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(b"\0")), (b"IEND", b""))
    body = b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "choose a picture"),
        (b"\0" * (LARGEST + 1), "2 MB"),
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "SVG"),
        (b"\xef\xbb\xbf  <!-- x --><SVG onload=alert(1)>", "SVG"),
        (huge(), "too many pixels"),
        (b"\x89PNG\r\n\x1a\n cut off", "no picture"),
        (saved("GIF"), "no picture"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "no picture"),
    ],
)
def test_what_is_no_logo_is_refused_and_says_why(data: bytes, said: str) -> None:
    with pytest.raises(LogoRefused) as refused:
        drawn_anew(data)
    assert said in refused.value.message
