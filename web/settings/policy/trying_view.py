"""What policies would make of one complaint, in the reader's words, and where they differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from amends.complaints.desk import Desk
from amends.deadlines.tables import Promise
from amends.policy.categories import leaves, path_name
from amends.policy.document import Assign, CaseEvent, Policy, Text
from amends.trying.tried import Later, Tried
from web.edge.visit import Visit
from web.formats import iso, moment_text
from web.grounds import ground
from web.i18n import current_language, gettext
from web.promises import due_text, period_text
from web.reckoning import reckoning
from web.rendering import zone_of
from web.settings.policy.trying_moments import by_clock, moment_views
from web.settings.policy.wording import choice_text
from web.wording import clock_text

WIDTH = 600


@dataclass(frozen=True, slots=True)
class Side:
    desk: Desk
    tried: Tried | None
    """None: this policy does not know the category."""


def category_options(*policies: Policy) -> list[tuple[str, str]]:
    """Of all of them, each once, with its path."""
    found: dict[str, str] = {}
    for policy in policies:
        for code in leaves(policy):
            found.setdefault(code, path_name(policy, code, current_language()))
    return list(found.items())


def compared(sides: Sequence[Side], *, in_force: int, visit: Visit) -> list[dict[str, Any]]:
    """A view each, with `other` on everything the other one does not have like this."""
    zone, end = zone_of(visit), _end(sides)
    titles = [gettext("In force: version %(number)s") % {"number": in_force}, gettext("Draft")]
    views = [{"title": title, **_side(side, end, zone)} for title, side in zip(titles, sides, strict=False)]
    if len(views) == 2:
        _marked(views[0], views[1])
        _marked(views[1], views[0])
    return views


def _end(sides: Sequence[Side]) -> datetime | None:
    """Both are drawn to one scale."""
    known = [side.tried for side in sides if side.tried is not None]
    times = [row.due_at for one in known for row in one.promises]
    times += [moment.at for one in known for moment in one.moments if not moment.again]
    return max(times, default=None)


def _side(side: Side, end: datetime | None, zone: ZoneInfo) -> dict[str, Any]:
    """{known, level, why, department, route, clocks, later, moments, groups, end_text}; see trying.html."""
    one, policy = side.tried, side.desk.policy
    if one is None:
        return {"known": False}
    language, grade, way = current_language(), one.judged.grade, one.judged.way
    moments = moment_views(one, zone)
    return {
        "known": True,
        "level": {"text": policy.levels[grade.level].name.in_language(language), "other": False},
        "why": _said(grade.reason) or gettext("As the category says: no grading rule holds."),
        "department": {"text": _department(policy, way.department), "other": False},
        "route": _said(way.reason) or gettext("The category's own department."),
        "share": _share(policy, way.department),
        "clocks": [_clock(row, one, end, zone) for row in one.promises],
        "later": [_later(each, policy) for each in one.later],
        "moments": moments,
        "groups": by_clock(moments),
        "end_text": moment_text(end, zone=zone) if end is not None else "",
        "begin_text": moment_text(one.case.row.received_at, zone=zone),
    }


def _said(reason: Text | None) -> str:
    return reason.in_language(current_language()) if reason is not None else ""


def _department(policy: Policy, code: str) -> str:
    known = policy.departments.get(code)
    return known.name.in_language(current_language()) if known is not None else code


def _share(policy: Policy, code: str) -> str:
    known = policy.departments.get(code)
    if known is None or known.assign is Assign.NOBODY:
        return ""
    return gettext("Given at once to whoever of them is here and has the fewest open cases.")


def _clock(row: Promise, one: Tried, end: datetime | None, zone: ZoneInfo) -> dict[str, Any]:
    policy, explanation = one.case.desk.policy, msgspec.json.decode(str(row.explanation))
    ticks = [
        {"x": _x(moment.at, one, end), "kind": str(moment.trigger)}
        for moment in one.moments
        if moment.clock == row.kind and not moment.again
    ]
    x, until = _x(row.started_at, one, end), _x(row.due_at, one, end)
    kept = row.ended_at is not None
    return {
        "key": str(row.kind),
        "text": clock_text(policy, str(row.kind)),
        "due_text": due_text(row.due_at, zone=zone),
        "due_iso": iso(row.due_at.astimezone(zone)),
        "kept": kept,
        "lines": [*reckoning(explanation, zone=zone), *ground(explanation, policy, outside=False)],
        "bar": {"x": x, "width": max(3, until - x)},
        "ticks": [] if kept else ticks,
        "other": False,
    }


def _x(at: datetime, one: Tried, end: datetime | None) -> int:
    begun = one.case.row.received_at
    if end is None or end <= begun:
        return 0
    return round(max(0.0, min(1.0, (at - begun) / (end - begun))) * WIDTH)


def _later(each: Later, policy: Policy) -> dict[str, Any]:
    begins = gettext("%(period)s, from when %(event)s") % {
        "period": period_text(each.use.period),
        "event": choice_text(CaseEvent, str(each.starts)),
    }
    return {
        "key": each.clock,
        "text": clock_text(policy, each.clock),
        "begins": gettext("Not promised: its condition does not hold.") if each.silent else begins,
        "other": False,
    }


def _marked(mine: dict[str, Any], theirs: Mapping[str, Any]) -> None:
    """`other`: the other side has it otherwise, or not at all."""
    if not mine["known"] or not theirs["known"]:
        return
    for what in ("level", "department"):
        mine[what]["other"] = mine[what]["text"] != theirs[what]["text"]
    for part, tells in (
        ("clocks", ("key", "due_iso", "kept")),
        ("later", ("key", "begins")),
        ("moments", ("when_iso", "what", "told", "notes")),
    ):
        there = [tuple(each[name] for name in tells) for each in theirs[part]]
        for each in mine[part]:
            each["other"] = tuple(each[name] for name in tells) not in there
