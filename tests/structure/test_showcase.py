"""The showcase shows every part pages are made of, each says what it takes, and the guide to the look names them all."""

from __future__ import annotations

import re

from jinja2 import nodes

from tests.structure.catalogue import ROOT
from tests.structure.pages_catalogue import environment
from web.templating import PAGES_FOLDER

FILES = ("macros", "fields", "parts", "chrome")
GUIDE = (ROOT / "docs" / "design.md").read_text("utf-8")
SHOWN = "".join(file.read_text("utf-8") for file in (PAGES_FOLDER / "showcase").glob("*.html"))
_MACRO = re.compile(r"(#\}\n)?\{% macro (\w+)\(", flags=re.MULTILINE)


def macros(file: str) -> dict[str, bool]:
    """Those for pages, and whether a comment says of each what it takes."""
    source = (PAGES_FOLDER / "shared" / f"{file}.html").read_text("utf-8")
    parsed = {macro.name for macro in environment.parse(source).find_all(nodes.Macro)}
    found = {name: bool(said) for said, name in _MACRO.findall(source) if not name.startswith("_")}
    assert set(found) == {name for name in parsed if not name.startswith("_")}
    return found


def test_every_part_is_on_the_showcase() -> None:
    missing = {name for file in FILES for name in macros(file) if not re.search(rf"[{{%( ]{name}\(", SHOWN)}
    assert missing == set()


def test_every_part_says_what_it_takes() -> None:
    assert {name for file in FILES for name, said in macros(file).items() if not said} == set()


def test_the_guide_names_every_part_and_no_other() -> None:
    listed = GUIDE.partition("## Parts")[2].partition("\n## ")[0]
    named = set(re.findall(r"`(\w+)`", re.sub(r"`[\w/.-]+\.html`", "", listed)))
    assert named == {name for file in FILES for name in macros(file)}


def test_the_guide_names_every_group_of_tokens() -> None:
    tokens = re.findall(
        r"^  (--[a-z]+)", (ROOT / "web" / "static" / "tokens.css").read_text(), flags=re.MULTILINE
    )
    listed = GUIDE.partition("## Tokens")[2].partition("\n## ")[0]
    assert {token for token in tokens if token not in listed} == set()
