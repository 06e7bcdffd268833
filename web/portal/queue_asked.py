"""What an address of the queue asks for: which list, narrowed down how, in which order, which page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from amends.complaints.lifecycle import State
from amends.complaints.lists import Looking, Narrowed, Sort, View
from amends.policy.categories import subtree
from amends.policy.document import Policy
from amends.policy.kinds import kinds_of
from amends.workbench.tags import tidy
from web.categories import NO_MORE
from web.edge.visit import AnyRequest, Visit
from web.portal.queue_columns import USUAL, Column, chosen
from web.rendering import zone_of
from web.typed import asked, asked_all

_DAY = timedelta(days=1)
_NOT_NARROWING = frozenset({"view", "columns", "sort", "number"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Anything unknown means the usual. Days are written 2026-05-31 and are the reader's."""

    view: View
    category: str = ""
    """A category, a group with all below it, or `NO_MORE`."""
    kind: str = ""
    level: str = ""
    state: str = ""
    department: str = ""
    assignee: str = ""
    tag: str = ""
    since: str = ""
    until: str = ""
    """The last day of them."""
    due: str = ""
    """Promised until the end of that day."""
    columns: Sequence[Column] = USUAL
    sort: Sort = Sort.DUE
    number: int = 1

    def address(self, path: str = "/portal", **changed: Any) -> str:
        return f"{path}?{replace(self, **changed).query}"

    @property
    def query(self) -> str:
        texts = {"show": self.view.value, **self.narrowing}
        texts["columns"] = ".".join(self.columns) if self.columns != USUAL else ""
        texts["sort"] = self.sort.value if self.sort is not Sort.DUE else ""
        texts["page"] = str(self.number) if self.number > 1 else ""
        return urlencode({name: text for name, text in texts.items() if text})

    @property
    def narrowing(self) -> Mapping[str, str]:
        """By the names in the address; what narrows nothing is not there."""
        names = {"since": "from", "until": "to"}
        own = [each.name for each in fields(self) if each.name not in _NOT_NARROWING]
        return {names.get(name, name): text for name in own if (text := getattr(self, name))}

    def without(self, name: str) -> Asked:
        """`name`: as the address calls it."""
        changed: dict[str, Any] = {{"from": "since", "to": "until"}.get(name, name): ""}
        return replace(self, number=1, **changed)

    def narrowed(self, policy: Policy, visit: Visit) -> Narrowed:
        return Narrowed(
            categories=_categories(policy, self.category),
            others=self.category == NO_MORE,
            kind=self.kind,
            level=self.level,
            state=self.state,
            department_id=_uuid(self.department),
            assignee_id=_uuid(self.assignee),
            tag=self.tag,
            received_from=_midnight(self.since, visit),
            received_before=_midnight(self.until, visit, after=_DAY),
            due_by=_midnight(self.due, visit, after=_DAY),
        )


def read_asked(request: AnyRequest, policy: Policy) -> Asked:
    found = read_query(lambda name: asked(request, name), policy)
    return replace(found, columns=chosen(asked_all(request, "columns")))


def read_query(value: Callable[[str], str], policy: Policy) -> Asked:
    """`value`: what an address says under a name; "" where it says nothing."""
    show, number, sort = value("show"), value("page"), value("sort")
    category = value("category")
    [tag] = tidy(value("tag"))[:1] or [""]
    return Asked(
        view=View(show) if show in set(View) else View.OPEN,
        category=category if category in policy.categories or category == NO_MORE else "",
        kind=_among(value("kind"), kinds_of(policy)),
        level=_among(value("level"), policy.levels),
        state=_among(value("state"), [*State]),
        department=_id(value("department")),
        assignee=_id(value("assignee")),
        tag=tag,
        since=_day(value("from")),
        until=_day(value("to")),
        due=_day(value("due")),
        columns=chosen([value("columns")]),
        sort=Sort(sort) if sort in set(Sort) else Sort.DUE,
        number=max(int(number[:6]), 1) if number.isdecimal() else 1,
    )


def looking_of(visit: Visit, policy: Policy) -> Looking:
    today = visit.now.astimezone(zone_of(visit)).date()
    return Looking(
        reader=visit.staff,
        now=visit.now,
        day_ends=datetime.combine(today + _DAY, time(), zone_of(visit)),
        pauses=[code for code, pause in policy.pauses.items() if pause.for_complainant],
        levels=sorted(policy.levels, key=lambda code: policy.levels[code].rank),
    )


def _categories(policy: Policy, wanted: str) -> Sequence[str]:
    if wanted == NO_MORE:
        return list(policy.categories)
    return subtree(policy, wanted) if wanted else ()


def _among(text: str, known: Mapping[str, Any] | Sequence[str]) -> str:
    return text if text in known else ""


def _id(text: str) -> str:
    found = _uuid(text)
    return str(found) if found is not None else ""


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text.strip()).isoformat()
    except ValueError:
        return ""


def _midnight(day: str, visit: Visit, *, after: timedelta = timedelta()) -> datetime | None:
    """Where that day begins, or so much later; None of no day, and of one too far off to be a time."""
    try:
        return datetime.combine(date.fromisoformat(day) + after, time(), zone_of(visit)) if day else None
    except OverflowError:
        return None
