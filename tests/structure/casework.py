"""Where the rows on casework stand in the program: the second table of docs/requirements.md.

`python -m tests.structure.requirements` writes it anew from casework_rows.toml and the templates.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

ROOT = Path(__file__).parent.parent.parent
FAMILIES = ("S-AC", "S-CH", "S-IN", "S-IV", "S-RA", "S-DS", "S-RM", "S-FM")
LINE = re.compile(
    r"^\| \*\*(?P<id>S-[A-Z]{2}-\d\d)\*\* \| (?P<text>.+) \| (?P<template>[^|]+) \| [^|]* \| [^|]* \|$"
)


class Traced(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`at`: files or folders of the program; `by`: of the tests; `missing`: what is not there yet."""

    at: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    missing: str = ""

    def written(self, places: Sequence[object]) -> tuple[str, str]:
        """Of the templates' values, one stands for all."""
        where = [f"`{each}`" for each in self.at] + [str(each) for each in places[:1]]
        more = [f"and {len(places) - 1} more in templates"] if len(places) > 1 else []
        shown = [f"`{each}`" for each in self.by]
        if self.missing:
            shown.append(f"**not there yet:** {self.missing}")
        return "; ".join([*where, *more]) or "—", "; ".join(shown) or "—"


def traced() -> dict[str, Traced]:
    plain = tomllib.loads((Path(__file__).parent / "casework_rows.toml").read_text("utf-8"))
    return msgspec.convert(plain, dict[str, Traced])


def path_of(name: str) -> Path:
    return (
        ROOT / name
        if name.startswith(("web/", "tests/", "workers/", "tenants/"))
        else ROOT / "platform" / name
    )


def rewritten_line(line: str, known: Mapping[str, Traced], places: Mapping[str, Sequence[object]]) -> str:
    found = LINE.match(line)
    if found is None:
        return line
    where, shown = known[found["id"]].written(places.get(found["id"], ()))
    return f"| **{found['id']}** | {found['text']} | {found['template']} | {where} | {shown} |"
