"""Photos for the demonstration, drawn: no file of a stranger is needed, and none is in the repository.

They carry the place they were “taken” at, as phones write it, so that the copy without it can be seen to work.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFilter

SIZE = (1600, 1200)
_Draw = ImageDraw.ImageDraw


def photo(scene: str) -> bytes:
    """A JPEG of one of `SCENES`."""
    picture = _ground()
    SCENES[scene](ImageDraw.Draw(picture))
    picture = picture.filter(ImageFilter.GaussianBlur(1.2))
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "Amends", "Drawn for demonstration"
    exif.get_ifd(0x8825).update({1: "N", 2: (31.0, 14.0, 9.0), 3: "E", 4: (121.0, 29.0, 40.0)})
    file = BytesIO()
    picture.save(file, "JPEG", quality=85, exif=exif)
    return file.getvalue()


@cache
def _paper() -> Image.Image:
    """A wall in uneven light, grainy like a phone's picture indoors."""
    light = Image.radial_gradient("L").resize(SIZE).point(lambda value: 235 - value // 4)
    grain = Image.effect_noise(SIZE, 18)
    grey = Image.blend(light, grain, 0.12)
    return Image.merge("RGB", (grey, grey.point(lambda v: v * 0.97), grey.point(lambda v: v * 0.9)))


def _ground() -> Image.Image:
    return _paper().copy()


def _stain(draw: _Draw) -> None:
    """A wet patch under the ceiling, with runs."""
    draw.rectangle((0, 0, 1600, 150), fill="#d9d4c8")
    for step, colour in enumerate(("#c9b891", "#bfa877", "#b39a66", "#a58b57")):
        inset = step * 70
        draw.ellipse((420 + inset, 60 + inset // 2, 1240 - inset, 620 - inset), fill=colour)
    for x, length in ((560, 880), (700, 1010), (850, 940), (990, 780), (1080, 860)):
        draw.line((x, 420, x - 6, length), fill="#a58b57", width=14)


def _panel(draw: _Draw) -> None:
    """A lift's panel with a dead display."""
    draw.rectangle((480, 60, 1120, 1160), fill="#8d9297", outline="#5d6166", width=8)
    draw.rectangle((580, 130, 1020, 330), fill="#151515")
    draw.text((730, 165), "- -", fill="#d03a2b", font_size=110)
    for row in range(4):
        for column in range(2):
            x, y = 640 + column * 220, 420 + row * 170
            draw.ellipse((x, y, x + 110, y + 110), fill="#c6cacd", outline="#5d6166", width=5)
            draw.text((x + 38, y + 24), str(8 - row * 2 - (1 - column)), fill="#2b2b2b", font_size=56)


def _clutter(draw: _Draw) -> None:
    """Bags and boxes beside bins that are full."""
    draw.rectangle((0, 820, 1600, 1200), fill="#8a8478")
    for x, colour in ((160, "#2f5d3a"), (520, "#2f4a6d"), (880, "#6d6a2f")):
        draw.rectangle((x, 380, x + 280, 900), fill=colour)
        draw.polygon([(x - 20, 380), (x + 300, 330), (x + 300, 390), (x - 20, 420)], fill="#3a3a3a")
    for x, y, r in ((250, 330, 90), (640, 320, 100), (1250, 900, 150), (1060, 960, 110), (1420, 980, 120)):
        draw.ellipse((x - r, y - r, x + r, y + r), fill="#2b2b2e", outline="#4a4a4f", width=6)
    draw.rectangle((420, 930, 760, 1130), fill="#b08a5b", outline="#7d5f3b", width=6)


def _receipt(draw: _Draw) -> None:
    """A bill with a line marked by hand."""
    draw.rectangle((440, 40, 1160, 1180), fill="#fbfaf5", outline="#cfcabb", width=4)
    for row in range(14):
        y = 140 + row * 68
        draw.line((500, y, 500 + 260 + row * 37 % 190, y), fill="#6f6f6f", width=12)
        draw.line((960, y, 1100, y), fill="#6f6f6f", width=12)
    draw.ellipse((470, 500, 1140, 600), outline="#c4352b", width=10)


def _tray(draw: _Draw) -> None:
    """A meal on a tray, hardly touched."""
    draw.rounded_rectangle((180, 160, 1420, 1060), 60, fill="#b9c3b4", outline="#8d9987", width=10)
    draw.ellipse((280, 260, 820, 800), fill="#f3f1ea", outline="#cfcabb", width=10)
    draw.ellipse((380, 360, 720, 700), fill="#d9c9a3")
    draw.ellipse((900, 260, 1300, 660), fill="#f3f1ea", outline="#cfcabb", width=10)
    draw.ellipse((970, 330, 1230, 590), fill="#7d8f58")
    draw.rounded_rectangle((900, 740, 1300, 960), 40, fill="#f3f1ea", outline="#cfcabb", width=8)
    draw.line((320, 930, 800, 930), fill="#777b7e", width=26)


def _corridor(draw: _Draw) -> None:
    """A passage with something standing in the way."""
    draw.polygon([(0, 1200), (1600, 1200), (1000, 560), (600, 560)], fill="#a79f90")
    draw.polygon([(0, 0), (600, 260), (600, 560), (0, 1200)], fill="#d8d3c7")
    draw.polygon([(1600, 0), (1000, 260), (1000, 560), (1600, 1200)], fill="#cdc7b9")
    draw.rectangle((640, 290, 960, 560), fill="#6f7b84")
    for x, y in ((520, 900), (780, 940)):
        draw.ellipse((x, y, x + 200, y + 200), outline="#2b2b2e", width=18)
    draw.line((620, 1000, 740, 800, 880, 1040, 620, 1000), fill="#9b2f2a", width=16)
    draw.line((740, 800, 700, 740, 780, 740), fill="#2b2b2e", width=14)


SCENES: dict[str, Callable[[_Draw], None]] = {
    "stain": _stain,
    "panel": _panel,
    "clutter": _clutter,
    "receipt": _receipt,
    "tray": _tray,
    "corridor": _corridor,
}
