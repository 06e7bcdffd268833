"""What the forms of letters share: done once, given back as they were typed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Response

from amends.complaints.case import Case
from amends.complaints.desk import Desk
from amends.complaints.queries import CaseFile, case_file
from amends.complaints.submissions import once
from amends.database.scope import execute
from amends.errors import DomainError
from amends.letters import queries
from amends.letters.tables import Letter
from tenants.desks import desk_of
from web.edge.visit import AnyRequest, Visit, visit_of
from web.rendering import go, returned_form
from web.typed import Typed, typed_in
from web.view import FormView

SHOWN_ON_THE_PAGE = frozenset({409, 422})

Do = Callable[[Visit, Typed], Awaitable[object]]
Again = Callable[[FormView, int], Awaitable[Response[Any]]]


@dataclass(frozen=True, slots=True)
class InHand:
    letter: Letter
    desk: Desk
    case: Case
    file: CaseFile


async def in_hand(visit: Visit, letter_id: UUID) -> InHand:
    """The letter with its case under the policy that governs it; NotFound for another organisation's."""
    letter = await queries.letter(letter_id)
    file = await case_file(letter.complaint_id)
    desk = await desk_of(visit.tenant, visit.settings, file.row)
    return InHand(letter, desk, Case(desk, file.row), file)


async def acted(
    request: AnyRequest, do: Do, *, act: str, again: Again, location: Callable[[], str], done: str
) -> Response[Any]:
    visit, typed = visit_of(request), await typed_in(request)
    form_id = typed.text("form_id")
    await execute("SAVEPOINT act")
    try:
        content = (request.scope["path"], typed.values())
        taken = await once(form_id=form_id, purpose="letters", content=content, now=visit.now)
        if taken.before is None:
            await do(visit, typed)
    except DomainError as refusal:
        await execute("ROLLBACK TO SAVEPOINT act")
        if refusal.status not in SHOWN_ON_THE_PAGE:
            raise
        own = form_id.removesuffix(f"-{act}")
        return await again(
            returned_form(refusal, form_id=own, values=typed.values(), act=act), refusal.status
        )
    return go(location(), done=done)
