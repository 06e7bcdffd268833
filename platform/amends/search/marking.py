"""The passage of a text that shows why it was found, with what was found marked. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from amends.search.runs import WRITTEN, Run, plain, stem
from amends.search.tokens import letters_out, told

BEFORE: Final = 24
AFTER: Final = 90
"""Characters round the first place that is marked."""


Place = tuple[int, int, int]
"""Begin, end, and which word it was."""


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    pieces: tuple[Piece, ...]
    words: int
    """How many of those typed stand in it."""


class Marker:
    """Of one search: a word that stands in many texts is compared with what was typed once."""

    def __init__(self, typed: str) -> None:
        self._typed = told(typed)
        self._known: dict[str, tuple[Place, ...]] = {}

    def passage(self, text: str) -> Passage | None:
        """None: nothing of what was typed stands there."""
        places = list(self._places(text))
        return _passage(text, places) if places else None

    def _places(self, text: str) -> Iterator[Place]:
        known = self._known
        for found in WRITTEN.finditer(text):
            written, begin = found.group(), found.start()
            inside = known.get(written)
            if inside is None:
                inside = known[written] = tuple(self._inside(written, han=found.lastgroup == "han"))
            for at, till, which in inside:
                yield begin + at, begin + till, which

    def _inside(self, written: str, *, han: bool) -> Iterator[Place]:
        run = Run(plain(written), 0, len(written), han)
        for which, word in enumerate(self._typed):
            if run.plain and han == word.han:
                yield from ((at, till, which) for at, till in _in_run(run, word))


def passage(text: str, typed: str) -> Passage | None:
    """In one text alone."""
    return Marker(typed).passage(text)


def _passage(text: str, places: Sequence[Place]) -> Passage:
    begin = max(min(at for at, _, _ in places) - BEFORE, 0)
    end = min(begin + BEFORE + AFTER, len(text))
    shown = [(at, till) for at, till, _ in _apart(places) if at < end]
    pieces = [Piece("…")] if begin else []
    at = begin
    for start, till in shown:
        pieces += [Piece(text[at:start]), Piece(text[start : min(till, end)], marked=True)]
        at = min(till, end)
    pieces += [Piece(text[at:end])] + ([Piece("…")] if end < len(text) else [])
    words = len({which for _, _, which in places})
    return Passage(tuple(piece for piece in pieces if piece.text), words)


def _in_run(run: Run, word: Run) -> Iterable[tuple[int, int]]:
    whole = run.end - run.begin == len(run.plain)  # else its characters cannot be told apart by place
    if word.plain in run.plain and (word.han or word.numbered or len(word.plain) >= 3):
        at = run.plain.index(word.plain)
        yield (run.begin + at, run.begin + at + len(word.plain)) if whole else (run.begin, run.end)
    elif word.han and whole and len(word.plain) > 2:
        for at in range(len(word.plain) - 1):
            place = run.plain.find(word.plain[at : at + 2])
            if place >= 0:
                yield run.begin + place, run.begin + place + 2
    elif not word.han and not word.numbered and _alike(run.plain, word.plain):
        yield run.begin, run.end


def _alike(one: str, other: str) -> bool:
    return stem(one) == stem(other) or not letters_out(one).isdisjoint(letters_out(other))


def _apart(places: Iterable[Place]) -> list[Place]:
    """In order, those that overlap or touch made one."""
    found: list[Place] = []
    for at, till, which in sorted(places):
        if found and at <= found[-1][1]:
            found[-1] = (found[-1][0], max(till, found[-1][1]), found[-1][2])
        else:
            found.append((at, till, which))
    return found
