"""The one form of condition: when a field is asked, which level applies, who is told, what must be so first."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import Meta

from amends.policy.parts.base import REFERS, Part

Fact = Annotated[
    str, Meta(pattern=r"^(case\.[a-z_]+|[A-Za-z0-9][A-Za-z0-9_-]{0,39})?$", extra={REFERS: "facts"})
]
"""A field's code, or one of `CASE_FACTS`."""


class Operator(StrEnum):
    IS = "is"
    IS_NOT = "is_not"
    ONE_OF = "one_of"
    CONTAINS = "contains"
    """The answer has this text in it; of an answer with several choices: this choice is among them."""
    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    AT_MOST = "at_most"
    LESS_THAN = "less_than"
    GIVEN = "given"
    """There is an answer; takes no value."""


class Condition(Part, frozen=True, kw_only=True):
    """Exactly one of: `all`, `any`, `not`, or `field` with `op` and `value`.

    `{ field = "injury", value = "yes" }` · `{ any = [{ … }, { not = { … } }] }`. No answer, no match: of a question
    nobody answered every comparison is false, `is_not` included, so that a rule never acts on what is not known.
    """

    all: tuple[Condition, ...] = ()
    any: tuple[Condition, ...] = ()
    not_: Condition | None = msgspec.field(default=None, name="not")
    field: Fact = ""
    op: Operator = Operator.IS
    value: str | int | tuple[str, ...] = ""


CASE_FACTS: dict[str, tuple[str, ...]] = {
    "case.category": (),
    "case.kind": (),
    "case.level": (),
    "case.department": (),
    "case.channel": ("web", "phone", "letter", "visit", "email", "api", "own"),
    "case.language": ("zh", "en"),
    "case.anonymous": ("yes", "no"),
    "case.amount_band": (),
    "case.state": (),
    "case.outcome": (),
    "case.assigned": ("yes", "no"),
    "case.answered": ("yes", "no"),
    "case.disputed": ("yes", "no"),
    "case.reopened": ("yes", "no"),
}
"""What is known of a case beside its answers, with the values it can have where they are always the same."""
