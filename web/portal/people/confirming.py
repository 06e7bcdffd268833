"""A page of its own that asks before something is ended: with the verb, and the name of what it ends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from litestar import Response

from amends.people.tables import Person
from web.edge.visit import AnyRequest
from web.i18n import gettext
from web.portal.frame import portal_page
from web.portal.people.acting import address, crumbs
from web.view import FormView


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Texts are message ids. `name` is what it is about, as people call it."""

    title: str
    name: str
    text: str
    button: str
    action: str
    asks_reason: bool = False


async def question_page(
    request: AnyRequest, person: Person, question: Question, form: FormView, *, status: int = 200
) -> Response[Any]:
    return await portal_page(
        request,
        "portal/person_question.html",
        area="people",
        status=status,
        crumbs=crumbs(person),
        form=form,
        title=gettext(question.title),
        who=question.name,
        text=gettext(question.text),
        button=gettext(question.button),
        action=question.action,
        back_url=address(person.id),
        asks_reason=question.asks_reason,
    )
