"""Values that a statement names, bound in the order in which it names them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(slots=True)
class Bound(dict[str, str]):
    """The values a statement names are bound as they are met: `"{now}".format_map(bound)`."""

    known: Mapping[str, object]
    given: list[object] = field(default_factory=list)
    """In the order of their places."""

    def __missing__(self, name: str) -> str:
        self.given.append(self.known[name])
        self[name] = f"${len(self.given)}"
        return self[name]

    def place(self, name: str) -> int:
        return int(self[name][1:])
