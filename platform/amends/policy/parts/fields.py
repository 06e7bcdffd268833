"""Questions: what a form may ask, and which category asks it when, of whom."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from amends.policy.parts.base import Code, FieldCode, Part, RoleCode, Sources, Text
from amends.policy.parts.conditions import Condition


class FieldType(StrEnum):
    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    AMOUNT = "amount"
    DATE = "date"
    TIME = "time"
    CHOICE = "choice"
    CHOICES = "choices"
    """Any number of the choices; the answer is their codes with commas between."""
    YES_NO = "yes_no"


class Stage(StrEnum):
    """When a field is asked."""

    LODGING = "lodging"
    ACCEPTANCE = "acceptance"
    INVESTIGATION = "investigation"
    DECISION = "decision"
    CLOSING = "closing"


class AskedOf(StrEnum):
    EVERYONE = "everyone"
    STAFF = "staff"
    """Not on public forms: whoever takes the complaint in fills it in."""


class Choice(Text, frozen=True, kw_only=True):
    rank: int = 0


class Field(Part, frozen=True, kw_only=True):
    """A question; `common_fields` and categories say which ones are asked."""

    name: Text
    type: FieldType = FieldType.TEXT
    help: Text | None = None
    choices: dict[Code, Choice] = msgspec.field(default_factory=dict)
    highest_of: tuple[FieldCode, ...] = ()
    """Asked of nobody: it is the answer highest by rank among those to these questions, which have the same choices."""
    stops: dict[Code, Text] = msgspec.field(default_factory=dict)
    """By answer ("yes", a choice's code): what to do instead of, or before, sending a form; "call us now"."""
    personal: bool = False
    sensitive: bool = False
    identifies: bool = False
    """An order's number, a plate, an address: two complaints with the same answer look alike."""
    visible_to: tuple[RoleCode, ...] = ()
    """Roles that read the answer in the portal; none named: everybody who reads the case."""
    source: Sources = ()


class FieldUse(Part, frozen=True, kw_only=True):
    rank: int = 0
    stage: Stage = Stage.LODGING
    asked_of: AskedOf = AskedOf.EVERYONE
    required: bool = True
    required_when: Condition | None = None
    """Then only when this holds, of a field that is `required`."""
    shown_when: Condition | None = None
    """Otherwise it is not asked at all."""
    source: Sources = ()
