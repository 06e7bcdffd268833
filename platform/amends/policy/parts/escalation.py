"""Who is told or takes over, when, and what happens if they do not answer."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import Meta

from amends.deadlines.period import Period
from amends.policy.parts.base import ClockCode, Code, DepartmentCode, Part, RoleCode, Sources, Text
from amends.policy.parts.conditions import Condition


class Trigger(StrEnum):
    LODGED = "lodged"
    WARNING = "warning"
    BREACH = "breach"
    UNANSWERED = "unanswered"
    """The step before was not acknowledged in time."""
    REFUSED = "refused"
    """The complainant does not accept the solution."""
    REOPENED = "reopened"
    REPEATED = "repeated"
    """The same complainant or object again within the window of `handling.repeat_within`."""
    CONDITION = "condition"
    """As soon as `when` holds."""
    DEADLOCK = "deadlock"
    ASKED = "asked"
    """Somebody working on the case asks for it."""


class Action(StrEnum):
    TELL = "tell"
    TAKE_OVER = "take_over"
    ASSIGN_DEPARTMENT = "assign_department"
    CALL_MEETING = "call_meeting"
    INFORM_OUTSIDE = "inform_outside"
    """A body outside; told as the law or the complainant asks."""


class Within(StrEnum):
    """Whose holders of a role are meant."""

    DEPARTMENT = "department"
    """Those of the case's department; of all if it has none."""
    ORGANISATION = "organisation"


class Step(Part, frozen=True, kw_only=True):
    rank: int
    name: Text
    on: tuple[Trigger, ...]
    clocks: tuple[ClockCode, ...] = ()
    """Of warnings and breaches; none named: every clock."""
    percent: Annotated[int, Meta(ge=1, le=100)] = 80
    """Of a warning: how much of the time has gone."""
    when: Condition | None = None
    role: RoleCode = ""
    within: Within = Within.DEPARTMENT
    also: tuple[RoleCode, ...] = ()
    """Told at the same time."""
    action: Action = Action.TELL
    department: DepartmentCode = ""
    acknowledge_within: Period | None = None
    """Otherwise the next step follows."""
    source: Sources = ()


class Chain(Part, frozen=True, kw_only=True):
    """The first by rank whose `when` holds is the case's chain."""

    name: Text
    rank: int = 0
    when: Condition | None = None
    steps: dict[Code, Step] = msgspec.field(default_factory=dict)
    source: Sources = ()


class Roster(Part, frozen=True, kw_only=True):
    """Who is on duty for a role when nobody else is there; the people are the organisation's to name."""

    name: Text
    rank: int = 0
    role: RoleCode = ""
    outside_hours: bool = True
    """For nights and days off; otherwise for working hours."""
    stand_ins: tuple[RoleCode, ...] = ()
    """In this order when nobody on the roster answers."""
    source: Sources = ()
