"""Whatever colour an organisation picks, its pages can be read in light and in dark; its hue stays its own."""

from __future__ import annotations

import pytest
from coloraide import Color
from hypothesis import given
from hypothesis import strategies as st

from amends.organisation.brand import DARK, LIGHT, Paper, Shades, brand_of, contrast

COLOURS = st.tuples(*[st.integers(0, 255)] * 3).map(lambda parts: "#{:02x}{:02x}{:02x}".format(*parts))
EXTREMES = ("#ffffff", "#000000", "#ffff00", "#0000ff", "#00ff00", "#ff0000", "#808080", "#f6f6f3", "#121618")


def _can_be_read(shades: Shades, paper: Paper) -> None:
    assert contrast(shades.ink, shades.brand) >= 4.5
    assert contrast(shades.ink, shades.pressed) >= 4.5
    for ground in paper.grounds:
        assert contrast(shades.brand, ground) >= 3
        assert contrast(shades.accent, ground) >= 4.5


@given(COLOURS)
def test_any_colour_can_be_read_on_light_and_on_dark(colour: str) -> None:
    brand = brand_of(colour)
    _can_be_read(brand.light, LIGHT)
    _can_be_read(brand.dark, DARK)


@pytest.mark.parametrize("colour", EXTREMES)
def test_so_can_the_extremes(colour: str) -> None:
    brand = brand_of(colour)
    _can_be_read(brand.light, LIGHT)
    _can_be_read(brand.dark, DARK)


def test_a_colour_that_can_be_read_is_left_alone() -> None:
    brand = brand_of("#24487A")
    assert brand.light == Shades(brand="#24487a", pressed="#1f3e69", ink="#ffffff", accent="#24487a")
    assert brand.corrected == ("dark",)


def test_one_that_cannot_says_where_it_was_moved_and_keeps_its_hue() -> None:
    brand = brand_of("#ffd400")
    assert brand.corrected == ("light",)
    assert brand.dark.brand == "#ffd400"
    moved, picked = (Color(colour).convert("oklch")["hue"] for colour in (brand.light.brand, "#ffd400"))
    assert abs(moved - picked) < 4


def test_the_readers_choice_counts_before_the_systems() -> None:
    css = brand_of("#24487a").css()
    assert ':root:not([data-theme="light"])' in css
    assert ':root[data-theme="dark"]' in css
    assert css.count("--accent: #24487a") == 2  # on the screen and in print
