"""Letters as PDF: one, or as many as are printed at once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from amends.letters.paper import in_window
from web.printing.typesetting import typeset

MOST_AT_ONCE = 50
"""A batch is one file and one wait; more are printed in several."""
_LONG_WORD = re.compile(r"[^\s\u2e80-\u9fff\uff00-\uffef]{25,}")
_BREAKS = re.compile(r"(?<=[/?&=_.,:;@-])(?=[^\s/])")
_BREAK = "\u200b"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLetter:
    """All that stands on one letter; whatever signs are in a text, they are shown and never obeyed."""

    language: str
    organisation: str
    return_line: str
    address: Sequence[str]
    """The recipient's name first."""
    facts: Sequence[tuple[str, str]]
    """Reference, date, whom to ask."""
    subject: str
    body: str
    """Paragraphs are parted by an empty line."""
    footer: Sequence[str]
    running: str
    """At the head of every page but the first."""
    page_words: str
    """With {page} and {pages}."""
    colour: str = "#0f5c63"
    signatures: Sequence[str] = ()
    """Who signs; nobody: there is no room for it."""
    draft: str = ""
    """Written across each page of what nobody has approved yet."""


async def letters_pdf(letters: Sequence[PaperLetter], *, logo: bytes = b"") -> bytes:
    """In the given order, each with page numbers of its own."""
    first = letters[0]
    data = {
        "title": _plain(first.subject if len(letters) == 1 else first.organisation),
        "author": _plain(first.organisation),
        "logo": list(logo),
        "letters": [_data(letter) for letter in letters],
    }
    return await typeset("letter.typ", "letters", data)


def _data(letter: PaperLetter) -> dict[str, object]:
    size, address = in_window([_plain(line) for line in letter.address])
    return {
        "language": letter.language,
        "organisation": _plain(letter.organisation),
        "return_line": _plain(letter.return_line),
        "address": address,
        "address_size": size,
        "facts": [[_plain(label), _breakable(_plain(value))] for label, value in letter.facts],
        "subject": _breakable(_plain(letter.subject)),
        "paragraphs": [
            [_breakable(_plain(line)) for line in paragraph.splitlines()]
            for paragraph in re.split(r"\n\s*\n", letter.body.strip())
        ],
        "footer": [_plain(line) for line in letter.footer if line],
        "running": _plain(letter.running),
        "page_words": letter.page_words,
        "colour": letter.colour,
        "signatures": [_plain(whose) for whose in letter.signatures],
        "draft": letter.draft,
    }


def _plain(text: str) -> str:
    """Without controls: no font shows them."""
    return "".join(sign for sign in text.replace("\t", "    ") if sign == "\n" or _is_shown(sign))


def _is_shown(sign: str) -> bool:
    return unicodedata.category(sign) not in ("Cc", "Cs", "Co", "Cn")


def _breakable(text: str) -> str:
    """A long address of a page or a word without end goes on in the next line instead of leaving the paper."""
    return _LONG_WORD.sub(lambda word: _with_breaks(word[0]), text)


def _with_breaks(word: str) -> str:
    parts = _BREAKS.split(word)
    return _BREAK.join(_BREAK.join(part[at : at + 20] for at in range(0, len(part), 20)) for part in parts)
