"""Text and the borders of fields stand out enough (WCAG 2.2 AA: 4.5 and 3 to 1), in light and in dark."""

from __future__ import annotations

import re

import pytest

from web.assets import STATIC_FOLDER

_TEXT = [
    *((ink, ground) for ink in ("ink", "ink-soft") for ground in ("paper", "surface", "sunken")),
    *((kind, f"{kind}-tint") for kind in ("good", "calm", "warn", "bad")),
    *(("ink", f"{kind}-tint") for kind in ("good", "calm", "warn", "bad", "mute")),
    *(("ink-soft", f"{kind}-tint") for kind in ("calm", "warn", "mute")),
    ("bad", "surface"),
    ("accent", "surface"),
    ("accent", "paper"),
    ("surface", "bad"),
]


def tokens(scheme: str) -> dict[str, str]:
    light, _, dark = (STATIC_FOLDER / "tokens.css").read_text().partition("@media")
    found = dict(re.findall(r"--([a-z-]+): (#[0-9a-fA-F]{6});", light))
    if scheme == "dark":
        found |= dict(re.findall(r"--([a-z-]+): (#[0-9a-fA-F]{6});", dark))
    return found


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), _TEXT)
def test_text_can_be_read(scheme: str, ink: str, ground: str) -> None:
    given = tokens(scheme)
    assert contrast(given[ink], given[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_fields_can_be_seen(scheme: str) -> None:
    given = tokens(scheme)
    assert contrast(given["line-strong"], given["surface"]) >= 3
    assert contrast(given["line-strong"], given["paper"]) >= 3
