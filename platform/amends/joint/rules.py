"""What the history of a case says of the departments that were asked. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

ASKED = "department-asked"
ANSWERED = "department-answered"
ENDED = "department-ended"


class Line(Protocol):
    @property
    def act(self) -> str: ...
    @property
    def detail(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Standing:
    """`due_at`: None once it has answered."""

    department_id: str
    due_at: datetime | None


def standing(history: Iterable[Line]) -> list[Standing]:
    """Newest line first, in and out: of each department the latest question, unless no answer is wanted."""
    over: dict[str, str] = {}
    found: dict[str, Standing] = {}
    for line in history:
        if line.act in (ANSWERED, ENDED):
            over[line.detail["question"]] = line.act
        elif line.act == ASKED and line.detail["department"] not in found:
            act, department = over.get(line.detail["question"]), line.detail["department"]
            due_at = datetime.fromisoformat(line.detail["due_at"]) if act is None else None
            if act != ENDED:
                found[department] = Standing(department, due_at)
    return list(found.values())


def unanswered(history: Iterable[Line]) -> bool:
    return any(each.due_at is not None for each in standing(history))
