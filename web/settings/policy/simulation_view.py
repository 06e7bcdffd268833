"""What a simulation found, as its page and the page for publishing say it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from amends.escalation.letters import clock_name
from amends.policy.categories import named
from amends.policy.document import Policy, Trigger
from amends.simulation.replaying import MERGED
from amends.simulation.result import Changed, Result, Shift, Tally
from tenants.simulations import UNDER_WAY, is_stuck
from tenants.tables import Simulation
from web.edge.visit import Visit
from web.formats import iso, number_text, short_moment_text
from web.i18n import current_language, gettext, ngettext
from web.i18n import mark as _
from web.settings.addresses import POLICY_SIMULATION
from web.settings.policy.words.values import VALUES

_STATES = {
    "queued": _("waits for its turn"),
    "running": _("under way"),
    "done": _("done"),
    "cancelled": _("stopped"),
    "failed": _("did not come to an end"),
}
_BARS, _WIDTH = 12, 600
SHOWN = 50
"""Complaints named on a page."""


def run_view(row: Simulation, seen: str, visit: Visit) -> dict[str, Any]:
    stuck = is_stuck(row, visit.now)
    state = "failed" if stuck else str(row.state)
    return {
        "id": str(row.id),
        "state": state,
        "state_text": gettext(_STATES[state]),
        "under_way": row.state in UNDER_WAY and not stuck,
        "days_text": ngettext(
            "Complaints of the last %(num)s day", "Complaints of the last %(num)s days", int(row.days)
        )
        % {"num": number_text(int(row.days))},
        "replayed": int(row.replayed),
        "cases": int(row.cases),
        "progress_text": gettext("%(done)s of %(all)s complaints")
        % {"done": number_text(int(row.replayed)), "all": number_text(int(row.cases))},
        "asked": _moment(row.asked_at, visit),
        "stale": row.draft_seen != seen,
    }


def summary_view(found: Result) -> list[dict[str, str]]:
    """The figures that a publisher should know: {label, value, sub, kind}."""
    total = found.total
    figures = [
        (_("Complaints with a change"), total.changed, gettext("of %(count)s") % {"count": number_text(total.cases)}, ""),
        (_("Promises due earlier"), total.earlier, "", ""),
        (_("Promises due later"), total.later, "", ""),
        (_("Would be broken"), total.breaks, gettext("were kept"), "bad" if total.breaks else ""),
        (_("Would be kept"), total.holds, gettext("were broken"), "good" if total.holds else ""),
        (_("New promises"), found.begun, "", ""),
        (_("Promises no longer given"), found.fallen, "", ""),
        (_("Steps of escalation"), total.steps_after, gettext("instead of %(count)s") % {"count": number_text(total.steps_before)}, ""),
    ]  # fmt: skip
    return [
        {"label": gettext(label), "value": number_text(value), "sub": sub, "kind": kind}
        for label, value, sub, kind in figures
    ]


def result_view(
    found: Result, before: Policy, after: Policy, names: Mapping[str, str], visit: Visit, *, page: int = 1
) -> dict[str, Any]:
    """`names`: of people, by their ids; `page`: of the complaints with a change."""
    language = current_language()
    categories = {code: named(before, code, language) for code in found.by_category}
    levels = {
        code: level.name.in_language(language) for code, level in {**after.levels, **before.levels}.items()
    }
    places = {code: _place(code, categories, levels) for code in found.by_place}
    people = sorted(found.people.items(), key=lambda item: (-max(item[1]), names.get(item[0], "")))
    most = max((max(load) for _, load in people), default=0)
    return {
        "figures": summary_view(found),
        "any": found.total.changed > 0,
        "unknown": _unknown(found, after),
        "categories": _tallies(found.by_category, categories),
        "levels": _tallies(found.by_level, levels),
        "places": _tallies(found.by_place, places),
        "category_bars": _bars(found.by_category, categories),
        "level_bars": _bars(found.by_level, levels),
        "people": [
            {
                "name": names.get(code, gettext("somebody who has left")),
                **_pair(load),
                "before_width": _width(load[0], most),
                "after_width": _width(load[1], most),
            }
            for code, load in people
        ],
        "steps": [_step_view(name, load, before, after) for name, load in sorted(found.steps.items())],
        **_cases_view(found, before, after, levels, visit, page),
    }


def _cases_view(
    found: Result, before: Policy, after: Policy, levels: Mapping[str, str], visit: Visit, page: int
) -> dict[str, Any]:
    last = max(-(-len(found.cases) // SHOWN), 1)
    page = min(max(page, 1), last)
    first = (page - 1) * SHOWN
    cases = found.cases[first : first + SHOWN]
    return {
        "cases": [_case_view(each, before, after, levels, visit) for each in cases],
        "newer": _page_url(page - 1) if page > 1 else "",
        "older": _page_url(page + 1) if page < last else "",
        "where": gettext("%(first)s to %(last)s of %(count)s")
        % {
            "first": number_text(first + 1),
            "last": number_text(first + len(cases)),
            "count": number_text(found.total.changed),
        },
        "more": max(found.total.changed - len(found.cases), 0) if page == last else 0,
    }


def _page_url(page: int) -> str:
    return f"{POLICY_SIMULATION}?page={page}#cases"


def _place(code: str, categories: Mapping[str, str], levels: Mapping[str, str]) -> str:
    category, _sep, level = code.partition("|")
    return f"{categories.get(category, category)} · {levels.get(level, level)}"


def _unknown(found: Result, after: Policy) -> dict[str, Any]:
    words = {
        "case.category": gettext("a category that the draft has"),
        "case.level": gettext("a level that the draft has"),
        MERGED: gettext("Merging complaints"),
    }
    fields = {code: each.name.in_language(current_language()) for code, each in after.fields.items()}
    return {
        "count": found.unknown,
        "text": ngettext(
            "Of one complaint something is not known that the draft asks for. It is left out.",
            "Of %(num)s complaints something is not known that the draft asks for. They are left out.",
            found.unknown,
        ) % {"num": number_text(found.unknown)},
        "missing": [
            {"name": words.get(name) or fields.get(name, name), "count": number_text(count)}
            for name, count in sorted(found.missing.items())
        ],
    }  # fmt: skip


def _tallies(found: Mapping[str, Tally], names: Mapping[str, str]) -> list[dict[str, str]]:
    shown = sorted(found.items(), key=lambda item: (-item[1].changed, names.get(item[0], item[0])))
    return [
        {
            "name": names.get(code, code),
            "cases": number_text(tally.cases),
            "changed": number_text(tally.changed),
            "earlier": number_text(tally.earlier),
            "later": number_text(tally.later),
            "breaks": number_text(tally.breaks),
            "holds": number_text(tally.holds),
            "steps": f"{number_text(tally.steps_before)} → {number_text(tally.steps_after)}",
        }
        for code, tally in shown
    ]


def _bars(found: Mapping[str, Tally], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """The longest first; the table beside says all of them."""
    counts = [(names.get(code, code), tally.changed) for code, tally in found.items() if tally.changed]
    shown = sorted(counts, key=lambda each: (-each[1], each[0]))[:_BARS]
    most = max((count for _name, count in shown), default=0)
    return [
        {"name": name, "count": number_text(count), "width": _width(count, most)} for name, count in shown
    ]


def _width(count: int, most: int) -> float:
    return round(_WIDTH * count / most, 1) if most else 0


def _pair(load: list[int]) -> dict[str, str]:
    return {"before": number_text(load[0]), "after": number_text(load[1])}


def _step_view(name: str, load: list[int], before: Policy, after: Policy) -> dict[str, str]:
    trigger, clock, step = name.split("|", 2)
    what = gettext(VALUES[Trigger].get(trigger, trigger))
    return {
        "when": f"{what} · {_clock(clock, before, after)}" if clock else what,
        "step": _step_name(step, before, after),
        **_pair(load),
    }


def _step_name(code: str, before: Policy, after: Policy) -> str:
    """As a chain calls it; its code where none has it."""
    chains = (*after.chains.values(), *before.chains.values())
    step = next((chain.steps[code] for chain in chains if code in chain.steps), None)
    return step.name.in_language(current_language()) if step is not None else code


def _clock(code: str, before: Policy, after: Policy) -> str:
    return clock_name(before if code in before.clocks else after, code, current_language())


def _case_view(
    each: Changed, before: Policy, after: Policy, levels: Mapping[str, str], visit: Visit
) -> dict[str, Any]:
    same = each.level_before == each.level_after
    return {
        "number": each.number,
        "url": f"/portal/cases/{each.id}",
        "category": named(before, each.category, current_language()),
        "level": ""
        if same
        else f"{levels.get(each.level_before, each.level_before)} → {levels.get(each.level_after, each.level_after)}",
        "shifts": [_shift_view(shift, before, after, visit) for shift in each.shifts],
        "steps": ""
        if each.steps_before == each.steps_after
        else f"{number_text(each.steps_before)} → {number_text(each.steps_after)}",
    }


def _shift_view(shift: Shift, before: Policy, after: Policy, visit: Visit) -> dict[str, Any]:
    kind, text = "", ""
    if shift.broken_after and not shift.broken_before:
        kind, text = "bad", gettext("would be broken")
    elif shift.broken_before and not shift.broken_after:
        kind, text = "good", gettext("would be kept")
    return {
        "clock": _clock(shift.clock, before, after),
        "before": _moment(shift.before, visit) if shift.before else None,
        "after": _moment(shift.after, visit) if shift.after else None,
        "kind": kind,
        "text": text,
    }


def _moment(moment: datetime, visit: Visit) -> dict[str, str]:
    return {"iso": iso(moment), "text": short_moment_text(moment, zone=visit.zone, now=visit.now)}
