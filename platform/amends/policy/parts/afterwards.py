"""After the answer: survey, retention, figures, checks."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import Meta

from amends.deadlines.period import Period
from amends.policy.parts.base import Code, FieldCode, Named, Part, RoleCode, Sources, Text
from amends.policy.parts.conditions import Condition, Fact

Percent = Annotated[int, Meta(ge=0, le=100)]


class Survey(Part, frozen=True, kw_only=True):
    dimensions: dict[Code, Named] = msgspec.field(default_factory=dict)
    highest: Annotated[int, Meta(ge=2, le=10)] = 5
    """Answers run from 1 to this."""
    after: Period | None = None
    """How long after closing the invitation leaves; none: at once."""
    remind_after: Period | None = None
    """Once; none: never."""
    low_score: Annotated[int, Meta(ge=1, le=10)] = 2
    """At or below this a return visit is due."""
    visit_within: Period | None = None
    interview_when: Condition | None = None
    """Asked by telephone instead (S-SV-02, S-SV-03)."""
    shown_from: Annotated[int, Meta(ge=1, le=1000)] = 5
    """As many answers it takes before results are shown anonymously."""
    source: Sources = ()


class KeptFrom(StrEnum):
    CLOSED = "closed"
    RECEIVED = "received"
    FIELD = "field"


class Term(Part, frozen=True, kw_only=True):
    period: Period
    starts: KeptFrom = KeptFrom.CLOSED
    from_field: FieldCode = ""
    source: Sources = ()


class Retention(Part, frozen=True, kw_only=True):
    """How long a file is kept: until the last of its terms is over; for good where `permanent_when` holds."""

    name: Text
    rank: int = 0
    when: Condition | None = None
    """Of every case where this holds, beside the one its category names: the longer of both counts."""
    terms: dict[Code, Term] = msgspec.field(default_factory=dict)
    permanent_when: Condition | None = None
    source: Sources = ()


class Archive(Part, frozen=True, kw_only=True):
    pattern: str = ""
    """Numbers of archive files (S-NO-05), written as those of complaints; none: the complaint's own."""
    index: tuple[str, ...] = ()
    complete: dict[Code, Named] = msgspec.field(default_factory=dict)
    """What a file must hold before it is archived (S-AR-10)."""
    proposed_every: Period | None = None
    """How often destruction is proposed (S-AR-06)."""
    approved_by: RoleCode = ""
    source: Sources = ()


class Measure(StrEnum):
    """The catalogue of figures; their meaning is the engine's."""

    REGISTERED = "registered"
    CLOSED = "closed"
    CLOSED_AGREED = "closed_agreed"
    RESOLVE_KEPT = "resolve_kept"
    RESPOND_KEPT = "respond_kept"
    ACKNOWLEDGE_LATE = "acknowledge_late"
    CLOCK_KEPT = "clock_kept"
    CLOCK_ENDED = "clock_ended"
    ANSWERS = "answers"
    ANSWERS_CONTENT = "answers_content"
    SOLVED = "solved"
    REPEATED = "repeated"
    ESCALATED = "escalated"
    REOPENED = "reopened"
    REGRADED = "regraded"
    FIRST_CONTACT = "first_contact"
    STAFF_BREACHES = "staff_breaches"
    VOLUME = "volume"
    """The organisation's own figure: orders, households, jobs, bed-days, units sold."""
    DURATION = "duration"
    REDRESS = "redress"
    IN_CATEGORY = "in_category"
    REMEDIES_DONE = "remedies_done"
    REMEDIES_GRANTED = "remedies_granted"
    ACTIONS_EFFECTIVE = "actions_effective"
    ACTIONS_CHECKED = "actions_checked"
    FIELD_ANSWERED = "field_answered"
    FIELD_TOTAL = "field_total"
    """All answers to a number or amount together."""
    DRILLS = "drills"


class Kpi(Named, frozen=True, kw_only=True):
    numerator: Measure
    denominator: Measure | None = None
    """None: a count, a sum or a length of time by itself."""
    of: str = ""
    """The clock, category or field a measure is about, where it is about one."""
    denominator_of: str = ""
    """Likewise of the denominator; empty: the same."""
    among: Condition | None = None
    """Only such cases count at all."""
    counted_when: Condition | None = None
    """Of those, the numerator counts only these."""
    per: Annotated[int, Meta(ge=1)] = 100
    at_least: Annotated[float, Meta(ge=0)] | None = None
    at_most: Annotated[float, Meta(ge=0)] | None = None
    definition: Text | None = None


class SpotChecks(Part, frozen=True, kw_only=True):
    """Closed cases looked at again (S-SU-01)."""

    percent: Percent = 5
    least: Annotated[int, Meta(ge=0, le=1000)] = 5
    always_when: Condition | None = None
    role: RoleCode = ""
    source: Sources = ()


class Incident(Named, frozen=True, kw_only=True):
    """Several complaints alike are one matter: `count` with the same `same` within `within`."""

    same: tuple[Fact, ...]
    count: Annotated[int, Meta(ge=2, le=1000)]
    within: Period
    when: Condition | None = None
    role: RoleCode = ""


class SignaturePoint(Named, frozen=True, kw_only=True):
    roles: tuple[RoleCode, ...]
    when: Condition | None = None


class Regulated(Part, frozen=True, kw_only=True):
    """Locked records and electronic signatures (P11-01 … P11-12)."""

    on: bool = False
    signatures: dict[Code, SignaturePoint] = msgspec.field(default_factory=dict)
    source: Sources = ()
