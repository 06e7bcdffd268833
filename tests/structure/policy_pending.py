"""What of a policy waits for the code that will obey it: `python -m tests.structure.policy_pending` prints it."""

from __future__ import annotations

import sys
import tomllib
from importlib.util import find_spec
from pathlib import Path

from amends.policy.schema import structs

LIST = Path(__file__).with_name("policy_pending.toml")
Field = tuple[str, str]
"""A type's name and a field of it."""


def pending() -> dict[str, list[str]]:
    """By the module that will read them."""
    return tomllib.loads(LIST.read_text(encoding="utf-8"))


def known() -> dict[str, list[str]]:
    """The fields of every table type of the document, as Python calls them."""
    return {struct.__name__: [*struct.__struct_fields__] for struct in structs()}


def fields_in(entry: str) -> list[Field]:
    """Of `Survey` or `Survey.after`; empty where there is no such thing."""
    kind, _, name = entry.partition(".")
    names = known().get(kind, [])
    return [(kind, field) for field in names if name in ("", field) and field != "source"]


def exists(module: str) -> bool:
    """Without importing it: that of a package that is not there is none."""
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def main() -> int:
    print("Of a policy, these wait for the code that will obey them:")
    for module, entries in pending().items():
        print(f"  {module}: {', '.join(entries)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
