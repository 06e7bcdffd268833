"""What else an organisation settles: names of roles and their rights, how it counts, where figures come from."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from amends.deadlines.period import Period, Unit
from amends.people.rights import Right, Role
from amends.policy.parts.base import FieldCode, Named, Part, QualificationCode, Sources, Text
from amends.policy.parts.letters import ReplyWay


class PolicyRole(Named, frozen=True, kw_only=True):
    """An organisation's own title with what its holders may do: as those of `like`, and `rights`, but for `without`.

    What the engine's own roles may do grows with the program; a policy that says `like` grows with it.
    """

    like: tuple[Role, ...] = ()
    rights: tuple[Right, ...] = ()
    without: tuple[Right, ...] = ()
    requires: tuple[QualificationCode, ...] = ()
    """No duty of this role without them."""
    help: Text | None = None


class SourceKind(StrEnum):
    LAW = "law"
    """Loosening what rests on it is warned of."""
    DOCUMENT = "document"
    """An organisation's own rules, an industry's practice written down, a standard."""
    PRACTICE = "practice"


class Source(Part, frozen=True, kw_only=True):
    """What readers are told of where a figure comes from. Its code is a row's id, or what all its rows begin with."""

    title: Text
    kind: SourceKind = SourceKind.DOCUMENT
    to_confirm: bool = False
    """"Check against the official text", until an administrator confirms it."""


class Numbering(Part, frozen=True, kw_only=True):
    """`{letter}` of the category, `{YYYY}` `{YY}` `{MM}` of receipt, `{seq4}` a serial of at least 4 digits,
    `{field:code}` an answer; the serial counts anew for each value of the rest."""

    pattern: str
    source: Sources = ()


class Resolved(StrEnum):
    """What counts as the end of the promise to resolve."""

    DECIDED = "decided"
    AGREED = "agreed"
    EXECUTED = "executed"


class Handling(Part, frozen=True, kw_only=True):
    """What the organisations' own rules leave open, each with a default of common practice."""

    currency: Annotated[str, Meta(pattern=r"^[A-Z]{3}$")] = "CNY"
    amount_field: FieldCode = ""
    """Whose answer `case.amount_band` is reckoned from."""
    anonymous: bool = True
    """Complaints without a name are taken."""
    reply_ways: tuple[ReplyWay, ...] = (ReplyWay.MAIL,)
    """How complainants may ask to be answered (S-CM-01, S-CM-10); one way alone is no choice, and nobody is asked."""
    calls_recorded: bool = False
    """Whoever takes a call down tells the caller that it is recorded, in the organisation's words (S-IN-02)."""
    health_consent: FieldCode = ""
    """Whose answer says whether what is told of somebody's health may be used."""
    reopen_within_days: Annotated[int, Meta(ge=0, le=3650)] = 30
    acceptance_checked: bool = False
    """Nothing is accepted before its conditions are answered, and none that would refuse or forward it is unmet."""
    repeat_within: Period | None = None
    """The same matter again within this is a repeat."""
    alike_from: Annotated[int, Meta(ge=1, le=100)] = 60
    """Two complaints look alike from so many per cent on (`amends.complaints.likeness`)."""
    alike_days: Annotated[int, Meta(ge=0, le=3650)] = 90
    """Those of one category are compared by their words where so many days at most lie between them."""
    rounds: Annotated[int, Meta(ge=1, le=20)] = 2
    """Of negotiation before a deadlock."""
    negotiate_within: Period | None = None
    supplement_within: Period | None = None
    """What was asked for; then it is decided on what there is."""
    reach_within: Period = Period(1, Unit.WORKING_DAYS)
    """Somebody told a complainant whom a notice did not reach some other way."""
    task_raised_after: Period = Period(1, Unit.WORKING_DAYS)
    """So long after a task was due, those above whoever it is for hear of it."""
    cause_answer_within: Period = Period(5, Unit.WORKING_DAYS)
    """The head of the department at fault answers what is done about the cause (S-DS-08)."""
    handover_answer_within: Period = Period(3, Unit.WORKING_DAYS)
    """The complainant says whether a complaint may be handed over; then whoever is to take it says whether they do."""
    arrival_within: Period = Period(4, Unit.WORKING_HOURS)
    """Somebody has looked at what arrived and is no complaint yet (S-CH-17)."""
    departments_before_decision: bool = False
    """Nothing is decided while a department that was asked about the case has not answered (S-ES-09)."""
    hear_concerned: bool = False
    """Nothing is decided before whoever of the staff it is about was heard, or somebody said why not (S-IV-03, ISO-13)."""
    authority_within: Period = Period(5, Unit.WORKING_DAYS)
    """Whoever speaks for a complainant shows their authority, and somebody looks at it (SAMR-03)."""
    authority_first: bool = False
    """No message, offer or decision while somebody offered to speak for the complainant and nobody looked at it."""
    remedy_within: Period | None = None
    """A remedy is carried out, where neither whoever grants it nor a clock says until when."""
    duties_before_close: bool = False
    """What the outcomes oblige to is done, or somebody has said why not, before a case is closed."""
    unreachable_after: Annotated[int, Meta(ge=1, le=20)] = 3
    """Tries, on as many days."""
    representatives: Annotated[int, Meta(ge=1, le=50)] = 5
    joint_from: Annotated[int, Meta(ge=2, le=1000)] = 5
    """Complainants with one matter are a group from this number on."""
    resolved: Resolved = Resolved.DECIDED
    drills_a_year: Annotated[int, Meta(ge=0, le=52)] = 0
    source: Sources = ()
