"""A policy says nothing that nobody obeys: every field of every table type is read by code, or waits by name.

Read means: the attribute of a value that is of that type, in the engine, the web or the workers. What only checks a
policy, describes it, or makes a form of it does not count.
"""

from __future__ import annotations

import importlib
import inspect
import sys
from collections.abc import Iterator
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from tests.structure.catalogue import SOURCES
from tests.structure.policy_pending import Field, exists, fields_in, known, pending
from tests.structure.reading.modules import reads

OBEY_NOTHING = (
    "amends.policy.calendar_checks",
    "amends.policy.checks",
    "amends.policy.describing",
    "amends.policy.document",
    "amends.policy.formats",
    "amends.policy.letter_words",
    "amends.policy.meetable",
    "amends.policy.loosening",
    "amends.policy.parse",
    "amends.policy.parts",
    "amends.policy.references",
    "amends.policy.role_checks",
    "amends.policy.schema",
    "tenants.demo",
    "web.settings",
)
AS_PLAIN_DATA = {
    ("Policy", "format"): "amends.policy.formats",
    ("Source", "to_confirm"): "amends.policy.sources",
}
"""Read of documents that are no policies yet; the key stands in the module's text."""


@pytest.fixture(scope="module")
def read() -> frozenset[Field]:
    return _read_by_the_program()


def test_every_field_is_obeyed_or_waits_by_name(read: frozenset[Field]) -> None:
    waiting = {field for entries in pending().values() for entry in entries for field in fields_in(entry)}
    all_fields = {(kind, name) for kind, names in known().items() for name in names if name != "source"}
    idle = all_fields - read - waiting - AS_PLAIN_DATA.keys()
    assert idle == set(), "nobody reads these: obey them, or name who will in policy_pending.toml"


def test_nothing_waits_that_is_obeyed(read: frozenset[Field]) -> None:
    done = [
        f"{module}: {entry}"
        for module, entries in pending().items()
        for entry in entries
        if set(fields_in(entry)) <= read
    ]
    assert done == [], "these are read, or are no fields: take them from policy_pending.toml"


def test_nobody_who_is_waited_for_has_come() -> None:
    come = [module for module in pending() if exists(module)]
    assert come == [], "these exist: let them read what waits for them, or name others"


def test_what_is_read_as_plain_data_stands_in_the_text() -> None:
    for (_, name), module in AS_PLAIN_DATA.items():
        assert f'"{name}"' in inspect.getsource(importlib.import_module(module))
    assert 'get("source")' in inspect.getsource(importlib.import_module("amends.policy.sources"))


KINDS = """from __future__ import annotations
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar
from msgspec import Struct

class Text(Struct, frozen=True):
    zh: str
    def read(self) -> str:
        return self.zh

class Clock(Struct, frozen=True):
    name: Text
    rank: int = 0
    period: str = ""

class Named(Struct, frozen=True):
    name: Text

class Outcome(Named, frozen=True):
    rank: int = 0

class House(Struct, frozen=True):
    clocks: dict[str, Clock] = {}
    outcomes: dict[str, Outcome] = {}
    best: Clock | None = None

@dataclass
class Desk:
    house: House
    name: str
    @property
    def first(self) -> Clock | None: ...

class Ranked(Protocol):
    @property
    def rank(self) -> int: ...

Kind = TypeVar("Kind")
def first(items: Iterable[Kind]) -> Kind: ...
def ordered(items: Mapping[str, Ranked]) -> list[str]: ...
def label(item: Named) -> str: return item.name.zh
async def clock_of(desk: Desk) -> Clock: ...
def each(clocks: Sequence[Clock], key: Callable[[Clock], object]) -> None: ...
"""


