"""What is to be the highest of several answers can be: all are choices, the same ones, and none follows from others."""

from __future__ import annotations

from collections.abc import Iterator

from amends.policy.document import Field, FieldType, Policy


def derived_problems(policy: Policy) -> Iterator[str]:
    for code, field in policy.fields.items():
        if not field.highest_of:
            continue
        if field.type is not FieldType.CHOICE:
            yield f"fields.{code}.highest_of: only a field of type 'choice' follows from others, this is {field.type.value!r}"
            continue
        for part in field.highest_of:
            known = policy.fields.get(
                part
            )  # of one that does not exist the reference is said to lead nowhere
            if known is not None and known.highest_of:
                yield f"fields.{code}.highest_of: {part!r} follows from others itself"
            elif known is not None and not _alike(known, field):
                yield f"fields.{code}.highest_of: {part!r} has other choices"


def _alike(part: Field, field: Field) -> bool:
    return part.type is FieldType.CHOICE and set(part.choices) <= set(field.choices)
