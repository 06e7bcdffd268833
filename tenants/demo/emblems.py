"""Logos for the demonstration, drawn: clear ground, the organisation's colour."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from math import cos, pi, sin

from PIL import Image, ImageDraw

SIDE = 960
"""Drawn four times as large as it is kept: the edges become soft."""
_Draw = ImageDraw.ImageDraw


def emblem(name: str, colour: str) -> bytes:
    """A PNG of one of `EMBLEMS`."""
    picture = Image.new("RGBA", (SIDE, SIDE), (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    draw.rounded_rectangle((0, 0, SIDE - 1, SIDE - 1), radius=220, fill=colour)
    EMBLEMS[name](draw)
    file = BytesIO()
    picture.resize((SIDE // 4, SIDE // 4), Image.Resampling.LANCZOS).save(file, "PNG")
    return file.getvalue()


def _waves(draw: _Draw) -> None:
    """A house above three waves."""
    draw.polygon([(250, 430), (480, 210), (710, 430)], fill="white")
    draw.rectangle((310, 420, 650, 540), fill="white")
    for row in range(3):
        y = 620 + row * 90
        points = [(x, y + 22 * sin(x / 960 * 6 * pi + row)) for x in range(170, 791, 5)]
        draw.line(points, fill="white", width=34, joint="curve")


def _leaf(draw: _Draw) -> None:
    """A linden leaf: a heart with a stalk and veins."""
    points = []
    for step in range(360):
        angle = step * pi / 180
        x = 16 * sin(angle) ** 3
        y = 13 * cos(angle) - 5 * cos(2 * angle) - 2 * cos(3 * angle) - cos(4 * angle)
        points.append((480 + x * 19, 430 - y * 19))
    draw.polygon(points, fill="white")
    draw.line([(480, 360), (480, 860)], fill="white", width=30)
    vein = "#2c6e49"
    draw.line([(480, 330), (480, 690)], fill=vein, width=18)
    for y in (420, 510, 600):
        draw.line([(480, y), (350, y - 90)], fill=vein, width=14)
        draw.line([(480, y), (610, y - 90)], fill=vein, width=14)


EMBLEMS: dict[str, Callable[[_Draw], None]] = {"waves": _waves, "leaf": _leaf}