@pytest.mark.parametrize(
    "body",
    [
        "def f(clock: Clock): return clock.period",
        "def f(house: House): return [c.period for c in house.clocks.values()]",
        "def f(house: House): return {k: c.period for k, c in house.clocks.items() if k}",
        "def f(desk: Desk):\n for code, clock in desk.house.clocks.items():\n  print(f'{clock.period}')",
        "def f(desk: Desk): return sorted(desk.house.clocks.items(), key=lambda item: item[1].period)",
        "def f(desk: Desk): return min(desk.house.clocks.values(), key=lambda one: one.period)",
        "def f(desk: Desk): return (clock := desk.first) and clock.period",
        "def f(desk: Desk): return next((c for c in desk.house.clocks.values()), None).period",
        "def f(desk: Desk): return desk.house.clocks.get('x', desk.house.best).period",
        "def f(house: House): return first(house.clocks.values()).period",
        "def f(house: House):\n c = house.best or house.clocks['x']\n return c.period",
        "async def f(desk: Desk): return (await clock_of(desk)).period",
        "def f(house: House): each(list(house.clocks.values()), lambda c: c.period)",
        "def f(house: House):\n match house.best:\n  case Clock(period=period): return period",
        "class Page:\n def __init__(self, desk: Desk): self.desk = desk\n def f(self, clock: Clock): return clock.period",
        "def f(house: House):\n for n, c in enumerate(house.clocks.values()):\n  if n: return c.period",
    ],
)
def test_a_read_is_seen(tmp_path: Path, body: str) -> None:
    assert ("Clock", "period") in _fields_read(tmp_path, body)


@pytest.mark.parametrize(
    "body",
    [
        "def f(desk: Desk): return desk.name",
        "def f(outcome: Outcome): return outcome.name",
        "def f(): return Clock(name=Text('x'), period='1 d')",
        "def f(clock): return clock.period",
        "def f(clock: Clock): return 'period'",
        "def f(house: House): return house.clocks",
        "def f(house: House): return [name for name in house.clocks]",
        "def f(clock: Clock, name: str): return getattr(clock, name)",
        "def f(house: House): return house.clocks.values().period",
    ],
)
def test_what_is_no_read_is_not_taken_for_one(tmp_path: Path, body: str) -> None:
    assert {field for kind, field in _fields_read(tmp_path, body) if kind == "Clock"} == set()


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ("def f(house: House): return ordered(house.outcomes)", ("Outcome", "rank")),
        ("def f(house: House): return label(house.outcomes['x'])", ("Outcome", "name")),
        ("def f(clock: Clock): return clock.name.read()", ("Text", "zh")),
    ],
)
def test_what_a_function_asks_of_its_argument_is_read(tmp_path: Path, body: str, field: Field) -> None:
    assert field in _fields_read(tmp_path, body)


def test_one_that_only_looks_alike_is_not_read(tmp_path: Path) -> None:
    """`label` reads the name of what it is given, and only an outcome is given to it."""
    found = _fields_read(tmp_path, "def f(house: House): return label(house.outcomes['x'])")
    assert ("Clock", "name") not in found


def test_entries_name_types_and_fields() -> None:
    assert ("Survey", "after") in fields_in("Survey")
    assert fields_in("Survey.after") == [("Survey", "after")]
    assert fields_in("Survey.colour") == fields_in("Weather") == []
    assert exists("amends.policy.parse")
    assert not exists("amends.weather")
    assert not exists("weather.amends")


def _fields_read(folder: Path, body: str) -> set[Field]:
    file = folder / "sample_of_reading.py"
    file.write_text(KINDS + "\n" + body + "\n", encoding="utf-8")
    spec = spec_from_file_location(file.stem, file)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[file.stem] = module
    try:
        spec.loader.exec_module(module)
        return {(kind.__name__, name) for kind, name in reads([module])}
    finally:
        del sys.modules[file.stem]


@cache
def _read_by_the_program() -> frozenset[Field]:
    return frozenset((kind.__name__, name) for kind, name in reads(_modules()))


def _modules() -> Iterator[ModuleType]:
    """Those that can meet a policy: they speak of one, or of the desk that has it."""
    for package in ("amends", "tenants", "web", "workers"):
        [source] = [source for source in SOURCES if (source / package).is_dir() and source.exists()][:1]
        for path in sorted((source / package).rglob("*.py")):
            name = ".".join(path.relative_to(source).with_suffix("").parts).removesuffix(".__init__")
            text = path.read_text(encoding="utf-8")
            if ("policy" in text or "desk" in text) and not name.startswith(OBEY_NOTHING):
                yield importlib.import_module(name)
