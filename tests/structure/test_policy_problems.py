"""Whatever the engine finds wrong with a policy is told on pages in the reader's language."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from amends.policy.parse import PolicyError, parse
from tenants.checking import Problem, problem_of
from tenants.templates import load_templates
from web.i18n import speaking
from web.settings.policy.problems_told import problem_text, problem_views
from web.spoken import ROOT

ENGINE = (
    "parse",
    "checks",
    "references",
    "conditions",
    "role_checks",
    "calendar_checks",
    "derived_checks",
    "merge",
)
TENANTS = ("exchange", "departments", "roles", "holidays")
FILES = [ROOT / "platform/amends/policy" / f"{name}.py" for name in ENGINE]
FILES += [ROOT / "tenants" / f"{name}.py" for name in TENANTS]
MADE_OF_TWO = {"X: X", "own: X", "X: no such item in X: X; X"}


def said(file: Path) -> Iterator[str]:
    """Every line a module can say, X for what is filled in."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.JoinedStr):
            parts = [str(one.value) if isinstance(one, ast.Constant) else "X" for one in node.values]
            line = "".join(parts)
            if ": " in line.removesuffix(": "):
                yield line


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_sentence_of_the_engine_is_known(file: Path) -> None:
    unknown = []
    for line in said(file):
        problem = problem_of(line.removeprefix("X: ") if line.startswith("X: document") else line)
        if line not in MADE_OF_TWO and not any(problem_text(each) for each in _readings(problem)):
            unknown.append(line)
    assert unknown == []


def _readings(problem: Problem) -> Iterator[Problem]:
    """X stands for a list, for a number, for a word in quotation marks."""
    for value in ("X", "7", "'x'", "clocks", "a list"):
        yield Problem(problem.keys, problem.text.replace("X", value))


def test_a_whole_page_of_mistakes_is_told_in_chinese() -> None:
    strange = {
        "levels": {"T1": {"rank": "first", "name": {"zh": "", "en": "Urgent"}}},
        "format": 0,
        "strange": 3,
    }
    document = {**load_templates()["service"].adopted.document({}), **strange}
    with pytest.raises(PolicyError) as caught:
        parse(document, where="")
    with speaking("zh"):
        views = problem_views([line.removeprefix(": ") for line in caught.value.problems], document)
    assert len(views) > 3
    assert all(not view["language"] for view in views), views
    assert all(any("\u4e00" <= sign <= "\u9fff" for sign in view["text"]) for view in views), views
