"""People's own words made fit for paper: no controls, and no word that leaves the sheet. Pure."""

from __future__ import annotations

import re
import unicodedata

_LONG_WORD = re.compile(r"[^\s\u2e80-\u9fff\uff00-\uffef]{25,}")
_BREAKS = re.compile(r"(?<=[/?&=_.,:;@-])(?=[^\s/])")
_BREAK = "\u200b"


def plain(text: str) -> str:
    """Without controls: no font shows them."""
    return "".join(sign for sign in text.replace("\t", "    ") if sign == "\n" or _is_shown(sign))


def breakable(text: str) -> str:
    """A long address of a page or a word without end goes on in the next line instead of leaving the paper."""
    return _LONG_WORD.sub(lambda word: _with_breaks(word[0]), text)


def _is_shown(sign: str) -> bool:
    return unicodedata.category(sign) not in ("Cc", "Cs", "Co", "Cn")


def _with_breaks(word: str) -> str:
    parts = _BREAKS.split(word)
    return _BREAK.join(_BREAK.join(part[at : at + 20] for at in range(0, len(part), 20)) for part in parts)
