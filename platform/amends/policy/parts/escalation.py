"""Who is told or takes over, when, and what happens if they do not answer."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import Meta

from amends.deadlines.period import Period
from amends.policy.parts.base import (
    ClockCode,
    Code,
    DepartmentCode,
    LevelCode,
    Part,
    RoleCode,
    RosterCode,
    Sources,
    Text,
)
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
    RAISE_LEVEL = "raise_level"
    INCIDENT = "incident"
    """With an owner and a plan, until somebody ends it."""
    INFORM_OUTSIDE = "inform_outside"
    """A body outside; told as the law or the complainant asks."""


class Audience(StrEnum):
    """Who is told by their place in the case, beside the holders of roles."""

    ASSIGNEE = "assignee"
    SUPERVISOR = "supervisor"
    """Whoever supervises the assignee."""
    DEPARTMENT_HEAD = "department_head"
    """Of the case's department."""


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
    to: tuple[Audience, ...] = ()
    roster: RosterCode = ""
    """Whoever is on duty at that moment."""
    person: str = ""
    """One member of staff, by the address they sign in with."""
    waits: bool = False
    """For working hours: at night nobody is told."""
    from_number: Annotated[int, Meta(ge=1, le=100)] = 1
    """Of reopenings and refusals: from which one on."""
    action: Action = Action.TELL
    department: DepartmentCode = ""
    level: LevelCode = ""
    """Where the level is raised: to which; "": to the next more urgent one."""
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
