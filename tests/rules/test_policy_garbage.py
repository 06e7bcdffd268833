"""Whatever a document holds, it is a policy, or each mistake is one line that names its place; nothing else is raised."""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from random import Random

import pytest

from amends.policy.merge import in_force
from amends.policy.parse import PolicyError, parse
from amends.policy.places import Keys, at
from tenants.template_files import read_folder
from tenants.templates import SHIPPED

Document = dict[str, object]

JUNK: list[object] = [
    None, 0, -1, True, False, "", "x", "now", "9999 y", "yes", [], {}, [{}], [None], {"": 1}, {"a": {}}, {1: 2}, 3.5,
    float("nan"), float("inf"), 10**30, "{seq4}{", "\x00", "\ud800", {"field": "x"}, {"all": []}, {"not": {}}, [1, "a"],
    b"x", (1, 2), {"zh": "", "en": "x"}, {"removed": True}, "2026-02-30", "case.zzz",
]  # fmt: skip


@cache
def templates() -> list[Document]:
    base = read_folder(SHIPPED / "base").layer
    folders = sorted(path.parent for path in SHIPPED.glob("*/policy.toml") if path.parent.name != "base")
    return [in_force([base, read_folder(folder).layer]) for folder in folders]


def spoilt(random: Random) -> Document:
    document = deepcopy(random.choice(templates()))
    for _ in range(random.randint(1, 5)):
        _spoil(document, random)
    return document


def mistakes(document: Document) -> tuple[str, ...]:
    try:
        parse(document, where="file.toml")
    except PolicyError as refused:
        return refused.problems
    return ()


@pytest.mark.parametrize(
    "seed", [*range(12), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(12, 250))]
)
def test_garbage_is_named_by_its_place(seed: int) -> None:
    for problem in mistakes(spoilt(Random(seed))):
        assert problem.startswith("file.toml: ")
        assert "\n" not in problem


@pytest.mark.parametrize("document", [{"levels": value} for value in JUNK])
def test_a_part_that_is_garbage(document: Document) -> None:
    with pytest.raises(PolicyError):
        parse(document, where="file.toml")


def test_nesting_without_end_is_refused() -> None:
    condition: Document = {"field": "x", "value": "1"}
    for _ in range(5000):
        condition = {"not": condition}
    with pytest.raises(PolicyError, match="tables within tables"):
        parse({"grading": {"g": {"when": condition}}}, where="file.toml")


def _spoil(document: Document, random: Random) -> None:
    keys = random.choice(_tables(document))
    table = at(document, keys) if keys else document
    assert isinstance(table, dict)
    key = random.choice([*table, "junk"])
    if random.random() < 0.3:
        table.pop(key, None)
    else:
        table[key] = random.choice(JUNK)


def _tables(table: object, under: Keys = ()) -> list[Keys]:
    if not isinstance(table, dict):
        return []
    inner = [found for key, value in table.items() for found in _tables(value, (*under, key))]
    return [under, *inner]
