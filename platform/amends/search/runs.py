"""A text as the runs a search looks at: Chinese characters in a row, words, numbers. Pure.

Runs are cut from the text as it is written and made plain one by one, so that what was found can be marked in it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import snowballstemmer

_HAN: Final = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
WRITTEN: Final = re.compile(rf"(?P<han>[{_HAN}]+)|(?P<word>(?:(?![{_HAN}])[^\W_])+)")
_STEMMER: Final = snowballstemmer.stemmer("english")
EMPTY_WORDS: Final = frozenset({
    "a", "an", "and", "are", "as", "at", "be", "been", "but", "by", "can", "did", "do", "does", "for", "from",
    "had", "has", "have", "he", "her", "his", "i", "if", "in", "is", "it", "its", "me", "my", "no", "not",
    "of", "on", "or", "our", "she", "so", "than", "that", "the", "their", "them", "then", "there", "they",
    "this", "to", "was", "we", "were", "what", "when", "which", "who", "will", "with", "you", "your",
})  # fmt: skip
"""English words that stand in every text: neither kept nor looked for, where anything else is said."""


@dataclass(frozen=True, slots=True)
class Run:
    plain: str
    """Small letters of usual width without accents."""
    begin: int
    end: int
    han: bool

    @property
    def numbered(self) -> bool:
        return any(character.isdigit() for character in self.plain)


def runs(text: str) -> Iterator[Run]:
    for found in WRITTEN.finditer(text):
        if written := plain(found.group()):
            yield Run(written, found.start(), found.end(), found.lastgroup == "han")


def plain(text: str) -> str:
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text).casefold()
    return unicodedata.normalize("NFKC", "".join(each for each in apart if not unicodedata.combining(each)))


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """What English forms of a word have in common; of other words, themselves."""
    stemmed: str = _STEMMER.stemWord(word)
    return stemmed
