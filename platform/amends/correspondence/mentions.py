"""Whom a note calls by name: "@" before a name, or before the Chinese or the Latin half of one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final
from uuid import UUID

_HAN: Final = re.compile(r"[㐀-鿿]+(?:·[㐀-鿿]+)*")
_AT: Final = "@＠"


def mentioned(text: str, names: Mapping[UUID, str]) -> list[UUID]:
    """In the order they are called. Of two names that fit the longer one is meant; a half that several people share calls
    them all: one told too many is better than one who never hears."""
    folded, found = " ".join(text.split()).casefold(), dict[UUID, None]()
    calls = _calls(names)
    longest = sorted(calls, key=len, reverse=True)
    for place, letter in enumerate(folded):
        if letter not in _AT:
            continue
        rest = folded[place + 1 :].lstrip()
        called = next((name for name in longest if _begins(rest, name)), "")
        found |= dict.fromkeys(calls.get(called, ()))
    return list(found)


def _calls(names: Mapping[UUID, str]) -> dict[str, list[UUID]]:
    """By what they may be called."""
    calls: dict[str, list[UUID]] = {}
    for person, name in names.items():
        whole = " ".join(name.split()).casefold()
        han = _HAN.search(whole)
        halves = {whole, han[0], " ".join(_HAN.sub(" ", whole).split())} if han else {whole}
        for each in halves - {""}:
            calls.setdefault(each, []).append(person)
    return calls


def _begins(rest: str, name: str) -> bool:
    """Chinese puts no space after a name; a Latin one ends where its last word does."""
    if not rest.startswith(name):
        return False
    after = rest[len(name) : len(name) + 1]
    return bool(_HAN.fullmatch(name[-1])) or not after.isalnum() or bool(_HAN.fullmatch(after))
