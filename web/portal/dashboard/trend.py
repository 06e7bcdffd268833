"""What came in by category over weeks or months: a chart, what lies below, and the figures themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from amends.measures.catalogue import Figure
from amends.measures.finding import Reading
from amends.measures.reckoning import received
from amends.measures.rules import Days, Step, periods, put_together, total
from amends.policy.categories import ancestors, children, path
from amends.policy.document import Policy
from web.categories import NO_MORE
from web.figures import definition_url
from web.formats import month_text, number_text, short_date_text
from web.i18n import current_language, gettext
from web.i18n import mark as _
from web.portal.dashboard.asking import Behind

STEPS = {Step.WEEK: _("12 weeks"), Step.MONTH: _("12 months")}
HOW_MANY = 12
_BROAD, _HIGH = 600, 100
"""Of a plot, in its own units."""

Counts = Counter[tuple[date, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """At which steps, below which category ("": the whole tree)."""

    step: Step
    category: str
    days: int

    def address(self, *, at: str = "", **changed: object) -> str:
        values = {"step": self.step.value, "category": self.category, "days": self.days, **changed}
        return f"/portal/dashboard?{urlencode({name: value for name, value in values.items() if value})}{at}"


async def trend_view(read: Reading, policy: Policy, looked: Looked) -> dict[str, Any]:
    spans = periods(looked.step, read.today.since, HOW_MANY)
    whole = Days(spans[0].since, spans[-1].until)
    below = children(policy, looked.category)
    found = put_together(
        await received(read, whole, looked.step), lambda code: _under(policy, code, looked.category)
    )
    groups = [each for each in [looked.category, *below, NO_MORE] if each and total(found, of=each)]
    found = Counter({key: count for key, count in found.items() if key[1] in groups})
    return {
        "steps": [
            {"url": looked.address(step=step.value, at="#trend"), "text": gettext(text), "current": step is looked.step, "count": None}
            for step, text in STEPS.items()
        ],
        "way": _way(policy, looked),
        "definition_url": definition_url(Figure.RECEIVED),
        "total": _linked(total(found), whole, looked.category),
        "bars": _bars([total(found, on=[each.since]) for each in spans], [_named(each, looked.step) for each in spans]),
        "rows": [_row(found, each, spans, policy, looked) for each in groups],
        "columns": [_named(each, looked.step) for each in spans],
        "sums": [_linked(total(found, on=[each.since]), each, looked.category) for each in spans],
    }  # fmt: skip


def _under(policy: Policy, code: str, above: str) -> str:
    """The category just below `above` that a case counts to; "" of what lies elsewhere."""
    if code not in policy.categories:
        return "" if above else NO_MORE
    if code == above:
        return above
    line = [*reversed(ancestors(policy, code)), code]
    if not above:
        return line[0]
    return line[line.index(above) + 1] if above in line else ""


def _way(policy: Policy, looked: Looked) -> list[dict[str, str]]:
    """From all categories down to the present one; the last is where the reader is."""
    if not looked.category:
        return []
    steps = [("", gettext("All categories"))]
    steps += [(code, _name(policy, code)) for code in path(policy, looked.category)]
    return [{"url": looked.address(category=code, at="#trend"), "text": text} for code, text in steps]


def _row(found: Counts, code: str, spans: Sequence[Days], policy: Policy, looked: Looked) -> dict[str, Any]:
    values = [total(found, of=code, on=[each.since]) for each in spans]
    whole = Days(spans[0].since, spans[-1].until)
    is_group = code in policy.categories and code != looked.category and bool(children(policy, code))
    return {
        "name": gettext("No longer in the policy") if code == NO_MORE else _name(policy, code),
        "url": looked.address(category=code, at="#trend") if is_group else "",
        "line": " ".join(f"{x},{y}" for x, y in _points(values)),
        "total": _linked(sum(values), whole, code),
        "cells": [_linked(value, span, code) for value, span in zip(values, spans, strict=True)],
    }


def _linked(count: int, days: Days, category: str) -> dict[str, str]:
    url = Behind(figure=Figure.RECEIVED, days=days, category=category).address() if count else ""
    return {"text": number_text(count), "url": url}


def _bars(values: Sequence[int], names: Sequence[str]) -> list[dict[str, Any]]:
    most, wide = max(values, default=0), _BROAD / max(len(values), 1)
    bars = []
    for place, (value, name) in enumerate(zip(values, names, strict=True)):
        height = round(_HIGH * value / most) if most else 0
        bars.append(
            {
                "x": round(place * wide + wide * 0.15),
                "width": round(wide * 0.7),
                "y": _HIGH + 1 - height,
                "height": height,
                "name": name,
                "count_text": number_text(value),
            }
        )
    return bars


def _points(values: Sequence[int]) -> list[tuple[int, int]]:
    """Of a small line, 120 by 24."""
    most = max(values, default=0) or 1
    wide = 116 / max(len(values) - 1, 1)
    return [(round(2 + place * wide), round(22 - 20 * value / most)) for place, value in enumerate(values)]


def _named(span: Days, step: Step) -> str:
    return short_date_text(span.since) if step is Step.WEEK else month_text(span.since)


def _name(policy: Policy, code: str) -> str:
    return policy.categories[code].name.in_language(current_language())
