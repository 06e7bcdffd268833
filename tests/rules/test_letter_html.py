"""The HTML part of a letter: the same words, one button, nothing from outside, and readable in any colour."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.notices.html import House, html_of
from amends.notices.texts import rendered
from amends.organisation.brand import contrast
from amends.policy.events import PLACEHOLDERS, Event
from tenants.templates import pickable_templates

OWN = "https://harbour.example.org"
HOUSE = House(
    name="海湾服务", colour="#0f5c63", phone="400-1000", email="care@harbour.example.org", addresses=[OWN]
)
TRACK = f"{OWN}/track?number=A20260001"


def html(body: str, *, language: str = "en", house: House = HOUSE) -> str:
    return html_of(body, subject="Subject", language=language, house=house)


class _Read(HTMLParser):
    """What a reader sees and may follow."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self._hidden = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self._hidden += tag in ("style", "title")
        self.links += [value or "" for name, value in attrs if name in ("href", "src", "background")]

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("style", "title")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.words += data.split()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_letter_says_the_same_as_its_text(language: str) -> None:
    policy = pickable_templates()["service"].policy
    for event in Event:
        values = dict.fromkeys(PLACEHOLDERS[event], "<b>1 & 2</b>") | {"link": TRACK}
        _, body = rendered(policy, event, language, values)
        read = _Read(html(body, language=language))
        assert not {"table", "img", "script", "form", "link", "b"} & set(read.tags)
        for word in body.replace(TRACK, "").split():
            assert word in read.words or "：" in word, (event, word)
        assert set(read.links) <= {TRACK}
        assert (TRACK in body) is bool(read.links), event


def test_the_first_address_of_its_own_is_the_button_and_stands_below_in_full() -> None:
    whole = html(f"Status: {TRACK}\n\nAlso: {OWN}/more.")
    assert f'class="button" href="{TRACK}"' in whole
    assert ">Follow your complaint</a>" in whole
    assert _Read(whole).links == [TRACK, f"{OWN}/more", TRACK]
    assert "查看投诉进度" in html(f"进度：{TRACK}", language="zh")


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/track",
        "https://harbour.example.org.evil.example/track",
        "https://harbour.example.org@evil.example/",
        "https://harbour.example.orgx/",
        "javascript:alert(1)",
        "http://harbour.example.org/track",
    ],
)
def test_nobody_else_s_address_becomes_a_link(url: str) -> None:
    whole = html(f"The complainant writes: {url}")
    assert _Read(whole).links == []
    assert url.split("?")[0] in whole


@given(text=st.text(max_size=200))
def test_no_value_writes_markup(text: str) -> None:
    plain, given = _Read(html("x")), _Read(html(f"x {text}", house=replace(HOUSE, name=text, phone=text)))
    assert {*given.tags} <= {*plain.tags, "br", "p", "bdi"}
    assert given.links == []


@given(colour=st.integers(0, 0xFFFFFF).map("#{:06x}".format))
def test_bar_and_button_can_be_read_in_any_colour(colour: str) -> None:
    whole = html(f"Open {TRACK}", house=replace(HOUSE, colour=colour))
    pairs = re.findall(r"background-color:\s?(#\w{6})(?: !important)?; color:\s?(#\w{6})", whole)
    assert len(pairs) == 5
    assert all(contrast(ground, ink) >= 4.5 for ground, ink in pairs), pairs


def test_it_fetches_nothing() -> None:
    assert not re.search(r"url\(|@import|<link|src=", html(f"Open {TRACK}"))
