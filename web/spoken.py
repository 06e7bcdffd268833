"""Finds, by itself, the modules that speak to people and the sentences in them that nobody marked.

The engine knows no catalogue: it writes its refusals as English sentences where it raises them. Every folder of it in
which something is refused is read whole, and so is everything in the web; a new folder needs no entry anywhere.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
ENGINE = ROOT / "platform" / "amends"
COMMAND_LINE = frozenset({"backup", "database"})
"""Folders whose refusals only the command line shows, which is English."""
FOR_EDITORS = ENGINE / "policy" / "schema.py"
"""What it says stands in files that the command line prints."""
HAN = re.compile(r"[\u3400-\u9fff]")
_PLACE = re.compile(r"\{[^}]*\}")


def speaking() -> list[Path]:
    """Every module whose unmarked sentences reach pages, letters or the API."""
    folders = {file.relative_to(ENGINE).parts[0] for file in _refusing(ENGINE) if file.parent != ENGINE}
    engine = [file for folder in folders - COMMAND_LINE for file in (ENGINE / folder).rglob("*.py")]
    web = [file for file in (ROOT / "web").rglob("*.py") if file.name not in ("catalogue.py", "spoken.py")]
    return sorted({ENGINE / "errors.py", *engine, *_refusing(ROOT / "tenants"), *web} - {FOR_EDITORS})


def marking() -> list[Path]:
    """Modules of the engine and of the tenants' data that mark what they say, as the web does."""
    files = [*ENGINE.rglob("*.py"), *(ROOT / "tenants").rglob("*.py")]
    return sorted(file for file in files if re.search(r"\bmark\b", file.read_text("utf-8")))


def sentences(source: str) -> Iterator[tuple[int, str]]:
    """The whole sentences among a module's literals; docstrings, and what has its Chinese beside it, left out."""
    tree = ast.parse(source)
    left_out = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        beside = [part for part in _parts(node) if isinstance(part, ast.Constant)]
        counted = isinstance(node, ast.Call) and _name(node.func) == "ngettext"
        if isinstance(node, ast.JoinedStr) or counted or any(HAN.search(str(part.value)) for part in beside):
            left_out |= {id(part) for part in beside}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in left_out and is_sentence(str(node.value)):
            yield node.lineno, str(node.value)


def is_sentence(text: str) -> bool:
    return text[:1].isupper() and text.endswith((".", "?", "!")) and " " in text and not HAN.search(text)


def put_together(source: str) -> Iterator[tuple[int, str]]:
    """Sentences made with f"…": no catalogue can hold them."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.JoinedStr):
            text = "".join(
                str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values
            )
            if is_sentence(text) and len(re.findall(r"[a-z]{2,}", _PLACE.sub("", text))) >= 2:
                yield node.lineno, text


@cache
def _refusing(folder: Path) -> frozenset[Path]:
    """Modules that define a refusal or make one."""
    return frozenset(
        file
        for file in folder.rglob("*.py")
        if any(_names(node) in _refusals() for node in ast.walk(_tree(file)))
    )


@cache
def _refusals() -> frozenset[str]:
    """DomainError and everything that descends from it, by name."""
    classes = [
        node
        for base in (ENGINE, ROOT / "tenants", ROOT / "web")
        for file in base.rglob("*.py")
        for node in ast.walk(_tree(file))
        if isinstance(node, ast.ClassDef)
    ]
    found, before = {"DomainError"}, 0
    while len(found) > before:
        before = len(found)
        found |= {node.name for node in classes if any(_name(base) in found for base in node.bases)}
    return frozenset(found)


def _names(node: ast.AST) -> str:
    if isinstance(node, ast.ClassDef):
        return node.name
    return _name(node.func) if isinstance(node, ast.Call) else ""


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _parts(node: ast.AST) -> Iterator[ast.AST]:
    for part in ast.iter_child_nodes(node):
        yield part.value if isinstance(part, ast.keyword) else part


@cache
def _tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text("utf-8"))
