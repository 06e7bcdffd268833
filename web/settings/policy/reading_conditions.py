"""The rows of a condition as they were typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from amends.policy.document import Operator
from amends.policy.places import Table, is_condition
from web.settings.policy.condition_rows import DEEPEST, Group, Row, alike, condition_of

Fields = Mapping[str, Sequence[str]]


def read_condition(fields: Fields, name: str, was: Table, errors: dict[str, str]) -> object | None:
    """As it was written, where it says the same; None for none."""
    if f"{name}.join" not in fields:
        kept = _text(fields, f"{name}.kept")
        return _kept(kept, was) if kept and not _text(fields, f"{name}.gone") else None
    group = typed_rows(fields, name)
    _demand_values(group, name, errors)
    made = condition_of(group)
    return was if was and alike(made, was) else made


def typed_rows(fields: Fields, name: str, depth: int = 1) -> Group:
    """As the form stands, half-made rows included."""
    parts: list[Row | Group] = []
    for number in _numbers(fields, name):
        here = f"{name}.{number}"
        if _text(fields, f"{here}.gone"):
            continue
        if f"{here}.join" in fields and depth < DEEPEST:
            parts.append(typed_rows(fields, here, depth + 1))
        else:
            parts.append(_row(fields, here))
    return Group(
        "any" if _text(fields, f"{name}.join") == "any" else "all", tuple(parts), _on(fields, f"{name}.not")
    )


def _row(fields: Fields, name: str) -> Row:
    op = _text(fields, f"{name}.op")
    known = op if op in set(Operator) else Operator.IS.value
    values = tuple(value.strip() for value in fields.get(f"{name}.value", ()) if value.strip())
    if known == Operator.ONE_OF and len(values) == 1:
        values = tuple(
            part.strip() for part in values[0].replace("，", ",").split(",") if part.strip()
        )  # typed, not ticked
    return Row(_text(fields, f"{name}.field"), known, values, _on(fields, f"{name}.not"))


def _demand_values(group: Group, name: str, errors: dict[str, str]) -> None:
    for number, part in enumerate(group.parts):
        here = f"{name}.{number}"
        if isinstance(part, Group):
            _demand_values(part, here, errors)
        elif part.field and not part.value and part.op != Operator.GIVEN:
            errors[f"{here}.value"] = "Please say what it is compared with."


def _numbers(fields: Fields, name: str) -> list[int]:
    start = f"{name}."
    firsts = (place[len(start) :].partition(".")[0] for place in fields if place.startswith(start))
    return sorted({int(first) for first in firsts if first.isdecimal() and len(first) < 4})


def _kept(text: str, was: Table) -> object | None:
    """Nobody changed it: the form carried it along whole."""
    try:
        kept = msgspec.json.decode(text)
    except msgspec.DecodeError:
        return dict(was) or None
    return kept if is_condition(kept) else dict(was) or None


def _text(fields: Fields, name: str) -> str:
    return fields[name][-1] if fields.get(name) else ""


def _on(fields: Fields, name: str) -> bool:
    return _text(fields, name) == "yes"
