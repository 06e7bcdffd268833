"""The poster's code is the address, and its words are words: they can be searched, copied and read aloud."""

from __future__ import annotations

import re
import zlib
from io import BytesIO

import segno
from PIL import Image

from web.printing.posters import Poster, PosterPart, poster_pdf, poster_picture, qr_of, qr_picture

ADDRESS = "https://harbour.amends.example"
POSTER = Poster(
    organisation="海湾服务 Harbour",
    address=ADDRESS,
    parts=(
        PosterPart(language="zh", heading="哪里做得不好？", text="扫码告诉我们。"),
        PosterPart(language="en", heading="What went wrong?", text='#read("/etc/passwd") *not bold* $x$'),
    ),
)


def modules(picture: Image.Image, count: int) -> list[list[int]]:
    """What a telephone sees: dark and light in the middle of each square."""
    side = picture.width / count
    grey = picture.convert("L")
    return [
        [int(grey.getpixel((int((x + 0.5) * side), int((y + 0.5) * side))) < 128) for x in range(count)]  # type: ignore[operator]
        for y in range(count)
    ]


def wanted() -> list[list[int]]:
    return [[int(bool(cell)) for cell in row] for row in segno.make_qr(ADDRESS, error="q").matrix]


def test_the_code_alone_is_the_address() -> None:
    with Image.open(BytesIO(qr_picture(ADDRESS, kind="png"))) as picture:
        count = int(qr_of(ADDRESS).symbol_size(border=4)[0])
        seen = modules(picture, count)
    assert [row[4:-4] for row in seen[4:-4]] == wanted()
    assert b"<svg" in qr_picture(ADDRESS, kind="svg")


async def test_the_code_on_the_poster_is_the_same() -> None:
    matrix = wanted()
    with Image.open(BytesIO(await poster_picture(POSTER))) as poster:
        grey = poster.convert("L").point(lambda value: 255 if value < 60 else 0)
        lower = grey.crop((0, poster.height // 2, poster.width, int(poster.height * 0.82)))
        found = lower.getbbox()
        assert found is not None
        left, top, right, bottom = found
        side = right - left  # the code is the widest thing there; the address stands below it
        code = poster.crop((left, poster.height // 2 + top, right, poster.height // 2 + top + side))
        assert bottom - top >= side
        assert modules(code, len(matrix)) == matrix


async def test_its_words_can_be_taken_out_again() -> None:
    pdf = await poster_pdf(POSTER)
    maps = "".join(unpacked(pdf)).upper()
    for sign in "哪里告诉Wpasd#$*":
        assert f"{ord(sign):04X}" in maps, sign
    assert b"root:" not in pdf


async def test_a_sign_without_a_picture_of_it_stops_no_poster() -> None:
    part = PosterPart(language="en", heading="Tell us 🙂", text='#read("poster.typ") 한국어')
    poster = Poster(organisation="Harbour", address=ADDRESS, parts=(part,))
    assert (await poster_pdf(poster)).startswith(b"%PDF")


def unpacked(pdf: bytes) -> list[str]:
    """The tables from glyphs to Unicode."""
    texts = []
    for found in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            text = zlib.decompress(found[1]).decode("latin-1")
        except zlib.error:
            continue
        if "begincmap" in text:
            texts.append(text)
    return texts
