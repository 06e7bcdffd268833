"""Departments: what they are called, who heads them, and where their work goes when they are retired."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from amends.database.scope import fetch
from amends.errors import Invalid, NotFound
from amends.people.departments import (
    Named,
    add_department,
    change_department,
    is_named_by,
    reopen_department,
    retire_department,
)
from amends.people.queries import departments as all_departments
from amends.people.tables import Department
from tenants.desks import desk_in_force
from web.edge.visit import AnyRequest, Visit, visit_of
from web.formats import number_text
from web.i18n import gettext
from web.portal.frame import portal_page
from web.portal.people.acting import (
    MANAGE,
    PEOPLE,
    READ,
    acted,
    chosen,
    crumbs,
    name_of,
    people_choices,
)
from web.rendering import new_form
from web.typed import Typed
from web.view import FormView

DEPARTMENTS = PEOPLE + "/departments"
_ONE = DEPARTMENTS + "/{department_id:uuid}"


@get(DEPARTMENTS, opt=READ)
async def departments(request: AnyRequest) -> Response[Any]:
    return await _list_page(request, new_form())


@post(DEPARTMENTS, status_code=200, opt=MANAGE)
async def add(request: AnyRequest) -> Response[Any]:
    async def again(form: FormView, status: int) -> Response[Any]:
        return await _list_page(request, form, status=status)

    async def do(visit: Visit, typed: Typed) -> None:
        await add_department(given=_named(typed), by=visit.staff, now=visit.now)

    return await acted(request, do, again=again, location=DEPARTMENTS)


@get(_ONE, opt=MANAGE)
async def present(request: AnyRequest, department_id: FromPath[UUID]) -> Response[Any]:
    row = await _department(department_id)
    form = new_form(name_zh=row.name_zh, name_en=row.name_en, rank=row.rank, head=str(row.head_id or ""))
    return await _page(request, row, form)


@post(_ONE, status_code=200, opt=MANAGE)
async def change(request: AnyRequest, department_id: FromPath[UUID]) -> Response[Any]:
    row = await _department(department_id)

    async def again(form: FormView, status: int) -> Response[Any]:
        return await _page(request, row, form, status=status)

    async def do(visit: Visit, typed: Typed) -> None:
        await change_department(department_id, given=_named(typed), by=visit.staff, now=visit.now)

    return await acted(request, do, again=again, location=DEPARTMENTS)


@get(_ONE + "/retirement", opt=MANAGE)
async def ask_retirement(request: AnyRequest, department_id: FromPath[UUID]) -> Response[Any]:
    return await _retirement_page(request, await _department(department_id), new_form())


@post(_ONE + "/retirement", status_code=200, opt=MANAGE)
async def retirement(request: AnyRequest, department_id: FromPath[UUID]) -> Response[Any]:
    row = await _department(department_id)

    async def again(form: FormView, status: int) -> Response[Any]:
        return await _retirement_page(request, row, form, status=status)

    async def do(visit: Visit, typed: Typed) -> None:
        await retire_department(
            await desk_in_force(visit.tenant, visit.settings),
            department_id,
            to_id=chosen(typed, "successor", "Please choose a department."),
            by=visit.staff,
            now=visit.now,
        )

    return await acted(request, do, again=again, location=DEPARTMENTS)


@post(_ONE + "/reopening", status_code=200, opt=MANAGE)
async def reopening(request: AnyRequest, department_id: FromPath[UUID]) -> Response[Any]:
    if department_id not in {row.id for row in await all_departments()}:
        raise NotFound()

    async def again(form: FormView, status: int) -> Response[Any]:
        return await _list_page(request, form, status=status)

    async def do(visit: Visit, _typed: Typed) -> None:
        await reopen_department(department_id, by=visit.staff, now=visit.now)

    return await acted(request, do, again=again, location=DEPARTMENTS)


def _named(typed: Typed) -> Named:
    rank = typed.text("rank").strip()
    if rank and not rank.isdecimal():
        raise Invalid({"rank": "Please give a whole number from 0 to 9999."})
    return Named(
        name_zh=typed.text("name_zh"),
        name_en=typed.text("name_en"),
        rank=int(rank[:9]) if rank else None,
        head_id=chosen(typed, "head", "Please choose somebody who works here."),
    )


async def _department(department_id: UUID) -> Department:
    found = next((row for row in await all_departments() if row.id == department_id), None)
    if found is None or found.retired_at is not None:
        raise NotFound()
    return found


async def _counts() -> dict[UUID, tuple[int, int]]:
    """People who have not left and open cases, by department."""
    rows = await fetch(
        """SELECT d.id,
            (SELECT count(*) FROM person p
                WHERE p.tenant_id = d.tenant_id AND p.department_id = d.id AND p.status <> 'left') AS people,
            (SELECT count(*) FROM complaint c
                WHERE c.tenant_id = d.tenant_id AND c.department_id = d.id AND c.closed_at IS NULL) AS cases
        FROM department d"""
    )
    return {row["id"]: (row["people"], row["cases"]) for row in rows}


async def _list_page(request: AnyRequest, form: FormView, *, status: int = 200) -> Response[Any]:
    rows, counts = await all_departments(), await _counts()
    heads = dict(await people_choices(kept=[row.head_id for row in rows]))
    names = {row.id: name_of(row) for row in rows}
    return await portal_page(
        request,
        "portal/departments.html",
        area="people",
        status=status,
        crumbs=crumbs(),
        form=form,
        action=DEPARTMENTS,
        people=await people_choices(),
        departments=[
            {
                "url": f"{DEPARTMENTS}/{row.id}",
                "name": names[row.id],
                "other_name": str(row.name_en if name_of(row) == row.name_zh else row.name_zh),
                "code": str(row.code),
                "head": heads.get(str(row.head_id), ""),
                "people_text": number_text(counts[row.id][0]),
                "cases_text": number_text(counts[row.id][1]),
                "retired": row.retired_at is not None,
                "successor": names.get(row.successor_id, ""),
                "form_id": new_form().form_id,
            }
            for row in sorted(rows, key=lambda row: row.retired_at is not None)
        ],
    )


async def _page(request: AnyRequest, row: Department, form: FormView, *, status: int = 200) -> Response[Any]:
    return await portal_page(
        request,
        "portal/department.html",
        area="people",
        status=status,
        crumbs=_crumbs(),
        form=form,
        who=name_of(row),
        action=f"{DEPARTMENTS}/{row.id}",
        retirement_url=f"{DEPARTMENTS}/{row.id}/retirement",
        url=DEPARTMENTS,
        people=await people_choices(kept=[row.head_id]),
    )


async def _retirement_page(
    request: AnyRequest, row: Department, form: FormView, *, status: int = 200
) -> Response[Any]:
    visit, rows = visit_of(request), await all_departments()
    people, cases = (await _counts())[row.id]
    desk = await desk_in_force(visit.tenant, visit.settings)
    named = is_named_by(desk, row, rows)
    return await portal_page(
        request,
        "portal/department_retirement.html",
        area="people",
        status=status,
        crumbs=_crumbs(),
        form=form,
        who=name_of(row),
        action=f"{DEPARTMENTS}/{row.id}/retirement",
        url=f"{DEPARTMENTS}/{row.id}",
        people_text=number_text(people),
        cases_text=number_text(cases),
        named=named,
        needed=bool(people or cases or named),
        others=[
            (str(each.id), name_of(each)) for each in rows if each.retired_at is None and each.id != row.id
        ],
    )


def _crumbs() -> list[dict[str, str]]:
    return [*crumbs(), {"url": DEPARTMENTS, "text": gettext("Departments")}]


routes: list[Any] = [departments, add, present, change, ask_retirement, retirement, reopening]
