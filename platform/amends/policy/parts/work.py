"""Working on a case: what is looked into, what can be decided and given, and who may approve it."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import Meta

from amends.policy.parts.base import BandCode, Code, Named, Part, RemedyCode, RoleCode, Sources, Text
from amends.policy.parts.conditions import Condition

MOVE_PATTERN = r"^[a-z]{0,40}$"


class ChecklistLine(Part, frozen=True, kw_only=True):
    name: Text
    rank: int = 0
    help: Text | None = None
    when: Condition | None = None
    required: bool = True
    role: RoleCode = ""
    """Who may tick it off; none: whoever handles the case."""
    attachment: bool = False
    signature: bool = False
    source: Sources = ()


class Checklist(Part, frozen=True, kw_only=True):
    """For the categories and levels that name it, and for every case where `when` holds."""

    name: Text
    rank: int = 0
    when: Condition | None = None
    before: Annotated[str, Meta(pattern=MOVE_PATTERN)] = ""
    """The move (see amends.complaints.lifecycle) that waits until its required lines are done; none: it holds nothing up."""
    lines: dict[Code, ChecklistLine] = msgspec.field(default_factory=dict)
    source: Sources = ()


class Duty(StrEnum):
    """What an outcome obliges the organisation to."""

    CORRECT = "correct"
    REMEDY = "remedy"
    APOLOGISE = "apologise"
    EXPLAIN = "explain"
    FORWARD = "forward"
    RECOURSE = "recourse"
    """The ways onward are told."""
    CAUSE_NOTICE = "cause_notice"
    """The department at fault is told the cause in writing."""
    CORRECTIVE_ACTION = "corrective_action"
    REPORT = "report"
    """To an authority."""


class Outcome(Named, frozen=True, kw_only=True):
    obliges: tuple[Duty, ...] = ()
    when: Condition | None = None
    """Offered only then."""


class Towards(StrEnum):
    COMPLAINANT = "complainant"
    RESPONSIBLE_PARTY = "responsible_party"
    DEPARTMENT = "department"
    AUTHORITY = "authority"
    PUBLIC = "public"


class Remedy(Named, frozen=True, kw_only=True):
    with_amount: bool = False
    towards: Towards = Towards.COMPLAINANT
    meets: tuple[Duty, ...] = ()
    """What of an outcome's duties giving it fulfils, beside that to give a remedy at all."""
    help: Text | None = None


class Approval(Part, frozen=True, kw_only=True):
    """Who approves remedies of a band; nobody approves on a complaint against themselves (ISO-13)."""

    name: Text
    rank: int = 0
    band: BandCode = ""
    remedies: tuple[RemedyCode, ...] = ()
    """None named: all."""
    roles: tuple[RoleCode, ...]
    """One approval of each."""
    persons: Annotated[int, Meta(ge=1, le=5)] = 1
    signature: bool = False
    source: Sources = ()


class Qualification(Named, frozen=True, kw_only=True):
    valid_months: Annotated[int, Meta(ge=1, le=240)] | None = None
    """None: for good."""
    help: Text | None = None
