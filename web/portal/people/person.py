"""One person's page: who they are here, when they are away, what they may be entrusted with, what was changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from litestar import Response, get
from litestar.params import FromPath

from amends.complaints.tables import Complaint
from amends.people.hours import own_hours, week_of
from amends.people.leaving import open_cases
from amends.people.listing import absences_of, changes_of
from amends.people.queries import departments
from amends.people.realms import STAFF
from amends.people.records import qualifications_of, trainings_of
from amends.people.rights import Right
from amends.people.second_factor import factor_of
from amends.people.staff import Staff, staff_alone
from amends.people.tables import Department, Person, PersonStatus, Qualification, Training
from tenants.desks import desk_in_force
from web.edge.visit import AnyRequest, Visit, visit_of
from web.formats import day_text, iso, moment_text, number_text, relative_text
from web.i18n import LANGUAGE_NAMES, gettext
from web.portal.frame import portal_page
from web.portal.people.acting import PERSON, READ, address, crumbs, name_of, person_of
from web.portal.people.words import (
    Names,
    absence_view,
    change_view,
    status_view,
    validity_view,
    week_text,
)
from web.promises import due_text
from web.rendering import zone_of
from web.roles import role_names, roles_in_force

MOST_CASES = 10


@get(PERSON, opt=READ)
async def person(request: AnyRequest, person_id: FromPath[UUID]) -> Response[Any]:
    visit, row = visit_of(request), await person_of(person_id)
    zone, owners, everybody = zone_of(visit), await departments(), await staff_alone(visit.now)
    cases = await open_cases(person_id)
    names = Names(
        people={each.id: str(each.name) for each in everybody.everybody},
        departments={each.id: name_of(each) for each in owners},
        roles=await roles_in_force(visit),
    )
    return await portal_page(
        request,
        "portal/person.html",
        area="people",
        crumbs=crumbs(),
        url=address(row.id),
        who=str(row.name),
        status=200,
        standing=str(row.status),
        has_factor=visit.staff.may(Right.MANAGE_PEOPLE) and await factor_of(STAFF, row.id) is not None,
        is_me=row.id == visit.staff.id,
        badge_view=status_view(str(row.status), away=row.id in everybody.away),
        stand_ins=_stand_ins(row, everybody),
        facts=await _facts(row, owners, visit),
        links=_links(row, everybody),
        absences=await _absences(row, visit),
        qualifications=[_qualification(each, visit) for each in await qualifications_of(row.id)],
        trainings=[_training(each) for each in await trainings_of(row.id)],
        cases=[_case(each, zone, visit) for each in cases[:MOST_CASES]],
        cases_count=len(cases),
        cases_text=number_text(len(cases)),
        changes=[change_view(each, names, zone=zone, now=visit.now) for each in await changes_of(row.id)],
    )


async def _absences(row: Person, visit: Visit) -> list[dict[str, Any]]:
    """Why somebody is away is for them and for whoever administers people."""
    with_reason = visit.staff.may(Right.MANAGE_PEOPLE) or row.id == visit.staff.id
    return [
        absence_view(each, zone=zone_of(visit), now=visit.now, with_reason=with_reason)
        for each in await absences_of(row.id)
    ]


def _stand_ins(row: Person, everybody: Staff) -> list[str] | None:
    """Who acts for somebody who is away; None for whoever is here or cannot sign in anyway."""
    if row.status != PersonStatus.ACTIVE or row.id not in everybody.away:
        return None
    return everybody.names_standing_in_for(row)


async def _facts(row: Person, owners: Sequence[Department], visit: Visit) -> list[tuple[str, str]]:
    desk = await desk_in_force(visit.tenant, visit.settings)
    department = next((name_of(each) for each in owners if each.id == row.department_id), "")
    hours = week_text(week_of(own_hours(row.hours), desk.policy.calendar))
    as_ours = gettext("%(hours)s (as the organisation)") % {"hours": hours}
    dates = [
        (gettext("Suspended since"), row.suspended_at if row.status == PersonStatus.SUSPENDED else None),
        (gettext("Left on"), row.left_at),
        (gettext("Here since"), row.created_at),
    ]
    return [
        (gettext("E-mail"), str(row.email)),
        (gettext("Position"), str(row.position or "")),
        (gettext("Roles"), role_names(row.roles, desk.policy.roles)),
        (gettext("Department"), department),
        (gettext("Working hours"), hours if row.hours else as_ours),
        (gettext("Time zone"), str(row.time_zone or "")),
        (gettext("Language"), LANGUAGE_NAMES[str(row.language)]),
        *((label, moment_text(at, zone=zone_of(visit))) for label, at in dates if at is not None),
    ]


def _links(row: Person, everybody: Staff) -> list[dict[str, Any]]:
    """Who stands where around this person, each a way to their page."""
    people = everybody.everybody
    groups = [
        (gettext("Supervisor"), [each for each in people if each.id == row.supervisor_id]),
        (gettext("Deputy"), [each for each in people if each.id == row.deputy_id]),
        (gettext("Supervises"), [each for each in people if each.supervisor_id == row.id]),
        (gettext("Stands in for"), [each for each in people if each.deputy_id == row.id]),
    ]
    return [
        {"label": label, "people": [{"url": address(each.id), "name": str(each.name)} for each in found]}
        for label, found in groups
        if found
    ]


def _qualification(row: Qualification, visit: Visit) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "label": str(row.label),
        "code": str(row.code),
        "evidence": str(row.evidence),
        "issued_text": day_text(row.issued_on),
        "expires_text": day_text(row.expires_on) if row.expires_on else "",
        "validity": validity_view(row, visit.now.astimezone(ZoneInfo(str(visit.tenant.time_zone))).date()),
    }


def _training(row: Training) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "title": str(row.title),
        "held_text": day_text(row.held_on),
        "hours_text": gettext("%(hours)s h") % {"hours": number_text(row.hours)},
        "held_by": str(row.held_by),
        "next_text": day_text(row.next_due_on) if row.next_due_on else "",
    }


def _case(row: Complaint, zone: ZoneInfo, visit: Visit) -> dict[str, Any]:
    due = row.next_due
    return {
        "url": f"/portal/cases/{row.id}",
        "number": str(row.number),
        "subject": str(row.subject),
        "due_text": due_text(due, zone=zone) if due else "",
        "due_iso": iso(due) if due else "",
        "relative_text": relative_text(due, now=visit.now) if due else "",
        "late": due is not None and due < visit.now,
    }


routes: list[Any] = [person]
