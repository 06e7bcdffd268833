"""No code names an industry: what differs between them is data under templates/industry."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
FOLDERS = ("platform", "tenants", "web", "workers")
FOUNDATION = "base"

ORDINARY_WORDS = frozenset({"service", "property", "vehicle"})
"""Codes that are also plain English; they may stand inside a sentence, never be a whole literal."""
SPELLINGS = {"ecommerce": ("e-commerce",)}


def industries() -> set[str]:
    return {file.parent.name for file in (ROOT / "templates/industry").glob("*/policy.toml")} - {FOUNDATION}


def named_industries(source: str, codes: set[str]) -> list[tuple[int, str]]:
    """Line and text of every literal that is an industry's code or, outside docstrings, speaks of one."""
    tree = ast.parse(source)
    docstrings = {id(node) for node in _docstrings(tree)}
    telling = [spelling for code in codes - ORDINARY_WORDS for spelling in (code, *SPELLINGS.get(code, ()))]
    word = re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, sorted(telling)))})(?![\w-])", re.IGNORECASE)
    return [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if node.value.strip().lower() in codes
        or (telling and id(node) not in docstrings and word.search(node.value))
    ]


def _docstrings(tree: ast.AST) -> Iterator[ast.Constant]:
    """Texts standing alone as a statement, wherever: of modules, classes, functions and attributes."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value


def code_files() -> list[Path]:
    return [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py"))]


def test_industries_are_found() -> None:
    assert len(industries()) >= 6
    assert len(code_files()) > 20


def test_no_literal_names_an_industry() -> None:
    codes = industries()
    found = [
        f"{path.relative_to(ROOT)}:{line}: {text!r}"
        for path in code_files()
        for line, text in named_industries(path.read_text(encoding="utf-8"), codes)
    ]
    assert found == []


@pytest.mark.parametrize(
    "bad",
    [
        'if policy.code == "pharma": pass',
        'if policy.code == "Property": pass',
        "match code:\n    case 'vehicle': pass",
        'DEFAULT = {"template": "service"}',
        'message = f"only for pharma {name}"',
        'message = "Our E-commerce customers"',
        'path = "templates/nursing/policy.toml"',
    ],
)
def test_the_checker_catches(bad: str) -> None:
    assert named_industries(bad, {"pharma", "property", "vehicle", "service", "ecommerce", "nursing"})


@pytest.mark.parametrize(
    "good",
    [
        '"""Pharma and nursing are examples in a docstring."""',
        'message = "The service is not available."',
        'message = "pharmacy"',
        "service = property(lambda self: 1)",
    ],
)
def test_the_checker_lets_pass(good: str) -> None:
    assert not named_industries(good, {"pharma", "property", "vehicle", "service", "ecommerce", "nursing"})
