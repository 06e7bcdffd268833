"""Headers as people meant them: encoded words (RFC 2047) also where they may not stand, and raw bytes of any charset."""

from __future__ import annotations

import re
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from typing import Final

from amends.mailin.decoding import text_of

_ID = re.compile(r"<[^<>\s]{1,500}>")
_LONGEST: Final = 2000
_MOST_IDS: Final = 100


def raw(message: Message, name: str) -> str:
    """The first of that name, as text, not decoded; nothing in it that cannot be seen."""
    value = message.get(name)
    text = _bytes_read(str(value) if value is not None else "")
    return "".join(letter if letter.isprintable() or letter.isspace() else "" for letter in text)


def header(message: Message, name: str, *, text: str | None = None) -> str:
    """Decoded, on one line; `text` instead of the header's own."""
    value = raw(message, name) if text is None else _bytes_read(text)
    try:
        parts = decode_header(re.sub(r"\?=\s+=\?", "?==?", value))
    except (HeaderParseError, ValueError):
        parts = [(value, None)]
    found = "".join(_part(each, charset) for each, charset in parts)
    return " ".join("".join(letter if letter.isprintable() else " " for letter in found).split())[:_LONGEST]


def ids(text: str) -> tuple[str, ...]:
    """Message-IDs, in their order, each once."""
    return tuple(dict.fromkeys(_ID.findall(text)))[-_MOST_IDS:]


def _part(value: bytes | str, charset: str | None) -> str:
    if isinstance(value, str):
        return value
    return text_of(value, "" if charset in (None, "unknown-8bit") else str(charset))


def _bytes_read(text: str) -> str:
    """Bytes beyond ASCII stand in headers as lone surrogates: what was sent, in no declared charset."""
    if not any("\ud800" <= letter <= "\udfff" for letter in text):
        return text
    return text_of(text.encode("utf-8", "surrogateescape"), "")
