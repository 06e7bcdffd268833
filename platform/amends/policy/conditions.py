"""Whether a condition holds of what is known of a case, and whether a condition can hold at all. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import get_args

import msgspec
from msgspec.structs import FieldInfo

from amends.policy.document import CASE_FACTS, Condition, Field, FieldType, Operator, Policy
from amends.policy.kinds import kinds_of
from amends.policy.parts.base import struct_fields

Facts = Mapping[str, str | frozenset[str]]
"""By field code or fact's name; what is not known or not answered is missing or "". A set: several choices."""
CATEGORY = "case.category"
CATEGORY_LINE = "case.category_line"
"""No condition names it: the category with all above it, since a rule about a group holds for what lies below."""


def holds(condition: Condition | None, facts: Facts) -> bool:
    """None holds always."""
    if condition is None:
        return True
    if condition.all:
        return all(holds(part, facts) for part in condition.all)
    if condition.any:
        return any(holds(part, facts) for part in condition.any)
    if condition.not_ is not None:
        return not holds(condition.not_, facts)
    answer = facts.get(condition.field, "")
    if condition.op is Operator.GIVEN:
        return bool(answer)
    if condition.field == CATEGORY and condition.op in _NAMING:
        return bool(answer) and _in_line(facts.get(CATEGORY_LINE, answer), condition)
    if isinstance(answer, frozenset):
        return bool(answer) and _among_several(answer, condition)
    return bool(answer) and _COMPARE[condition.op](answer, condition.value)


def fields_of(condition: Condition | None) -> frozenset[str]:
    """The facts a condition looks at."""
    if condition is None:
        return frozenset()
    parts = (*condition.all, *condition.any, *((condition.not_,) if condition.not_ is not None else ()))
    own = frozenset((condition.field,)) if condition.field else frozenset[str]()
    return own.union(*(fields_of(part) for part in parts))


def problems_in_conditions(policy: Policy) -> Iterator[str]:
    """One line for each condition that says too little, too much, or asks for an answer that cannot be given."""
    for place, condition in _conditions(policy, ""):
        yield from _problems(condition, place, policy)


def _conditions(part: object, path: str) -> Iterator[tuple[str, Condition]]:
    if isinstance(part, Condition):
        yield path, part
    elif isinstance(part, msgspec.Struct):
        for field in _conditional(type(part)):
            place = f"{path}.{field.encode_name}" if path else field.encode_name
            yield from _conditions(getattr(part, field.name), place)
    elif isinstance(part, Mapping):
        for key, item in part.items():
            yield from _conditions(item, f"{path}.{key}")


@cache
def _conditional(struct: type[msgspec.Struct]) -> tuple[FieldInfo, ...]:
    """The fields a condition stands in or below."""
    return tuple(field for field in struct_fields(struct).values() if _asks(field.type, frozenset()))


def _asks(kind: object, seen: frozenset[object]) -> bool:
    if kind is Condition:
        return True
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        below = (field.type for field in struct_fields(kind).values())
        return kind not in seen and any(_asks(each, seen | {kind}) for each in below)
    return any(_asks(each, seen) for each in get_args(kind))


def _problems(condition: Condition, place: str, policy: Policy) -> Iterator[str]:
    said = [bool(condition.all), bool(condition.any), condition.not_ is not None, bool(condition.field)]
    if sum(said) != 1:
        yield f"{place}: expected exactly one of all, any, not, field"
        return
    for word, parts in (("all", condition.all), ("any", condition.any)):
        for number, part in enumerate(parts):
            yield from _problems(part, f"{place}.{word}.{number}", policy)
    if condition.not_ is not None:
        yield from _problems(condition.not_, f"{place}.not", policy)
    if condition.field:
        yield from _value_problems(condition, place, policy)


