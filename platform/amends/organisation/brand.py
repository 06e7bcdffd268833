"""An organisation's colour made fit to read: whatever #rrggbb it picks, text and marks stand out in light and in dark.

Four colours come of it for each paper. `brand` fills buttons and bars (`pressed` under a pointer), `ink` is written on
it, `accent` writes links and current entries on our paper. Hue and chroma are the organisation's; only lightness is moved, by as little as
WCAG 2.2 needs: 4.5 to 1 for text, 3 to 1 for a button against the paper around it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from coloraide import Color

TEXT, MARK = 4.5, 3.0
"""The least contrast of text, and of what is not text but must be seen."""
_SURE = 0.02
"""Above the limit, because eight bits a channel round."""
_INKS = "#ffffff", "#111111", "#000000"
"""The first that can be read is taken; black can be read on all that white cannot."""
_STEPS = 12


@dataclass(frozen=True, slots=True)
class Paper:
    """The grounds a colour may stand on, as tokens.css names them: paper, surface, sunken."""

    scheme: str
    grounds: tuple[str, ...]


LIGHT = Paper("light", ("#f6f6f3", "#ffffff", "#efefeb"))
DARK = Paper("dark", ("#121618", "#1a1f22", "#22282b"))


@dataclass(frozen=True, slots=True)
class Shades:
    """The colours of one paper, each #rrggbb."""

    brand: str
    pressed: str
    ink: str
    accent: str


@dataclass(frozen=True, slots=True)
class Brand:
    """What became of an organisation's colour, and whether it was moved to be seen on light paper and on dark."""

    given: str
    light: Shades
    dark: Shades

    @property
    def corrected(self) -> tuple[str, ...]:
        """The papers (`light`, `dark`) on which buttons are not of the very colour that was picked."""
        shades = (LIGHT.scheme, self.light), (DARK.scheme, self.dark)
        return tuple(scheme for scheme, found in shades if found.brand != self.given)

    def css(self) -> str:
        """Custom properties for every page; the reader's own choice of light or dark counts before the system's."""
        light, dark = _properties(self.light), _properties(self.dark)
        return (
            f":root {{ {light} }}\n"
            f'@media (prefers-color-scheme: dark) {{ :root:not([data-theme="light"]) {{ {dark} }} }}\n'
            f'@media screen {{ :root[data-theme="dark"] {{ {dark} }} }}\n'
            f"@media print {{ :root:root:root {{ {light} }} }}\n"
        )


@lru_cache(maxsize=1024)
def brand_of(colour: str) -> Brand:
    """`colour` is #rrggbb, in any case."""
    given = colour.lower()
    return Brand(given=given, light=_shades(given, LIGHT), dark=_shades(given, DARK))


def contrast(one: str, other: str) -> float:
    """WCAG 2.2's contrast ratio of two colours."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@lru_cache(maxsize=4096)
def _luminance(colour: str) -> float:
    return float(Color(colour).luminance())


def _shades(given: str, paper: Paper) -> Shades:
    brand = _seen(given, paper.grounds, MARK, paper)
    ink = next(candidate for candidate in _INKS if contrast(candidate, brand) >= TEXT)
    away = "#000000" if ink == _INKS[0] else "#ffffff"
    pressed = str(Color(brand).mix(away, 0.14, space="srgb").to_string(hex=True))
    return Shades(brand=brand, pressed=pressed, ink=ink, accent=_seen(given, paper.grounds, TEXT, paper))


def _seen(colour: str, grounds: tuple[str, ...], least: float, paper: Paper) -> str:
    """The colour itself, or the nearest lightness of it that stands out on all grounds."""
    if all(contrast(colour, ground) >= least for ground in grounds):
        return colour
    near, far = float(Color(colour).convert("oklch")["lightness"]), 0.0 if paper is LIGHT else 1.0
    for _ in range(_STEPS):
        middle = (near + far) / 2
        found = _with_lightness(colour, middle)
        if all(contrast(found, ground) >= least + _SURE for ground in grounds):
            far = middle
        else:
            near = middle
    return _with_lightness(colour, far)


def _with_lightness(colour: str, lightness: float) -> str:
    moved = Color(colour).convert("oklch").set("lightness", lightness)
    return str(moved.convert("srgb").fit("srgb", method="oklch-chroma").to_string(hex=True))


def _properties(shades: Shades) -> str:
    return f"--brand: {shades.brand}; --brand-pressed: {shades.pressed}; --brand-ink: {shades.ink}; --accent: {shades.accent};"
