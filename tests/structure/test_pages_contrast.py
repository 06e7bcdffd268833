"""Text and the borders of fields stand out enough (WCAG 2.2 AA: 4.5 and 3 to 1), in light and in dark."""

from __future__ import annotations

import re

import pytest

from amends.organisation.brand import DARK, LIGHT, contrast
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
    ("brand-ink", "brand"),
    ("brand-ink", "brand-pressed"),
]


SCHEMES = ("light", "dark", "chosen dark", "print")
_CSS = (STATIC_FOLDER / "tokens.css").read_text()
_BLOCKS = {
    "light": r":root \{(.*?)\}",
    "dark": r":root:not\(\[data-theme=\"light\"\]\) \{(.*?)\}",
    "chosen dark": r":root\[data-theme=\"dark\"\] \{(.*?)\}",
    "print": r"@media print \{\s*:root:root:root \{(.*?)\}",
}


def _block(scheme: str) -> dict[str, str]:
    found = re.search(_BLOCKS[scheme], _CSS, flags=re.DOTALL)
    assert found is not None
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-fA-F]{6});", found[1]))


def tokens(scheme: str) -> dict[str, str]:
    return {**_block("light"), **_block(scheme)}


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("ink", "ground"), _TEXT)
def test_text_can_be_read(scheme: str, ink: str, ground: str) -> None:
    given = tokens(scheme)
    assert contrast(given[ink], given[ground]) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
def test_fields_can_be_seen(scheme: str) -> None:
    given = tokens(scheme)
    assert contrast(given["line-strong"], given["surface"]) >= 3
    assert contrast(given["line-strong"], given["paper"]) >= 3


def test_the_readers_own_dark_is_the_systems_dark() -> None:
    assert _block("chosen dark") == _block("dark")


def test_tenants_colours_are_reckoned_for_these_papers() -> None:
    for paper in (LIGHT, DARK):
        given = tokens(paper.scheme)
        assert paper.grounds == (given["paper"], given["surface"], given["sunken"])
