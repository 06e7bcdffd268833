"""A week once more, in the weeks after it."""

from __future__ import annotations

from typing import Any

from litestar import Response, post

from amends.people.repeating_duty import repeat_week
from web.edge.visit import AnyRequest, Visit, visit_of
from web.portal.duty.asking import HERE, MANAGE, asked_of
from web.portal.duty.page import duty_page
from web.portal.people.acting import acted
from web.typed import Typed, typed_in
from web.view import FormView


@post(f"{HERE}/weeks", status_code=200, opt=MANAGE)
async def repeat(request: AnyRequest) -> Response[Any]:
    typed = await typed_in(request)
    wanted = await asked_of(visit_of(request), roster=typed.text("roster"), week=typed.text("week"))

    async def again(form: FormView, status: int) -> Response[Any]:
        return await duty_page(request, wanted, repeat_form=form, status=status)

    async def do(visit: Visit, typed: Typed) -> None:
        await repeat_week(
            wanted.desk,
            roster=typed.text("roster"),
            monday=wanted.monday,
            weeks=_number(typed.text("weeks")),
            by=visit.staff,
            now=visit.now,
        )

    return await acted(request, do, again=again, location=wanted.address(), done="duty-repeated")


def _number(text: str) -> int:
    """0, which is refused at its field, for what is no number."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else 0


routes: list[Any] = [repeat]
