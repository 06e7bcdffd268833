"""Somebody leaves: what they have open is shown, and given away, before they are gone."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from amends.complaints.tables import Complaint
from amends.people.leaving import HandOver, Ties, leave, open_cases, ties_of
from amends.people.queries import assignable
from amends.people.staff import staff
from amends.people.tables import Person
from tenants.desks import desk_in_force
from web.edge.visit import AnyRequest, Visit, visit_of
from web.formats import iso, number_text, relative_text
from web.i18n import current_language, gettext, ngettext
from web.portal.frame import portal_page
from web.portal.people.acting import (
    MANAGE,
    PERSON,
    acted,
    address,
    chosen,
    crumbs,
    joined,
    name_of,
    people_choices,
    person_of,
)
from web.promises import due_text
from web.rendering import new_form, zone_of
from web.typed import Typed
from web.view import FormView

MOST_SHOWN = 100
"""Further cases go to the one who gets all: choosing for more of them singly is nobody's idea of handing over."""
_SAME = "same"
_NOBODY = "Please choose somebody who works here."


@get(PERSON + "/departure", opt=MANAGE)
async def ask(request: AnyRequest, person_id: FromPath[UUID]) -> Response[Any]:
    row = await person_of(person_id)
    present = {"in_place": str(row.supervisor_id or "")}
    return await _page(request, row, new_form(**present))


@post(PERSON + "/departure", status_code=200, opt=MANAGE)
async def departure(request: AnyRequest, person_id: FromPath[UUID]) -> Response[Any]:
    row = await person_of(person_id)

    async def again(form: FormView, status: int) -> Response[Any]:
        return await _page(request, row, form, status=status)

    async def do(visit: Visit, typed: Typed) -> None:
        desk = await desk_in_force(visit.tenant, visit.settings)
        await leave(desk, person_id, hand_over=_hand_over(typed), by=visit.staff, now=visit.now)

    return await acted(request, do, again=again, location=address(person_id), done="person-left")


def _hand_over(typed: Typed) -> HandOver:
    """`case.<id>` says `same`, nothing (back to the department) or whose it is from now on."""
    single: dict[UUID, UUID | None] = {}
    for key, value in typed.part("case").items():
        if value != _SAME:
            single[UUID(key)] = chosen(typed, f"case.{key}", _NOBODY)
    return HandOver(
        successor_id=chosen(typed, "successor", _NOBODY),
        by_case=single,
        in_place_id=chosen(typed, "in_place", _NOBODY),
    )


async def _page(request: AnyRequest, row: Person, form: FormView, *, status: int = 200) -> Response[Any]:
    visit = visit_of(request)
    everybody = await staff(visit.now)
    cases = await open_cases(row.id)
    successors = [
        (str(each.person.id), str(each.person.name))
        for each in await assignable(visit.now)
        if each.person.id != row.id and each.stand_ins is None
    ]
    ties = await ties_of(row.id, list(everybody.everybody))
    count = len(cases)
    return await portal_page(
        request,
        "portal/person_departure.html",
        area="people",
        status=status,
        crumbs=crumbs(row),
        form=form,
        who=str(row.name),
        url=address(row.id),
        action=f"{address(row.id)}/departure",
        cases=[_case(case, everybody.department_in(current_language(), case.department_id), visit)
               for case in cases[:MOST_SHOWN]],
        count=count,
        count_text=ngettext("%(count)s open case", "%(count)s open cases", count) % {"count": number_text(count)},
        more=max(count - MOST_SHOWN, 0),
        successors=successors,
        for_one=[(_SAME, gettext("As chosen above")), ("", gettext("Back to its department")), *successors],
        ties=_ties(ties),
        people=await people_choices(but=row.id),
    )  # fmt: skip


def _case(row: Complaint, department: str, visit: Visit) -> dict[str, Any]:
    due = row.next_due
    return {
        "id": str(row.id),
        "url": f"/portal/cases/{row.id}",
        "number": str(row.number),
        "subject": str(row.subject),
        "department_text": department,
        "due_text": due_text(due, zone=zone_of(visit)) if due else "",
        "due_iso": iso(due) if due else "",
        "relative_text": relative_text(due, now=visit.now) if due else "",
        "late": due is not None and due < visit.now,
    }


def _ties(ties: Ties) -> list[tuple[str, str]]:
    found = [
        (gettext("Supervises"), joined([str(each.name) for each in ties.supervises])),
        (gettext("Stands in for"), joined([str(each.name) for each in ties.deputises])),
        (gettext("Heads"), joined([name_of(each) for each in ties.heads])),
    ]
    return [(label, text) for label, text in found if text]


routes: list[Any] = [ask, departure]
