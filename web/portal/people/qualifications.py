"""What somebody is qualified for: added, amended, removed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from amends.people.records import (
    Certificate,
    add_qualification,
    amend_qualification,
    qualification,
    remove_qualification,
)
from amends.people.tables import Person
from tenants.desks import policy_of, version_in_force
from web.edge.visit import AnyRequest, Visit, visit_of
from web.i18n import mark as _
from web.portal.case_view import choices
from web.portal.frame import portal_page
from web.portal.people.acting import MANAGE, PERSON, acted, address, crumbs, day, person_of
from web.portal.people.confirming import Question, question_page
from web.rendering import new_form
from web.typed import Typed
from web.view import FormView

_ALL = PERSON + "/qualifications"
_ONE = _ALL + "/{qualification_id:uuid}"


@get(_ALL, opt=MANAGE)
async def new_qualification(request: AnyRequest, person_id: FromPath[UUID]) -> Response[Any]:
    return await _page(request, await person_of(person_id), new_form())


@post(_ALL, status_code=200, opt=MANAGE)
async def add(request: AnyRequest, person_id: FromPath[UUID]) -> Response[Any]:
    row = await person_of(person_id)

    async def again(form: FormView, status: int) -> Response[Any]:
        return await _page(request, row, form, status=status)

    async def do(visit: Visit, typed: Typed) -> None:
        await add_qualification(person_id, given=_given(typed), by=visit.staff, now=visit.now)

    return await acted(request, do, again=again, location=address(person_id))


@get(_ONE, opt=MANAGE)
async def present(
    request: AnyRequest, person_id: FromPath[UUID], qualification_id: FromPath[UUID]
) -> Response[Any]:
    held = await qualification(person_id, qualification_id)
    form = new_form(
        label=held.label,
        code=held.code,
        issued_on=held.issued_on,
        expires_on=held.expires_on,
        evidence=held.evidence,
    )
    return await _page(request, await person_of(person_id), form, qualification_id=qualification_id)


@post(_ONE, status_code=200, opt=MANAGE)
async def amend(
    request: AnyRequest, person_id: FromPath[UUID], qualification_id: FromPath[UUID]
) -> Response[Any]:
    await qualification(person_id, qualification_id)
    row = await person_of(person_id)

    async def again(form: FormView, status: int) -> Response[Any]:
        return await _page(request, row, form, status=status, qualification_id=qualification_id)

    async def do(visit: Visit, typed: Typed) -> None:
        await amend_qualification(
            person_id, qualification_id, given=_given(typed), by=visit.staff, now=visit.now
        )

    return await acted(request, do, again=again, location=address(person_id))


@get(_ONE + "/removal", opt=MANAGE)
async def ask_removal(
    request: AnyRequest, person_id: FromPath[UUID], qualification_id: FromPath[UUID]
) -> Response[Any]:
    return await _question(request, person_id, qualification_id, new_form())


@post(_ONE + "/removal", status_code=200, opt=MANAGE)
async def remove(
    request: AnyRequest, person_id: FromPath[UUID], qualification_id: FromPath[UUID]
) -> Response[Any]:
    async def again(form: FormView, status: int) -> Response[Any]:
        return await _question(request, person_id, qualification_id, form, status=status)

    async def do(visit: Visit, _typed: Typed) -> None:
        await remove_qualification(person_id, qualification_id, by=visit.staff, now=visit.now)

    return await acted(request, do, again=again, location=address(person_id))


def _given(typed: Typed) -> Certificate:
    return Certificate(
        label=typed.text("label"),
        code=typed.text("code"),
        issued_on=day(typed, "issued_on"),
        expires_on=day(typed, "expires_on"),
        evidence=typed.text("evidence"),
    )


async def _page(
    request: AnyRequest,
    row: Person,
    form: FormView,
    *,
    status: int = 200,
    qualification_id: UUID | None = None,
) -> Response[Any]:
    action, visit = f"{address(row.id)}/qualifications", visit_of(request)
    known = (await policy_of(version_in_force(visit.tenant))).qualifications
    return await portal_page(
        request,
        "portal/person_qualification.html",
        area="people",
        status=status,
        crumbs=crumbs(row),
        form=form,
        who=str(row.name),
        asked_for=choices(known),
        url=address(row.id),
        action=f"{action}/{qualification_id}" if qualification_id else action,
        removal_url=f"{action}/{qualification_id}/removal" if qualification_id else "",
    )


async def _question(
    request: AnyRequest, person_id: UUID, qualification_id: UUID, form: FormView, *, status: int = 200
) -> Response[Any]:
    held = await qualification(person_id, qualification_id)
    question = Question(
        title=_("Remove this qualification?"),
        name=str(held.label),
        text=_("It no longer counts for any duty. The history keeps that it was here."),
        button=_("Remove it"),
        action=f"{address(person_id)}/qualifications/{qualification_id}/removal",
    )
    return await question_page(request, await person_of(person_id), question, form, status=status)


routes: list[Any] = [new_qualification, add, present, amend, ask_removal, remove]
