"""What a complaint is about, how urgent it is, who looks after it."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import Meta

from amends.policy.parts.base import (
    CategoryCode,
    ChecklistCode,
    ClockCode,
    DepartmentCode,
    FieldCode,
    LevelCode,
    Part,
    QualificationCode,
    RetentionCode,
    Sources,
    Text,
)
from amends.policy.parts.clocks import ClockUse
from amends.policy.parts.conditions import Condition
from amends.policy.parts.fields import FieldUse


class Assign(StrEnum):
    """Whom a new case is given to on arrival."""

    NOBODY = "nobody"
    LEAST_LOADED = "least_loaded"
    """Whoever of the department is here, may handle it, and has the fewest open cases."""


class Department(Part, frozen=True, kw_only=True):
    name: Text
    rank: int = 0
    assign: Assign = Assign.NOBODY
    source: Sources = ()


class Level(Part, frozen=True, kw_only=True):
    name: Text
    rank: int
    """1 is the most urgent."""
    criteria: Text
    clocks: dict[ClockCode, ClockUse]
    checklist: ChecklistCode = ""
    source: Sources = ()


class Grading(Part, frozen=True, kw_only=True):
    """The first by rank that holds gives the level; none: the category's."""

    rank: int
    when: Condition
    level: LevelCode
    reason: Text
    source: Sources = ()


class AmountBand(Part, frozen=True, kw_only=True):
    """S-CL-03. The sources give no figures: they are this organisation's to set."""

    name: Text
    rank: int
    up_to: Annotated[int, Meta(ge=0)] | None = None
    """In whole units of the currency, included; none: without end."""
    source: Sources = ()


class Category(Part, frozen=True, kw_only=True):
    """What is not said here is inherited from the nearest ancestor that says it. Complaints are lodged under leaves."""

    name: Text
    parent: CategoryCode = ""
    level: LevelCode = ""
    department: DepartmentCode = ""
    rank: int = 0
    letter: Annotated[str, Meta(pattern=r"^([A-Z][A-Z0-9]{0,3})?$")] = ""
    """The category's mark in complaint numbers."""
    help: Text | None = None
    fields: dict[FieldCode, FieldUse] = msgspec.field(default_factory=dict)
    clocks: dict[ClockCode, ClockUse] = msgspec.field(default_factory=dict)
    """Over those of the level."""
    checklist: ChecklistCode = ""
    retention: RetentionCode = ""
    requires: tuple[QualificationCode, ...] = ()
    """What whoever handles such a case must hold."""
    source: Sources = ()


class Route(Part, frozen=True, kw_only=True):
    """The first by rank that holds gives the department; none: the category's."""

    rank: int
    when: Condition
    department: DepartmentCode
    reason: Text
    source: Sources = ()
