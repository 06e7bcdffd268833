"""A small policy for rules that ask one: two levels, one category, whatever else a test needs."""

from __future__ import annotations

from typing import Any

from amends.deadlines.calendar import Calendar, calendar_of
from amends.deadlines.period import parse_period
from amends.deadlines.resolved import PublicDays, resolved
from amends.policy.document import (
    Category,
    Clock,
    ClockUse,
    Condition,
    Department,
    Level,
    Numbering,
    Operator,
    Policy,
    Text,
)
from amends.policy.parts.calendar import CalendarPart

HOUR = parse_period("1 h")
office: Calendar = calendar_of(resolved(CalendarPart(), "Asia/Shanghai", PublicDays()))


def text(words: str) -> Text:
    return Text(zh=words, en=words)


def when(field: str, value: str | int = "yes", op: Operator = Operator.IS) -> Condition:
    return Condition(field=field, op=op, value=value)


def use(period: str = "24 h", **more: Any) -> ClockUse:
    return ClockUse(period=parse_period(period), **more)


def clock(**more: Any) -> Clock:
    return Clock(**{"name": text("a clock"), **more})


def policy(
    *, clocks: dict[str, Clock] | None = None, uses: dict[str, ClockUse] | None = None, **parts: Any
) -> Policy:
    """`uses`: those of the ordinary level."""
    levels = {
        "ordinary": Level(name=text("Ordinary"), rank=2, criteria=text("all else"), clocks=uses or {}),
        "urgent": Level(name=text("Urgent"), rank=1, criteria=text("in danger"), clocks=uses or {}),
    }
    return Policy(
        **{
            "code": "a-policy",
            "version": "1",
            "name": text("A policy"),
            "summary": text("Small"),
            "numbering": Numbering(pattern="{seq4}"),
            "departments": {"front": Department(name=text("Front"))},
            "levels": levels,
            "categories": {"cat": Category(name=text("Category"), level="ordinary", department="front")},
            "clocks": clocks or {},
            **parts,
        }
    )
