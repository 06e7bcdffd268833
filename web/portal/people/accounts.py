"""Keeping somebody out, letting them in, and invitations that are sent anew or withdrawn."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from amends.people.suspending import renew_invitation, resume, suspend, take_back, withdraw_invitation
from amends.people.tables import Person
from tenants.desks import desk_in_force
from web.edge.visit import AnyRequest, Visit
from web.i18n import mark as _
from web.portal.people.acting import MANAGE, PERSON, acted, address, person_of
from web.portal.people.confirming import Question, question_page
from web.rendering import new_form
from web.typed import Typed
from web.view import FormView

Asked = Callable[[Person], Question]


@get(PERSON + "/suspension", opt=MANAGE)
async def ask_suspension(request: AnyRequest, person_id: FromPath[UUID]) -> Response[Any]:
    row = await person_of(person_id)
    return await question_page(request, row, _suspension(row), new_form())


@post(PERSON + "/suspension", status_code=200, opt=MANAGE)
async def suspension(request: AnyRequest, person_id: FromPath[UUID]) -> Response[Any]:
    async def do(visit: Visit, typed: Typed) -> None:
        await suspend(person_id, reason=typed.text("reason"), by=visit.staff, now=visit.now)

    return await _act(request, person_id, do, _suspension, done="person-suspended")


@get(PERSON + "/resumption", opt=MANAGE)
async def ask_resumption(request: AnyRequest, person_id: FromPath[UUID]) -> Response[Any]:
    row = await person_of(person_id)
    return await question_page(request, row, _resumption(row), new_form())


@post(PERSON + "/resumption", status_code=200, opt=MANAGE)
async def resumption(request: AnyRequest, person_id: FromPath[UUID]) -> Response[Any]:
    async def do(visit: Visit, _typed: Typed) -> None:
        await resume(person_id, by=visit.staff, now=visit.now)

    return await _act(request, person_id, do, _resumption)


@get(PERSON + "/invitation", opt=MANAGE)
async def ask_invitation(request: AnyRequest, person_id: FromPath[UUID]) -> Response[Any]:
    row = await person_of(person_id)
    return await question_page(request, row, _invitation(row), new_form())


@post(PERSON + "/invitation", status_code=200, opt=MANAGE)
async def invitation(request: AnyRequest, person_id: FromPath[UUID]) -> Response[Any]:
    async def do(visit: Visit, _typed: Typed) -> None:
        desk = await desk_in_force(visit.tenant, visit.settings)
        secret = visit.settings.secret
        await renew_invitation(desk, person_id, secret=secret, by=visit.staff, now=visit.now)

    return await _act(request, person_id, do, _invitation, done="invited")


@get(PERSON + "/withdrawal", opt=MANAGE)
async def ask_withdrawal(request: AnyRequest, person_id: FromPath[UUID]) -> Response[Any]:
    row = await person_of(person_id)
    return await question_page(request, row, _withdrawal(row), new_form())


@post(PERSON + "/withdrawal", status_code=200, opt=MANAGE)
async def withdrawal(request: AnyRequest, person_id: FromPath[UUID]) -> Response[Any]:
    async def do(visit: Visit, _typed: Typed) -> None:
        await withdraw_invitation(person_id, by=visit.staff, now=visit.now)

    return await _act(request, person_id, do, _withdrawal)


@get(PERSON + "/return", opt=MANAGE)
async def ask_return(request: AnyRequest, person_id: FromPath[UUID]) -> Response[Any]:
    row = await person_of(person_id)
    return await question_page(request, row, _return(row), new_form())


@post(PERSON + "/return", status_code=200, opt=MANAGE)
async def come_back(request: AnyRequest, person_id: FromPath[UUID]) -> Response[Any]:
    async def do(visit: Visit, _typed: Typed) -> None:
        desk = await desk_in_force(visit.tenant, visit.settings)
        await take_back(desk, person_id, secret=visit.settings.secret, by=visit.staff, now=visit.now)

    return await _act(request, person_id, do, _return, done="invited")


async def _act(
    request: AnyRequest,
    person_id: UUID,
    do: Callable[[Visit, Typed], Awaitable[None]],
    asked: Asked,
    *,
    done: str = "saved",
) -> Response[Any]:
    row = await person_of(person_id)

    async def again(form: FormView, status: int) -> Response[Any]:
        return await question_page(request, row, asked(row), form, status=status)

    return await acted(request, do, again=again, location=address(person_id), done=done)


def _suspension(row: Person) -> Question:
    return Question(
        title=_("Suspend this person?"),
        name=str(row.name),
        text=_(
            "They are signed out everywhere at once and cannot sign in until you let them in again. Their cases stay theirs; the department hears of what is due."
        ),
        button=_("Suspend"),
        action=f"{address(row.id)}/suspension",
        asks_reason=True,
    )


def _resumption(row: Person) -> Question:
    return Question(
        title=_("Let this person in again?"),
        name=str(row.name),
        text=_("They sign in with the password they had, with the roles they have."),
        button=_("Let in again"),
        action=f"{address(row.id)}/resumption",
    )


def _invitation(row: Person) -> Question:
    return Question(
        title=_("Send the invitation again?"),
        name=str(row.name),
        text=_("A fresh letter goes out; the address in the one before opens nothing any more."),
        button=_("Send the invitation"),
        action=f"{address(row.id)}/invitation",
    )


def _withdrawal(row: Person) -> Question:
    return Question(
        title=_("Withdraw this invitation?"),
        name=str(row.name),
        text=_("The letter that went out opens nothing any more. You can invite the same person later."),
        button=_("Withdraw the invitation"),
        action=f"{address(row.id)}/withdrawal",
    )


def _return(row: Person) -> Question:
    return Question(
        title=_("Take this person back?"),
        name=str(row.name),
        text=_("They get an invitation and choose a new password. Roles and history are as they were."),
        button=_("Take back and invite"),
        action=f"{address(row.id)}/return",
    )


routes: list[Any] = [
    ask_suspension, suspension, ask_resumption, resumption, ask_invitation, invitation, ask_withdrawal, withdrawal,
    ask_return, come_back,
]  # fmt: skip
