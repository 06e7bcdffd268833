"""What every form about people shares: done once, given back as it was typed, and what it offers to choose from."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from litestar import Response

from amends.complaints.submissions import once
from amends.database.rows import select_one
from amends.database.scope import execute
from amends.errors import DomainError, Invalid, NotFound
from amends.people.listing import everybody_here
from amends.people.queries import departments
from amends.people.records import A_DAY
from amends.people.rights import Right
from amends.people.tables import Department, Person
from web.edge.visit import AnyRequest, Visit, visit_of
from web.i18n import current_language, gettext
from web.rendering import go, returned_form
from web.typed import Typed, typed_in
from web.view import FormView

MANAGE: dict[str, Any] = {"right": Right.MANAGE_PEOPLE}
READ: dict[str, Any] = {"right": Right.READ_PEOPLE}
PEOPLE = "/portal/people"
PERSON = PEOPLE + "/{person_id:uuid}"
"""The address of a person's page."""

_SHOWN_ON_THE_PAGE = frozenset({409, 422})
_LISTS = ("roles", "work_days")

Do = Callable[[Visit, Typed], Awaitable[object]]
Again = Callable[[FormView, int], Awaitable[Response[Any]]]


async def acted(
    request: AnyRequest, do: Do, *, again: Again, location: str, done: str = "saved"
) -> Response[Any]:
    """Do it once, however often the form is sent; refused, the page comes back with what was typed."""
    visit, typed = visit_of(request), await typed_in(request)
    form_id = typed.text("form_id")
    await execute("SAVEPOINT act")
    try:
        content = (request.scope["path"], typed.values())
        taken = await once(form_id=form_id, purpose="people", content=content, now=visit.now)
        if taken.before is None:
            await do(visit, typed)
    except DomainError as refusal:
        await execute("ROLLBACK TO SAVEPOINT act")
        if refusal.status not in _SHOWN_ON_THE_PAGE:
            raise
        form = returned_form(refusal, form_id=form_id, values=typed_values(typed))
        return await again(form, refusal.status)
    return go(location, done=done)


def typed_values(typed: Typed) -> dict[str, object]:
    return {**typed.values(), **{name: list(typed.all(name)) for name in _LISTS}}


async def person_of(person_id: UUID) -> Person:
    """NotFound for what isn't there, or is another organisation's."""
    row = await select_one(Person, "WHERE id = $1", person_id)
    if row is None:
        raise NotFound()
    return row


def address(person_id: UUID) -> str:
    return f"{PEOPLE}/{person_id}"


def crumbs(person: Person | None = None) -> list[dict[str, str]]:
    found = [{"url": PEOPLE, "text": gettext("People")}]
    return [*found, {"url": address(person.id), "text": str(person.name)}] if person is not None else found


async def department_choices(kept: UUID | None = None) -> list[tuple[str, str]]:
    """Those that are not retired, and the one that is chosen already."""
    return [
        (str(row.id), name_of(row)) for row in await departments() if row.retired_at is None or row.id == kept
    ]


async def people_choices(
    *, but: UUID | None = None, kept: Iterable[UUID | None] = ()
) -> list[tuple[str, str]]:
    """Who works here, and whoever is chosen already though suspended by now."""
    people = [*await everybody_here()]
    missing = {each for each in kept if each is not None} - {person.id for person in people}
    people += [await person_of(each) for each in missing]
    return [(str(person.id), str(person.name)) for person in people if person.id != but]


def name_of(row: Department) -> str:
    return row.name_in(current_language())


def joined(texts: Sequence[str]) -> str:
    return ("、" if current_language() == "zh" else ", ").join(texts)


def chosen(typed: Typed, name: str, problem: str) -> UUID | None:
    """What was picked of a list whose first line is nothing."""
    found = typed.uuid(name)
    if typed.text(name) and found is None:
        raise Invalid({name: problem})
    return found


def day(typed: Typed, name: str) -> date | None:
    if not typed.text(name).strip():
        return None
    try:
        return date.fromisoformat(typed.text(name).strip())
    except ValueError:
        raise Invalid({name: A_DAY}) from None
