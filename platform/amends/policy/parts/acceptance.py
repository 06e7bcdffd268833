"""Whether a complaint is taken up: conditions, reasons for refusing, what must be so before a move, ways onward."""

from __future__ import annotations

from enum import StrEnum

from amends.deadlines.period import Period
from amends.policy.parts.base import Code, Named, Part, RefusalCode, RoleCode, Sources, Text
from amends.policy.parts.conditions import Condition


class Unmet(StrEnum):
    """What follows when an acceptance condition is not met."""

    REFUSE = "refuse"
    FORWARD = "forward"
    ASK = "ask"
    """The complainant is asked for more."""
    REPORT = "report"
    """It goes one level up."""
    NOTE = "note"
    """It is written down and the case goes on."""


class AcceptanceCondition(Part, frozen=True, kw_only=True):
    name: Text
    rank: int = 0
    help: Text | None = None
    when: Condition | None = None
    unmet: Unmet = Unmet.ASK
    refusal: RefusalCode = ""
    source: Sources = ()


class ExceptionPath(Named, frozen=True, kw_only=True):
    """What leaves the usual path, and who is told at once."""

    help: Text | None = None
    """What is done at once, and what is not."""
    roles: tuple[RoleCode, ...] = ()
    """None named: whoever supervises."""


class Guard(Part, frozen=True, kw_only=True):
    """Before `move` (see amends.complaints.lifecycle), `needs` must hold; `hint` says what to do first."""

    move: Code
    when: Condition | None = None
    needs: Condition
    hint: Text
    source: Sources = ()


class Body(Part, frozen=True, kw_only=True):
    """An outside body a complainant may turn to."""

    name: Text
    contact: Text
    within: Period | None = None
    """For so long after the case was closed it takes it up (FCA-06, PRO-15); None: it names no time."""
    rank: int = 0
    source: Sources = ()


class Statement(Named, frozen=True, kw_only=True):
    """Something an organisation says of itself: a principle, a complainant's right, a step of its procedure."""

    text: Text | None = None
