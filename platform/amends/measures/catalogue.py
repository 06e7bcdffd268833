"""The figures of the dashboard: which there are, and which cases each of them counts.

A figure and its list of cases are the same condition, so that both always agree; where the queue has such a list, it is that
one's. What a figure means in words stands in
`web.figures`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from amends.complaints.lists import LISTS, View
from amends.deadlines.rules import AT_ONCE_MEANS


class Figure(StrEnum):
    OPEN = "open"
    NEW_TODAY = "new_today"
    DUE_TODAY = "due_today"
    OVERDUE = "overdue"
    AT_RISK = "at_risk"
    UNASSIGNED = "unassigned"
    WAITING = "waiting"
    RECEIVED = "received"
    CLOSED = "closed"
    CLOSED_LATE = "closed_late"
    """The rest of `CLOSED` is what was kept."""


TODAY = (
    Figure.DUE_TODAY, Figure.OVERDUE, Figure.AT_RISK, Figure.UNASSIGNED, Figure.WAITING, Figure.NEW_TODAY, Figure.OPEN,
)  # fmt: skip
"""How the work stands now, in the order of the page."""
OF_A_PERIOD = frozenset({Figure.RECEIVED, Figure.CLOSED, Figure.CLOSED_LATE})

_CLOSED = "c.closed_at >= {since} AND c.closed_at < {until} AND c.merged_into IS NULL"
_BROKEN = f"""EXISTS (SELECT FROM promise p WHERE p.tenant_id = c.tenant_id AND p.complaint_id = c.id AND NOT p.cancelled
    AND NOT coalesce(p.late_by_regrading, false)
    AND p.due_at + CASE WHEN p.due_at <= p.started_at THEN make_interval(secs => {AT_ONCE_MEANS.total_seconds():.0f})
        ELSE interval '0' END < coalesce(p.paused_since, p.ended_at, {{now}}))"""
CONDITIONS: Mapping[Figure, str] = {
    Figure.OPEN: LISTS[View.OPEN],
    Figure.NEW_TODAY: "c.lodged_at >= {day} AND c.lodged_at < {day_after}",
    Figure.DUE_TODAY: LISTS[View.TODAY],
    Figure.OVERDUE: LISTS[View.BROKEN],
    Figure.AT_RISK: LISTS[View.AT_RISK],
    Figure.UNASSIGNED: LISTS[View.UNASSIGNED],
    Figure.WAITING: f"""{LISTS[View.OPEN]} AND EXISTS (SELECT FROM promise p WHERE p.tenant_id = c.tenant_id
        AND p.complaint_id = c.id AND p.ended_at IS NULL AND p.paused_since IS NOT NULL)""",
    Figure.RECEIVED: "c.lodged_at >= {since} AND c.lodged_at < {until}",
    Figure.CLOSED: _CLOSED,
    Figure.CLOSED_LATE: f"{_CLOSED} AND {_BROKEN}",
}
"""On a complaint `c`, with names of `amends.measures.finding` to be bound."""
