"""What a text is about, in pieces that another text can share: pairs of Chinese characters, stems of words. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Final

from amends.knowledge.rules import Content
from amends.search.runs import EMPTY_WORDS, runs, stem

OF_TITLE: Final = 3
OF_BODY: Final = 1
"""What a piece of a title and one of a body tell of what an article is about."""
MOST_KEPT: Final = 500
MOST_ASKED: Final = 250


def kept_of(content: Content) -> Mapping[str, int]:
    """The pieces an article is found by, with what each is worth; a title's first, of a very long body the beginning."""
    found: dict[str, int] = {}
    for text in (content.title_zh, content.title_en):
        found.update(dict.fromkeys(_pieces(text), OF_TITLE))
    for text in (content.body_zh, content.body_en):
        for piece in islice(_pieces(text), MOST_KEPT):
            found.setdefault(piece, OF_BODY)
    return found


def asked_of(*texts: str) -> list[str]:
    """The pieces of what somebody complains of, those said first."""
    return list(islice(dict.fromkeys(piece for text in texts for piece in _pieces(text)), MOST_ASKED))


def _pieces(text: str) -> Iterator[str]:
    for run in runs(text):
        if not run.han:
            if run.plain not in EMPTY_WORDS and len(run.plain) > 1:
                yield stem(run.plain)[:40]
            continue
        for at in range(len(run.plain) - 1):
            yield run.plain[at : at + 2]
