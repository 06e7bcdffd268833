"""What people write, made fit to keep: one line or several, never silently cut. Pure."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

from amends.errors import Invalid

LONGEST_LINE = 200
LONGEST_PARAGRAPH = 2_000
LONGEST_TEXT = 20_000
NEEDED = "Please fill this in."
TOO_LONG = "This text is too long."

# Marks, embeddings, overrides and isolates: they reorder what stands after the field they were typed into.
_REORDERING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(slots=True)
class Texts:
    """The texts of one form: each comes back fit to keep, and `demand` says at once what is wrong with any."""

    wrong: dict[str, str] = field(default_factory=dict)

    def line(
        self,
        name: str,
        text: str,
        *,
        required: bool = True,
        longest: int = LONGEST_LINE,
        needed: str = NEEDED,
    ) -> str:
        return self._kept(name, one_line(text), required, longest, needed)

    def prose(
        self,
        name: str,
        text: str,
        *,
        required: bool = True,
        longest: int = LONGEST_TEXT,
        needed: str = NEEDED,
    ) -> str:
        return self._kept(name, text.strip(), required, longest, needed)

    def demand(self) -> None:
        if self.wrong:
            raise Invalid(self.wrong)

    def _kept(self, name: str, text: str, required: bool, longest: int, needed: str) -> str:
        kept = "" if is_blank(text) else text
        if required and not kept:
            self.wrong[name] = needed
        elif len(kept) > longest:
            self.wrong[name] = TOO_LONG
        return kept


def line(
    name: str, text: str, *, required: bool = True, longest: int = LONGEST_LINE, needed: str = NEEDED
) -> str:
    """The only text of its form; Invalid when it is missing or too long."""
    texts = Texts()
    kept = texts.line(name, text, required=required, longest=longest, needed=needed)
    texts.demand()
    return kept


def prose(
    name: str, text: str, *, required: bool = True, longest: int = LONGEST_TEXT, needed: str = NEEDED
) -> str:
    """The same for several lines."""
    texts = Texts()
    kept = texts.prose(name, text, required=required, longest=longest, needed=needed)
    texts.demand()
    return kept


def one_line(text: str) -> str:
    """Without controls and without what reorders the text around it; every white space is one space."""
    return " ".join("".join(char for char in text if char.isspace() or _is_written(char)).split())


def is_blank(text: str) -> bool:
    """Whether a reader sees nothing at all: white space, controls and invisible characters are nothing."""
    return all(char.isspace() or unicodedata.category(char) in ("Cc", "Cf") for char in text)


def _is_written(char: str) -> bool:
    return char not in _REORDERING and unicodedata.category(char) != "Cc"
