"""Letters as PDF: one, or as many as are printed at once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from amends.letters.paper import in_window
from web.printing.signs import breakable, plain
from web.printing.typesetting import typeset

MOST_AT_ONCE = 50
"""A batch is one file and one wait; more are printed in several."""


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
        "title": plain(first.subject if len(letters) == 1 else first.organisation),
        "author": plain(first.organisation),
        "logo": list(logo),
        "letters": [_data(letter) for letter in letters],
    }
    return await typeset("letter.typ", "letters", data)


def _data(letter: PaperLetter) -> dict[str, object]:
    size, address = in_window([plain(line) for line in letter.address])
    return {
        "language": letter.language,
        "organisation": plain(letter.organisation),
        "return_line": plain(letter.return_line),
        "address": address,
        "address_size": size,
        "facts": [[plain(label), breakable(plain(value))] for label, value in letter.facts],
        "subject": breakable(plain(letter.subject)),
        "paragraphs": [
            [breakable(plain(line)) for line in paragraph.splitlines()]
            for paragraph in re.split(r"\n\s*\n", letter.body.strip())
        ],
        "footer": [plain(line) for line in letter.footer if line],
        "running": plain(letter.running),
        "page_words": letter.page_words,
        "colour": letter.colour,
        "signatures": [plain(whose) for whose in letter.signatures],
        "draft": letter.draft,
    }
