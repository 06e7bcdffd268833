"""A letter as mail programs show it: the same words as its text, in the organisation's colour, with a button to the case.

Made of the text, so that both parts always say the same. Only addresses of the organisation's own pages become links:
a complainant's words never lead a member of staff anywhere. Nothing is fetched from outside, so nobody is watched
reading; without styles it is still paragraphs in their order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from amends.organisation.brand import brand_of
from amends.policy.parts.base import Text

_URL = re.compile(r"https?://[!-~]+")
_AFTER = ".,;:!?)'\""
"""What ends a sentence about an address, and is none of it."""

_BUTTONS: Final = (
    ("/track", Text(zh="查看投诉进度", en="Follow your complaint")),
    ("/portal/cases/", Text(zh="打开投诉", en="Open the case")),
    ("/invitation/", Text(zh="接受邀请", en="Accept the invitation")),
    ("/portal/reset/", Text(zh="设置新密码", en="Choose a new password")),
)
_OPEN = Text(zh="打开", en="Open")
_TAGS: Final = {"zh": "zh-CN", "en": "en"}

_pages = Environment(
    loader=FileSystemLoader(Path(__file__).parent),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """Who writes, in the reader's language."""

    name: str
    colour: str
    phone: str = ""
    email: str = ""
    addresses: Sequence[str] = ()
    """Where its pages are, each without a slash at the end; only links to these are made."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a line; with `url` it is a link."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    lines: Sequence[Sequence[Piece]]
    button: Piece | None = None
    """Stands after it."""


def html_of(body: str, *, subject: str, language: str, house: House) -> str:
    paragraphs = list(_paragraphs(body, house, language))
    button = next((each.button for each in paragraphs if each.button is not None), None)
    return _pages.get_template("letter.html").render(
        subject=subject,
        language=language,
        tag=_TAGS.get(language, "en"),
        house=house,
        paragraphs=paragraphs,
        button=button,
        brand=brand_of(house.colour),
    )


def _paragraphs(body: str, house: House, language: str) -> list[Paragraph]:
    """The first address of the organisation's own becomes the button; those after it are links where they stand."""
    found, target = list[Paragraph](), ""
    for block in re.split(r"\n\s*\n", body.strip()):
        lines: list[Sequence[Piece]] = []
        for line in block.splitlines():
            pieces = _pieces(line, house)
            link = None if target else next((piece for piece in pieces if piece.url), None)
            if link is not None:
                target = link.url
                pieces = [piece for piece in pieces if piece is not link]
            if any(piece.text.strip() for piece in pieces):
                lines.append(pieces)
            if link is not None:
                found.append(Paragraph(lines, Piece(_label(target, house, language), target)))
                lines = []
        if lines:
            found.append(Paragraph(lines))
    return found


def _pieces(line: str, house: House) -> list[Piece]:
    pieces, at = [], 0
    for match in _URL.finditer(line):
        url = match[0].rstrip(_AFTER)
        if not any(url == own or url.startswith(f"{own}/") for own in house.addresses):
            continue
        pieces += [Piece(line[at : match.start()]), Piece(url, url)]
        at = match.start() + len(url)
    return [piece for piece in (*pieces, Piece(line[at:])) if piece.text]


def _label(url: str, house: House, language: str) -> str:
    path = next(url.removeprefix(own) for own in house.addresses if url == own or url.startswith(f"{own}/"))
    words = next((text for start, text in _BUTTONS if path.startswith(start)), _OPEN)
    return words.in_language(language)
