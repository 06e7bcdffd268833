"""Leaving a hand-over note, and taking note of one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Response, post
from litestar.params import FromPath

from amends.database.rows import select_one
from amends.errors import Forbidden, NotFound
from amends.people.handing_over import leave_note, may_leave_note, may_take_note, take_note
from amends.people.tables import DutyNote
from web.edge.visit import AnyRequest, Visit, visit_of
from web.portal.duty.asking import HERE, READ, asked_of
from web.portal.duty.page import duty_page
from web.portal.people.acting import acted
from web.rendering import new_form
from web.typed import Typed, typed_in
from web.view import FormView


@post(f"{HERE}/notes", status_code=200, opt=READ)
async def leave(request: AnyRequest) -> Response[Any]:
    typed = await typed_in(request)
    visit = visit_of(request)
    wanted = await asked_of(visit, roster=typed.text("roster"), week=typed.text("week"))
    if not await may_leave_note(wanted.roster, by=visit.staff, now=visit.now):
        raise Forbidden()

    async def again(form: FormView, status: int) -> Response[Any]:
        return await duty_page(request, wanted, note_form=form, status=status)

    async def do(visit: Visit, typed: Typed) -> None:
        await leave_note(
            wanted.desk, typed.text("roster"), note=typed.text("note"), by=visit.staff, now=visit.now
        )

    return await acted(request, do, again=again, location=wanted.address(), done="duty-note-left")


@post(f"{HERE}/notes/{{duty_note_id:uuid}}/reading", status_code=200, opt=READ)
async def take(request: AnyRequest, duty_note_id: FromPath[UUID]) -> Response[Any]:
    row, visit = await select_one(DutyNote, "WHERE id = $1", duty_note_id), visit_of(request)
    if row is None:
        raise NotFound()
    if not await may_take_note(str(row.roster), by=visit.staff, now=visit.now):
        raise Forbidden()
    wanted = await asked_of(visit, roster=str(row.roster), week="")

    async def again(form: FormView, status: int) -> Response[Any]:
        return await duty_page(
            request,
            wanted,
            note_form=FormView(form_id=new_form().form_id, message=form.message),
            status=status,
        )

    async def do(visit: Visit, _typed: Typed) -> None:
        await take_note(duty_note_id, by=visit.staff, now=visit.now)

    return await acted(request, do, again=again, location=wanted.address(), done="duty-note-read")


routes: list[Any] = [leave, take]
