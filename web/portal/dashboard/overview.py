"""How the work stands today, what comes in, and how departments and people do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from litestar import Response, get

from amends.complaints.listing import listing
from amends.complaints.lists import View
from amends.measures.catalogue import TODAY, Figure
from amends.measures.finding import Reading, counts
from amends.measures.reckoning import Doing, doings
from amends.measures.rules import Days, Step, last_days
from amends.people.queries import departments, people_named
from amends.policy.document import Policy
from amends.surveys.results import results
from amends.surveys.rules import average
from tenants.desks import desk_in_force
from web.categories import NO_MORE
from web.edge.visit import AnyRequest, Visit, visit_of
from web.figures import definition_url, name_of
from web.formats import number_text
from web.i18n import current_language, gettext
from web.i18n import mark as _
from web.portal.dashboard.asking import USUAL_DAYS, Behind, asked_category, reading, sees_others
from web.portal.dashboard.cases import READ
from web.portal.dashboard.trend import Looked, trend_view
from web.portal.frame import portal_page
from web.portal.queue import case_line, desks_of
from web.portal.queue_asked import looking_of
from web.portal.queue_columns import USUAL, heads
from web.typed import asked

_SPANS = {USUAL_DAYS: _("30 days"), 90: _("90 days"), 365: _("A year")}
_KINDS = {Figure.OVERDUE: "bad", Figure.AT_RISK: "warn"}
"""How a figure looks where it is not nought."""
_FIRST = 5
_COLUMNS = (Figure.OPEN, Figure.OVERDUE, Figure.CLOSED, Figure.CLOSED_LATE, "kept", "days")


@get("/portal/dashboard", opt=READ)
async def dashboard(request: AnyRequest) -> Response[Any]:
    visit = visit_of(request)
    desk = await desk_in_force(visit.tenant, visit.settings)
    read, looked = reading(visit, desk), _looked(request, desk.policy)
    days = last_days(read.today.since, looked.days)
    return await portal_page(
        request,
        "portal/dashboard.html",
        area="dashboard",
        today=await _today(read),
        trend=await trend_view(read, desk.policy, looked),
        spans=[
            {"url": looked.address(days=each, at="#work"), "text": gettext(text), "current": each == looked.days, "count": None}
            for each, text in _SPANS.items()
        ],
        columns=[{"name": name_of(code), "definition_url": definition_url(code)} for code in _COLUMNS],
        tables=await _tables(read, days),
        satisfaction=await _satisfaction(read, days, desk.policy) if sees_others(visit.staff) else None,
        **await _due_first(visit),
    )  # fmt: skip


def _looked(request: AnyRequest, policy: Policy) -> Looked:
    step, days = asked(request, "step"), asked(request, "days")
    category = asked_category(request, policy)
    return Looked(
        step=Step(step) if step in set(Step) else Step.WEEK,
        category="" if category == NO_MORE else category,
        days=int(days) if days in {str(each) for each in _SPANS} else USUAL_DAYS,
    )


async def _today(read: Reading) -> list[dict[str, str]]:
    found = await counts(TODAY, read)
    return [
        {
            "name": name_of(figure),
            "text": number_text(found[figure]),
            "kind": _KINDS.get(figure, "") if found[figure] else "",
            "url": Behind(figure=figure).address(),
            "definition_url": definition_url(figure),
        }
        for figure in TODAY
    ]


async def _due_first(visit: Visit) -> dict[str, Any]:
    policy = (await desk_in_force(visit.tenant, visit.settings)).policy
    found = await listing(View.OPEN, looking=looking_of(visit, policy), size=_FIRST)
    rows = [row for row in found.rows if row.promise is not None]
    desks = await desks_of(visit, rows)
    return {
        "heads": heads(USUAL),
        "rows": [case_line(row, desks[row.policy_version_id], visit) for row in rows],
        "rows_url": "",
        "nothing_title": gettext("No promise is waiting to be kept"),
        "nothing_text": "",
    }


async def _tables(read: Reading, days: Days) -> list[dict[str, Any]]:
    """One's own figures for everybody; those of all for whoever oversees the work."""
    if not sees_others(read.reader):
        own = (await doings(read, days, person=read.reader.id)).people
        names = {read.reader.id: read.reader.name} if read.reader.id is not None else {}
        return [_table(gettext("My figures"), gettext("Person"), {key: own.get(key, Doing()) for key in names}, names, days)]  # fmt: skip
    found = await doings(read, days)
    language = current_language()
    theirs = {row.id: row.name_in(language) for row in await departments()}
    people = await people_named(found.people)
    return [
        _table(
            gettext("Departments"), gettext("Department"), found.departments, theirs, days, of="department"
        ),
        _table(gettext("People"), gettext("Person"), found.people, people, days),
    ]


def _table(
    title: str,
    column: str,
    doing: Mapping[UUID, Doing],
    names: Mapping[UUID, str],
    days: Days,
    of: str = "person",
) -> dict[str, Any]:
    order = [key for key in names if key in doing]
    if of == "person":
        order.sort(key=lambda key: names[key])
    return {
        "title": title,
        "column": column,
        "rows": [{"name": names[key], "cells": _cells(doing[key], key, of, days)} for key in order],
    }


def _cells(doing: Doing, key: UUID, of: str, days: Days) -> list[dict[str, str]]:
    counted = (
        (Figure.OPEN, doing.open, None), (Figure.OVERDUE, doing.overdue, None),
        (Figure.CLOSED, doing.closed, days), (Figure.CLOSED_LATE, doing.closed_late, days),
    )  # fmt: skip
    cells = [
        {"text": number_text(count), "url": _behind(figure, within, key, of) if count else ""}
        for figure, count, within in counted
    ]
    kept = f"{number_text(round(doing.kept, 1))} %" if doing.kept is not None else "–"
    median = number_text(round(doing.days, 1)) if doing.days is not None else "–"
    return [*cells, {"text": kept, "url": ""}, {"text": median, "url": ""}]


def _behind(figure: Figure, days: Days | None, key: UUID, of: str) -> str:
    if of == "department":
        return Behind(figure=figure, days=days, department=key).address()
    return Behind(figure=figure, days=days, person=key).address()


async def _satisfaction(read: Reading, days: Days, policy: Policy) -> dict[str, str]:
    since, _until = days.moments(read.zone)
    found = await results(since=since, scale=policy.survey.highest, least=policy.survey.shown_from)
    scores = [
        score for each in found.spreads for score, count in each.counts.items() for _each in range(count)
    ]
    return {
        "name": name_of("satisfaction"),
        "definition_url": definition_url("satisfaction"),
        "url": "/portal/surveys",
        "answered_text": number_text(found.answered),
        "average_text": gettext("%(average)s of %(highest)s")
        % {"average": number_text(average(scores)), "highest": number_text(policy.survey.highest)}
        if scores
        else "",
    }


routes: list[Any] = [dashboard]
