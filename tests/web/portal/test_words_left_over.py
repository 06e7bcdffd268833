"""Real pages in one language hold no word of the other, save names and what people typed."""

from __future__ import annotations

import re
from html import unescape

import pytest

from tests.structure.languages import has_han
from tests.web.conftest import Arrive
from tests.web.portal.conftest import Enter
from tests.world import World

PUBLIC = ("/", "/complaints/new", "/track", "/lost-code", "/portal/sign-in", "/no-such-page")
PORTAL = (
    "/portal",
    "/portal/intake",
    "/portal/notices",
    "/portal/people",
    "/portal/settings",
    "/portal/profile",
)
NAMES = re.compile(
    r"(?<![A-Za-z0-9])(?:Amends|English|PDF|Word|Excel|CSV|DNS|API|QR|PNG|JPEG|SVG|HEIC|WebP|MB|kB|TOTP|Asia/Shanghai|UTC|Harbour|"
    r"[a-z0-9.+-]+@[a-z0-9.-]+|https?://[!-~]+|[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d+)?|Ada|Amina|Bram|Chen|Ines|Otto|[A-Z]\d{4,}|[0-9a-f]{8,})(?![A-Za-z0-9])"
)


def foreign(html: str, language: str) -> list[str]:
    html = re.sub(r"<(script|style|title)\b.*?</\1>", " ", html, flags=re.DOTALL)
    other = "en" if language == "zh" else "zh-CN"
    html = re.sub(rf'<(\w+)[^>]*\blang="{other}"[^>]*>.*?</\1>', " ", html, flags=re.DOTALL)
    html = re.sub(r"<bdi>.*?</bdi>|<option\b.*?</option>|<code.*?</code>", " ", html, flags=re.DOTALL)
    told = re.findall(r'\b(?:title|aria-label|placeholder|alt)="([^"]*)"', html)
    text = unescape(" ".join([re.sub(r"<[^>]+>", " ", html), *told]))
    if language == "en":
        return [word for word in text.split() if has_han(word)]
    return re.findall(r"[A-Za-z]{3,}", NAMES.sub(" ", text))


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_no_word_of_the_other_language_is_left(
    world: World, arrive: Arrive, enter: Enter, language: str
) -> None:
    await world.lodge(
        subject="电梯" if language == "zh" else "Lift", narrative="停了" if language == "zh" else "It stopped"
    )
    visitor, ada = arrive(language=language), await enter("ada", language=language)
    found = {path: foreign((await visitor.get(path)).html, language) for path in PUBLIC}
    found |= {path: foreign((await ada.get(path)).html, language) for path in PORTAL}
    assert {path: words for path, words in found.items() if words} == {}


def test_a_left_over_word_is_found() -> None:
    assert foreign('<p title="Save">保存</p>', "zh") == ["Save"]
    assert foreign("<p>保存</p>", "en") == ["保存"]
    assert foreign('<p>Amends <b lang="en">as typed</b></p>', "zh") == []
