"""What stands on a letter, kept word for word once somebody is to approve or print it. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from typing import Final

import msgspec

_WINDOW: Final = ((10, 44, 6), (9, 49, 7), (8, 55, 8), (7, 63, 9))
"""What an envelope's window shows: size of the letters, width in letters (a Chinese sign is two), lines."""
_WORDS = re.compile(r"[\u2e80-\u9fff\uff00-\uffef]|[^\s\u2e80-\u9fff\uff00-\uffef]+\s*|\s+")


class Paper(msgspec.Struct, frozen=True, kw_only=True):
    """The organisation's head and foot are not in it: they are as they are on the day it is printed."""

    language: str
    recipient: str
    address: str
    """Several lines, without the name."""
    number: str
    """The case's."""
    day: date
    subject: str
    body: str
    signed: bool = False
    """Both sides sign it."""

    @property
    def window(self) -> tuple[str, ...]:
        return (self.recipient, *self.address.splitlines())


def frozen(paper: Paper) -> tuple[str, str]:
    """(as it is kept, SHA-256)."""
    kept = msgspec.json.encode(paper, order="sorted")
    return kept.decode(), sha256(kept).hexdigest()


def thawed(kept: str) -> Paper:
    return msgspec.json.decode(kept, type=Paper)


def in_window(lines: Sequence[str]) -> tuple[int, list[str]]:
    """(size, lines) of an address in the largest letters that fit; what never fits is set smallest."""
    tried = [
        (size, most, [part for line in lines for part in _wrapped(line, width)])
        for size, width, most in _WINDOW
    ]
    fitting = [(size, wrapped) for size, most, wrapped in tried if len(wrapped) <= most]
    return fitting[0] if fitting else (tried[-1][0], tried[-1][2])


def fits_window(lines: Sequence[str]) -> bool:
    return len(in_window(lines)[1]) <= _WINDOW[-1][2]


def _wrapped(line: str, width: int) -> list[str]:
    parts, current = [], ""
    for word in _WORDS.findall(line):
        for piece in (word[at : at + width] for at in range(0, len(word), width)):
            if current and _width((current + piece).rstrip()) > width:
                parts.append(current.rstrip())
                current = ""
            current += piece
    return [*parts, current.rstrip()]


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
