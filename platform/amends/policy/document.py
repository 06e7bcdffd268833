"""The policy document: what a template or a tenant may decide. The same type for both; plain data, no behaviour.

Every item is addressed by a stable code, so that a layer overrides by key and never by position; where order
matters it is an explicit `rank`, ties by code.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct, field

from amends.deadlines.period import Period

Code = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$")]


class _Part(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    pass


class Text(_Part, frozen=True, kw_only=True):
    """One text in both languages; neither is optional."""

    zh: Annotated[str, Meta(min_length=1)]
    en: Annotated[str, Meta(min_length=1)]

    def in_language(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en


class FieldType(StrEnum):
    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    AMOUNT = "amount"
    DATE = "date"
    TIME = "time"
    CHOICE = "choice"
    YES_NO = "yes_no"


class Field(_Part, frozen=True, kw_only=True):
    """A question the form may ask; categories say which ones and whether they must be answered."""

    name: Text
    type: FieldType = FieldType.TEXT
    help: Text | None = None
    choices: dict[Code, Text] = field(default_factory=dict)
    personal: bool = False
    sensitive: bool = False
    source: tuple[str, ...] = ()


class FieldUse(_Part, frozen=True, kw_only=True):
    rank: int = 0
    required: bool = True


class Department(_Part, frozen=True, kw_only=True):
    name: Text
    rank: int = 0
    source: tuple[str, ...] = ()


class Category(_Part, frozen=True, kw_only=True):
    name: Text
    level: Code
    department: Code
    rank: int = 0
    letter: Annotated[str, Meta(pattern=r"^([A-Z][A-Z0-9]{0,3})?$")] = ""
    """The category's mark in complaint numbers."""
    help: Text | None = None
    fields: dict[Code, FieldUse] = field(default_factory=dict)
    source: tuple[str, ...] = ()


class ClockKind(StrEnum):
    ACKNOWLEDGE = "acknowledge"
    RESPOND = "respond"
    RESOLVE = "resolve"


class Starts(StrEnum):
    RECEIVED = "received"
    ACCEPTED = "accepted"


class Guard(StrEnum):
    """What a policy may ask for before a move is made."""

    ASSIGNED = "assigned"
    """Somebody in person has the case."""
    ANSWERED = "answered"
    """Somebody has written to the complainant about this case."""


class Clock(_Part, frozen=True, kw_only=True):
    period: Period
    starts: Starts = Starts.RECEIVED
    source: tuple[str, ...] = ()


class Level(_Part, frozen=True, kw_only=True):
    name: Text
    rank: int
    criteria: Text
    clocks: dict[ClockKind, Clock]
    source: tuple[str, ...] = ()


class Named(_Part, frozen=True, kw_only=True):
    """A choice staff make: an outcome, a reason for refusing, a reason for closing."""

    name: Text
    rank: int = 0
    source: tuple[str, ...] = ()


class Remedy(_Part, frozen=True, kw_only=True):
    name: Text
    rank: int = 0
    with_amount: bool = False
    source: tuple[str, ...] = ()


class Step(_Part, frozen=True, kw_only=True):
    """One step of the escalation chain: when one of `clocks` is broken, tell the holders of `role`."""

    rank: int
    name: Text
    clocks: tuple[ClockKind, ...]
    role: Code
    source: tuple[str, ...] = ()


class Notice(_Part, frozen=True, kw_only=True):
    """The text of one event's notice; `{placeholders}` are checked against the event's own list."""

    subject: Text
    body: Text
    source: tuple[str, ...] = ()


class Body(_Part, frozen=True, kw_only=True):
    """An outside body a complainant may turn to."""

    name: Text
    contact: Text
    rank: int = 0
    source: tuple[str, ...] = ()


class Hours(_Part, frozen=True, kw_only=True):
    """Working time, the same every working day (the clock issue of calendars adds holidays and periods)."""

    days: tuple[Annotated[int, Meta(ge=1, le=7)], ...] = (1, 2, 3, 4, 5)
    """ISO weekdays, Monday = 1."""
    opens: Annotated[str, Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")] = "09:00"
    closes: Annotated[str, Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")] = "18:00"


class Numbering(_Part, frozen=True, kw_only=True):
    """`{letter}` of the category, `{YYYY}` `{YY}` `{MM}` of receipt, `{seq4}` a serial of at least 4 digits,
    `{field:code}` an answer; the serial counts anew for each value of the rest."""

    pattern: str
    source: tuple[str, ...] = ()


class Policy(_Part, frozen=True, kw_only=True):
    code: Code
    version: str
    name: Text
    summary: Text
    numbering: Numbering
    levels: dict[Code, Level]
    categories: dict[Code, Category]
    departments: dict[Code, Department]
    fields: dict[Code, Field] = field(default_factory=dict)
    outcomes: dict[Code, Named] = field(default_factory=dict)
    refusal_reasons: dict[Code, Named] = field(default_factory=dict)
    closing_reasons: dict[Code, Named] = field(default_factory=dict)
    remedies: dict[Code, Remedy] = field(default_factory=dict)
    escalation: dict[Code, Step] = field(default_factory=dict)
    notices: dict[Code, Notice] = field(default_factory=dict)
    recourse: dict[Code, Body] = field(default_factory=dict)
    hours: Hours = Hours()
    states_off: tuple[str, ...] = ()
    """Optional states this organisation does without (see `amends.complaints.lifecycle`)."""
    guards: dict[Code, tuple[Guard, ...]] = field(default_factory=dict)
    """By move (see `amends.complaints.lifecycle.Move`): what must be so first, beside the engine's own rules."""
    state_labels: dict[Code, Text] = field(default_factory=dict)
    """What this organisation calls a state; the engine's own word where it says nothing."""
    reopen_within_days: Annotated[int, Meta(ge=0, le=3650)] = 30
