"""Putting somebody on duty, changing it and taking them off."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from litestar import Response, get, post
from litestar.params import FromPath

from amends.complaints.desk import Desk
from amends.database.rows import select_one
from amends.errors import NotFound
from amends.people.listing import everybody_here
from amends.people.shifts import add_shift, change_shift, remove_shift
from amends.people.tables import DutyShift
from tenants.desks import desk_in_force
from web.edge.visit import AnyRequest, Visit, visit_of
from web.formats import moment_text
from web.i18n import gettext
from web.portal.duty.asking import HERE, MANAGE, Asked, asked_of
from web.portal.frame import portal_page
from web.portal.people.acting import acted, person_of
from web.rendering import new_form
from web.roles import role_name, roles_in_force
from web.typed import Typed, asked, typed_in
from web.view import FormView

_NEW = f"{HERE}/shifts/new"
_ONE = f"{HERE}/shifts/{{shift_id:uuid}}"


@get(_NEW, opt=MANAGE)
async def new_shift(request: AnyRequest) -> Response[Any]:
    given = {name: asked(request, name) for name in ("begins", "ends")}
    return await _page(request, new_form(**given), roster=asked(request, "roster"))


@post(_NEW, status_code=200, opt=MANAGE)
async def add(request: AnyRequest) -> Response[Any]:
    typed = await typed_in(request)
    wanted = await asked_of(visit_of(request), roster=typed.text("roster"), week=typed.text("begins")[:10])

    async def again(form: FormView, status: int) -> Response[Any]:
        return await _page(request, form, roster=typed.text("roster"), status=status)

    async def do(visit: Visit, typed: Typed) -> None:
        given = _given(typed, wanted.zone)
        await add_shift(wanted.desk, roster=typed.text("roster"), by=visit.staff, now=visit.now, **given)

    return await acted(request, do, again=again, location=wanted.address())


@get(_ONE, opt=MANAGE)
async def present(request: AnyRequest, shift_id: FromPath[UUID]) -> Response[Any]:
    row, visit = await _shift(shift_id), visit_of(request)
    zone = ZoneInfo((await desk_in_force(visit.tenant, visit.settings)).zone)
    form = new_form(
        person=str(row.person_id),
        begins=f"{row.begins_at.astimezone(zone):%Y-%m-%dT%H:%M}",
        ends=f"{row.ends_at.astimezone(zone):%Y-%m-%dT%H:%M}",
    )
    return await _page(request, form, roster=str(row.roster), row=row)


@post(_ONE, status_code=200, opt=MANAGE)
async def change(request: AnyRequest, shift_id: FromPath[UUID]) -> Response[Any]:
    row, wanted = await _found(request, shift_id)

    async def again(form: FormView, status: int) -> Response[Any]:
        return await _page(request, form, roster=str(row.roster), row=row, status=status)

    async def do(visit: Visit, typed: Typed) -> None:
        given = _given(typed, wanted.zone)
        await change_shift(wanted.desk, shift_id, by=visit.staff, now=visit.now, **given)

    return await acted(request, do, again=again, location=wanted.address())


@post(_ONE + "/removal", status_code=200, opt=MANAGE)
async def remove(request: AnyRequest, shift_id: FromPath[UUID]) -> Response[Any]:
    row, wanted = await _found(request, shift_id)

    async def again(form: FormView, status: int) -> Response[Any]:
        return await _page(request, form, roster=str(row.roster), row=row, status=status)

    async def do(visit: Visit, _typed: Typed) -> None:
        await remove_shift(wanted.desk, shift_id, by=visit.staff, now=visit.now)

    return await acted(request, do, again=again, location=wanted.address(), done="duty-removed")


async def _shift(shift_id: UUID) -> DutyShift:
    row = await select_one(DutyShift, "WHERE id = $1 AND cancelled_at IS NULL", shift_id)
    if row is None:
        raise NotFound()
    return row


async def _found(request: AnyRequest, shift_id: UUID) -> tuple[DutyShift, Asked]:
    """With the week it stands in."""
    row, visit = await select_one(DutyShift, "WHERE id = $1", shift_id), visit_of(request)
    if row is None:
        raise NotFound()
    desk = await desk_in_force(visit.tenant, visit.settings)
    day = row.begins_at.astimezone(ZoneInfo(desk.zone)).date()
    return row, await asked_of(visit, roster=str(row.roster), week=day.isoformat())


def _given(typed: Typed, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "person_id": typed.uuid("person"),
        "begins": typed.moment("begins", zone),
        "ends": typed.moment("ends", zone),
    }


async def _page(
    request: AnyRequest, form: FormView, *, roster: str, row: DutyShift | None = None, status: int = 200
) -> Response[Any]:
    visit = visit_of(request)
    await roles_in_force(visit)
    wanted = await asked_of(visit, roster=roster, week=str(form.value("begins"))[:10])
    if row is None and not wanted.roster:
        raise NotFound()
    roster = str(row.roster) if row is not None else wanted.roster
    return await portal_page(
        request,
        "portal/duty_shift.html",
        area="duty",
        status=status,
        crumbs=[{"url": wanted.address(), "text": gettext("Duty rosters")}],
        form=form,
        roster=roster,
        roster_name=wanted.name_of(roster),
        back_url=wanted.address(),
        people=await _people(wanted.desk, roster, visit, kept=row.person_id if row else None),
        **await _of(row, visit, wanted.zone),
    )


async def _of(row: DutyShift | None, visit: Visit, zone: ZoneInfo) -> Mapping[str, Any]:
    """What stands on the page of a duty that is there already."""
    if row is None:
        return {"action": _NEW, "removal_url": "", "name": "", "began_text": "", "over": False}
    person = await person_of(row.person_id)
    begins, ends = (moment_text(each, zone=zone) for each in (row.begins_at, row.ends_at))
    return {
        "action": f"{HERE}/shifts/{row.id}",
        "removal_url": f"{HERE}/shifts/{row.id}/removal",
        "name": f"{person.name} · {begins} – {ends}",
        "began_text": begins if row.begins_at <= visit.now else "",
        "over": row.ends_at <= visit.now or row.cancelled_at is not None,
    }


async def _people(desk: Desk, roster: str, visit: Visit, *, kept: UUID | None) -> list[Any]:
    """Those with the roster's own role apart and first."""
    people = await everybody_here()
    if kept is not None and kept not in {person.id for person in people}:
        people.append(await person_of(kept))
    found = desk.policy.rosters.get(roster)
    role = found.role if found is not None else ""
    holders = [(str(each.id), str(each.name)) for each in people if role in each.roles]
    others = [(str(each.id), str(each.name)) for each in people if role not in each.roles]
    if not holders or not others:
        return [*holders, *others]
    return [(role_name(role, visit.roles), holders), (gettext("Everybody else"), others)]


routes: list[Any] = [new_shift, add, present, change, remove]
