"""What of a text goes into the index, and what of it is looked for. Pure; words here, hashes in `keys`.

Chinese goes in by pairs of characters, so that any phrase is found wherever it stands. English words go in by their stem,
and with each letter left out, which finds a word with one letter wrong, missing, too many or in another place.
Numbers, names, addresses and names of files also go in by three characters in a row: a part of them finds them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from amends.search.runs import EMPTY_WORDS, Run, runs, stem

FORGIVEN_FROM: Final = 5
"""Letters: shorter words with a letter out are too many others."""
_LETTERS_OUT: Final = 10
"""Of the first ones only: a long word is known by how it begins."""
MOST_WORDS: Final = 12
LONGEST: Final = 200
"""Characters of what is looked for."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing to be found; any of `ways` finds it, each of which are tokens that stand together in one case."""

    ways: tuple[tuple[str, ...], ...]
    soft: bool = False
    """Not every one of these need be there."""


def of_text(text: str, *, fine: bool = False) -> set[str]:
    """`fine`: of names, addresses, numbers and names of files, which are looked for by parts."""
    found: set[str] = set()
    for run in list(runs(text)) if fine else _telling(runs(text)):
        if run.han:
            found.update(_pairs(run.plain))
            if fine:
                found.update(f"1{character}" for character in run.plain)
        elif run.numbered:
            found.add(f"w{run.plain}")
            found.update(_threes(run.plain))
        else:
            found.update(_word(run.plain))
            if fine:
                found.update(_threes(run.plain))
    return found


def exactly(words: str) -> list[Wanted]:
    """As it was typed: whole phrases of Chinese, English words in any form, parts of names and numbers."""
    return [Wanted(tuple(_ways(run))) for run in told(words)]


def nearly(words: str) -> list[Wanted]:
    """Most of a Chinese phrase in any order, English words with a letter wrong."""
    found: list[Wanted] = []
    for run in told(words):
        if run.han and len(run.plain) > 2:
            found.extend(Wanted(((pair,),), soft=True) for pair in _pairs(run.plain))
        else:
            forgiven = ((token,) for token in letters_out(run.plain))
            found.append(Wanted((*_ways(run), *(forgiven if not run.han and not run.numbered else ()))))
    return found


def told(words: str) -> list[Run]:
    """What was typed that is looked for."""
    return _telling(runs(words[:LONGEST]))[:MOST_WORDS]


def _telling(written: Iterable[Run]) -> list[Run]:
    """Where nothing but empty words is said, those."""
    found = list(written)
    return [run for run in found if run.plain not in EMPTY_WORDS] or found


def _ways(run: Run) -> Iterator[tuple[str, ...]]:
    if run.han:
        yield tuple(_pairs(run.plain))
        if len(run.plain) == 1:
            yield (f"1{run.plain}",)
        return
    yield (f"w{run.plain}",) if run.numbered else (f"s{stem(run.plain)}",)
    if parts := tuple(_threes(run.plain)):
        yield parts


def _pairs(run: str) -> list[str]:
    """Of one character, that one."""
    return [f"2{run[at : at + 2]}" for at in range(max(len(run) - 1, 1))]


def _threes(word: str) -> list[str]:
    return [f"3{word[at : at + 3]}" for at in range(len(word) - 2)]


def _word(word: str) -> Iterable[str]:
    return [f"s{stem(word)}", *letters_out(word)]


@lru_cache(maxsize=20_000)
def letters_out(word: str) -> frozenset[str]:
    """The word and each that one letter less of it makes, an s of many aside: of two that differ by a letter, some are the
    same. Not by its stem: a wrong letter often stands where the ending begins."""
    found: set[str] = set()
    for one in {word, word.removesuffix("s")}:
        if len(one) >= FORGIVEN_FROM:
            found.add(f"-{one}")
            found.update(f"-{one[:at]}{one[at + 1 :]}" for at in range(min(len(one), _LETTERS_OUT)))
    return frozenset(found)
