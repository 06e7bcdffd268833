"""What somebody was taught: recorded, amended, removed."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from amends.people.records import Lesson, add_training, amend_training, remove_training, training
from amends.people.tables import Person
from web.edge.visit import AnyRequest, Visit
from web.i18n import mark as _
from web.portal.frame import portal_page
from web.portal.people.acting import MANAGE, PERSON, acted, address, crumbs, day, person_of
from web.portal.people.confirming import Question, question_page
from web.rendering import new_form
from web.typed import Typed
from web.view import FormView

_ALL = PERSON + "/trainings"
_ONE = _ALL + "/{training_id:uuid}"


@get(_ALL, opt=MANAGE)
async def new_training(request: AnyRequest, person_id: FromPath[UUID]) -> Response[Any]:
    return await _page(request, await person_of(person_id), new_form())


@post(_ALL, status_code=200, opt=MANAGE)
async def add(request: AnyRequest, person_id: FromPath[UUID]) -> Response[Any]:
    row = await person_of(person_id)

    async def again(form: FormView, status: int) -> Response[Any]:
        return await _page(request, row, form, status=status)

    async def do(visit: Visit, typed: Typed) -> None:
        await add_training(person_id, given=_given(typed), by=visit.staff, now=visit.now)

    return await acted(request, do, again=again, location=address(person_id))


@get(_ONE, opt=MANAGE)
async def present(
    request: AnyRequest, person_id: FromPath[UUID], training_id: FromPath[UUID]
) -> Response[Any]:
    held = await training(person_id, training_id)
    form = new_form(
        title=held.title,
        held_on=held.held_on,
        hours=f"{held.hours.normalize():f}",
        held_by=held.held_by,
        next_due_on=held.next_due_on,
    )
    return await _page(request, await person_of(person_id), form, training_id=training_id)


@post(_ONE, status_code=200, opt=MANAGE)
async def amend(request: AnyRequest, person_id: FromPath[UUID], training_id: FromPath[UUID]) -> Response[Any]:
    await training(person_id, training_id)
    row = await person_of(person_id)

    async def again(form: FormView, status: int) -> Response[Any]:
        return await _page(request, row, form, status=status, training_id=training_id)

    async def do(visit: Visit, typed: Typed) -> None:
        await amend_training(person_id, training_id, given=_given(typed), by=visit.staff, now=visit.now)

    return await acted(request, do, again=again, location=address(person_id))


@get(_ONE + "/removal", opt=MANAGE)
async def ask_removal(
    request: AnyRequest, person_id: FromPath[UUID], training_id: FromPath[UUID]
) -> Response[Any]:
    return await _question(request, person_id, training_id, new_form())


@post(_ONE + "/removal", status_code=200, opt=MANAGE)
async def remove(
    request: AnyRequest, person_id: FromPath[UUID], training_id: FromPath[UUID]
) -> Response[Any]:
    async def again(form: FormView, status: int) -> Response[Any]:
        return await _question(request, person_id, training_id, form, status=status)

    async def do(visit: Visit, _typed: Typed) -> None:
        await remove_training(person_id, training_id, by=visit.staff, now=visit.now)

    return await acted(request, do, again=again, location=address(person_id))


def _given(typed: Typed) -> Lesson:
    return Lesson(
        title=typed.text("title"),
        held_on=day(typed, "held_on"),
        hours=_hours(typed.text("hours")),
        held_by=typed.text("held_by"),
        next_due_on=day(typed, "next_due_on"),
    )


def _hours(text: str) -> Decimal | None:
    """With a point or a comma, as people write it; None is refused by the engine in its own words."""
    try:
        found = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


async def _page(
    request: AnyRequest, row: Person, form: FormView, *, status: int = 200, training_id: UUID | None = None
) -> Response[Any]:
    action = f"{address(row.id)}/trainings"
    return await portal_page(
        request,
        "portal/person_training.html",
        area="people",
        status=status,
        crumbs=crumbs(row),
        form=form,
        who=str(row.name),
        url=address(row.id),
        action=f"{action}/{training_id}" if training_id else action,
        removal_url=f"{action}/{training_id}/removal" if training_id else "",
    )


async def _question(
    request: AnyRequest, person_id: UUID, training_id: UUID, form: FormView, *, status: int = 200
) -> Response[Any]:
    held = await training(person_id, training_id)
    question = Question(
        title=_("Remove this training?"),
        name=str(held.title),
        text=_("Its hours no longer count. The history keeps that it was here."),
        button=_("Remove it"),
        action=f"{address(person_id)}/trainings/{training_id}/removal",
    )
    return await question_page(request, await person_of(person_id), question, form, status=status)


routes: list[Any] = [new_training, add, present, amend, ask_removal, remove]