def _value_problems(condition: Condition, place: str, policy: Policy) -> Iterator[str]:
    op, value = condition.op, condition.value
    if op is Operator.GIVEN:
        if value != "":
            yield f"{place}.value: 'given' takes no value"
        return
    if (op is Operator.ONE_OF) != isinstance(value, tuple):
        yield f"{place}.value: expected {'a list' if op is Operator.ONE_OF else 'one value'}, got {value!r}"
        return
    if value in ("", ()):
        yield f"{place}.value: missing"
        return
    if op in _ORDERED:
        if _orderable(str(value)) is None:
            yield f"{place}.value: expected a number or a date such as 2026-05-31, got {value!r}"
        return
    wanted = _answers(condition.field, policy)
    given = value if isinstance(value, tuple) else (str(value),)
    for one in given:
        if wanted and one not in wanted:
            yield f"{place}.value: {condition.field} is never {one!r}; expected one of {', '.join(sorted(wanted))}"


def _answers(fact: str, policy: Policy) -> frozenset[str]:
    """The values a fact can have, where they are known; empty: any."""
    parts: dict[str, Mapping[str, object]] = {
        "case.category": policy.categories,
        "case.kind": kinds_of(policy),
        "case.level": policy.levels,
        "case.department": policy.departments,
        "case.amount_band": policy.amount_bands,
        "case.outcome": policy.outcomes,
    }
    if fact in parts:
        return frozenset(parts[fact])
    if fact in CASE_FACTS:
        return frozenset(CASE_FACTS[fact])
    field = policy.fields.get(fact)
    return _field_answers(field) if field is not None else frozenset()


def _field_answers(field: Field) -> frozenset[str]:
    match field.type:
        case FieldType.CHOICE | FieldType.CHOICES:
            return frozenset(field.choices)
        case FieldType.YES_NO:
            return frozenset(("yes", "no"))
        case _:
            return frozenset()


def _orderable(text: str) -> Decimal | date | None:
    try:
        number = Decimal(text.replace(",", ""))
        return number if number.is_finite() else None
    except InvalidOperation:
        pass
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _difference(answer: str, value: object) -> int | None:
    """Below, at or above; None where the two cannot be compared."""
    left, right = _orderable(answer), _orderable(str(value))
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return (left > right) - (left < right)
    if isinstance(left, date) and isinstance(right, date):
        return (left > right) - (left < right)
    return None


def _ordering(*wanted: int) -> Callable[[str, object], bool]:
    return lambda answer, value: _difference(answer, value) in wanted


def _same(answer: str, value: object) -> bool:
    return answer == str(value) or _difference(answer, value) == 0


def _among(answer: str, value: object) -> bool:
    return isinstance(value, tuple) and answer in value


def _among_several(chosen: frozenset[str], condition: Condition) -> bool:
    """Of several choices: `is` means this one alone, `one_of` any of them."""
    wanted = condition.value if isinstance(condition.value, tuple) else (str(condition.value),)
    match condition.op:
        case Operator.IS:
            return chosen == frozenset(wanted)
        case Operator.IS_NOT:
            return chosen != frozenset(wanted)
        case Operator.ONE_OF | Operator.CONTAINS:
            return not chosen.isdisjoint(wanted)
        case _:
            return False


def _in_line(line: str | frozenset[str], condition: Condition) -> bool:
    named = condition.value if isinstance(condition.value, tuple) else (str(condition.value),)
    within = not frozenset((line,) if isinstance(line, str) else line).isdisjoint(named)
    return within is not (condition.op is Operator.IS_NOT)


def _contains(answer: str, value: object) -> bool:
    return str(value).casefold() in answer.casefold()


_NAMING = frozenset({Operator.IS, Operator.IS_NOT, Operator.ONE_OF})
_ORDERED = frozenset({Operator.AT_LEAST, Operator.MORE_THAN, Operator.AT_MOST, Operator.LESS_THAN})
_COMPARE: Mapping[Operator, Callable[[str, object], bool]] = {
    Operator.IS: _same,
    Operator.IS_NOT: lambda answer, value: not _same(answer, value),
    Operator.ONE_OF: _among,
    Operator.CONTAINS: _contains,
    Operator.AT_LEAST: _ordering(0, 1),
    Operator.MORE_THAN: _ordering(1),
    Operator.AT_MOST: _ordering(-1, 0),
    Operator.LESS_THAN: _ordering(-1),
}
