"""winmail.dat: what Outlook wraps a message and its files in when it takes the reader for another Outlook."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Final

from tnefparse import TNEF

from amends.mailin.decoding import text_of

_MOST: Final = 100
logging.getLogger("tnef-decode").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class File:
    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Opened:
    text: str
    files: tuple[File, ...]


def opened(data: bytes) -> Opened | None:
    """None: it is none, or damaged; it is kept as it is then."""
    try:
        found = TNEF(data)
        files = tuple(
            File(str(each.long_filename() or each.name or "file"), bytes(each.data))
            for each in found.attachments[:_MOST]
        )
        body = found.body
    except Exception:
        return None
    text = text_of(body, "") if isinstance(body, bytes) else str(body or "")
    return Opened(text, files) if files or text.strip() else None
