"""Records and forms of a case as PDF: headings with what stands under them. The same data gives the same bytes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from web.printing.signs import breakable, plain
from web.printing.typesetting import typeset

BLANK = "\uff3f" * 6
"""What nobody knows yet, to be filled in by hand."""


@dataclass(frozen=True, slots=True)
class Facts:
    """A label and what there is to it, a line each."""

    rows: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Table:
    head: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Prose:
    text: str
    to_fill_in: bool = False
    """With room between its lines to write in."""


Block = Facts | Table | Prose


@dataclass(frozen=True, slots=True)
class Part:
    """Without blocks there is nothing to it yet, and room is left to write."""

    title: str
    blocks: Sequence[Block]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRecord:
    """All that stands on one document; whatever signs are in a text, they are shown and never obeyed."""

    language: str
    organisation: str
    title: str
    facts: Sequence[tuple[str, str]]
    """Number, date, department."""
    day: date
    """Of the file, too: no clock is read."""
    parts: Sequence[Part]
    footer: Sequence[str]
    page_words: str
    """With {page} and {pages}."""
    colour: str = "#0f5c63"
    note: str = ""
    """Above everything else."""
    signatures: Sequence[str] = ()


async def record_pdf(record: PaperRecord, *, logo: bytes = b"", to: Literal["pdf", "png"] = "pdf") -> bytes:
    return await typeset("record.typ", "record", _data(record) | {"logo": list(logo)}, to=to)


def _data(record: PaperRecord) -> dict[str, object]:
    return {
        "language": record.language,
        "organisation": plain(record.organisation),
        "title": breakable(plain(record.title)),
        "facts": _rows(record.facts),
        "day": [record.day.year, record.day.month, record.day.day],
        "parts": [
            {"title": plain(part.title), "blocks": [_block(block) for block in part.blocks]}
            for part in record.parts
        ],
        "footer": [plain(line) for line in record.footer if line],
        "page_words": record.page_words,
        "colour": record.colour,
        "note": plain(record.note),
        "signatures": [plain(whose) for whose in record.signatures],
        "blank": BLANK,
    }


def _block(block: Block) -> dict[str, object]:
    match block:
        case Facts(rows):
            return {"kind": "facts", "rows": _rows(rows)}
        case Table(head, rows):
            return {
                "kind": "table",
                "head": [plain(each) for each in head],
                "rows": [[_text(each) for each in row] for row in rows],
            }
        case Prose(text, to_fill_in):
            return {"kind": "prose", "roomy": to_fill_in, "lines": _text(text).splitlines()}


def _rows(rows: Sequence[tuple[str, str]]) -> list[list[str]]:
    return [[plain(label), _text(value)] for label, value in rows]


def _text(text: str) -> str:
    return breakable(plain(text.strip()))
