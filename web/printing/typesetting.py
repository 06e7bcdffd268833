"""Typst with our own fonts: no file beside its template is read, nothing is fetched."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any, Literal

import typst

from amends.evidence.copies import aside
from web.assets import FONTS_FOLDER

TEMPLATES = Path(__file__).parent


async def typeset(
    template: str, name: str, data: Mapping[str, object], *, to: Literal["pdf", "png"] = "pdf"
) -> bytes:
    """The template sees `data` as `json(bytes(sys.inputs.<name>))`. Takes a moment: no scope may be open meanwhile."""
    return await aside(partial(_set, template, name, dict(data), to))


def _set(template: str, name: str, data: dict[str, object], to: Literal["pdf", "png"]) -> bytes:
    standards: list[Any] = ["ua-1"] if to == "pdf" else []
    try:
        return _compiled(template, name, data, to, standards)
    except typst.TypstError as error:
        if not standards or "could not be displayed" not in str(error):
            raise
    # A sign that no font of ours has, such as a smiley: an empty box, which PDF/UA forbids, is better than no paper.
    return _compiled(template, name, data, to, [])


def _compiled(
    template: str, name: str, data: dict[str, object], to: Literal["pdf", "png"], standards: list[Any]
) -> bytes:
    made = typst.compile(
        TEMPLATES / template,
        root=TEMPLATES,
        font_paths=_fonts(),
        format=to,
        ppi=80,
        sys_inputs={name: json.dumps(data, ensure_ascii=False)},
        pdf_standards=standards,
    )
    pages = made if isinstance(made, list) else [made]
    if not pages or pages[0] is None:
        raise RuntimeError("nothing was typeset")
    return pages[0]


@cache
def _fonts() -> typst.Fonts:
    """Read once: they are twenty megabytes."""
    return typst.Fonts(include_system_fonts=False, font_paths=[FONTS_FOLDER])
