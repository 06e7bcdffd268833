"""A condition as rows of a form, joined by all or any, with groups of rows among them; and back.

What rows cannot say (deeper nesting, an empty group) stays as it is: `rows_of` answers None for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from amends.policy.document import Operator
from amends.policy.places import Table

DEEPEST = 2


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison; `negated`: it must not hold."""

    field: str = ""
    op: str = Operator.IS.value
    value: tuple[str, ...] = ()
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """All of its parts must hold, or any of them."""

    join: str = "all"
    parts: tuple[Row | Group, ...] = ()
    negated: bool = False

    @property
    def depth(self) -> int:
        return 1 + max((part.depth for part in self.parts if isinstance(part, Group)), default=0)


def rows_of(condition: Table | None) -> Group | None:
    """An empty group for no condition at all."""
    if not condition:
        return Group()
    part = _part(condition)
    group = part if isinstance(part, Group) else Group(parts=(part,))
    return group if group.depth <= DEEPEST and alike(condition_of(group), condition) else None


def condition_of(group: Group) -> dict[str, object] | None:
    """None of a group with nothing in it. Rows without a question are nothing."""
    parts = [made for part in group.parts if (made := _made(part)) is not None]
    if not parts:
        return None
    joined: dict[str, object] = parts[0] if len(parts) == 1 else {group.join: parts}
    return {"not": joined} if group.negated else joined


def alike(one: object, other: object) -> bool:
    """The same condition, however it is written."""
    return _normal(one) == _normal(other)


def _part(condition: Table) -> Row | Group:
    inner, negated = condition, False
    if isinstance(condition.get("not"), Mapping):
        inner, negated = condition["not"], True  # type: ignore[assignment]  # seen to be a table
    for join in ("all", "any"):
        parts = inner.get(join)
        if isinstance(parts, list):
            return Group(join, tuple(_part(part) for part in parts), negated)
    value = inner.get("value", "")
    values = tuple(map(str, value)) if isinstance(value, list) else (str(value),) if value != "" else ()
    return Row(str(inner.get("field", "")), str(inner.get("op", "is")), values, negated)


def _made(part: Row | Group) -> dict[str, object] | None:
    if isinstance(part, Group):
        return condition_of(part)
    if not part.field:
        return None
    said: dict[str, object] = {"field": part.field}
    if part.op != Operator.IS:
        said["op"] = part.op
    if part.op == Operator.ONE_OF:
        said["value"] = list(part.value)
    elif part.op != Operator.GIVEN:
        said["value"] = _plain(part.value[0] if part.value else "", part.op)
    return {"not": said} if part.negated else said


def _plain(value: str, op: str) -> object:
    """Amounts are compared as numbers and written as such."""
    ordered = op in (Operator.AT_LEAST, Operator.MORE_THAN, Operator.AT_MOST, Operator.LESS_THAN)
    return int(value) if ordered and value.isascii() and value.isdecimal() else value


def _normal(value: object) -> object:
    if isinstance(value, Mapping):
        said = {key: _normal(item) for key, item in value.items()}
        return {key: item for key, item in said.items() if not (key == "op" and item == "is") and item != ""}
    if isinstance(value, list | tuple):
        return [_normal(item) for item in value]
    return value if value is None else str(value)
