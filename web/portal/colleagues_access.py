"""What an administrator does about how a colleague signs in: a link for a new password, a lost phone forgotten."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from amends.people import resets
from amends.people.colleagues import reset_second_factor
from amends.people.realms import STAFF
from amends.people.rights import Right
from amends.people.second_factor import NoSecondFactor, factor_of
from tenants.desks import desk_in_force
from web.edge.visit import AnyRequest, visit_of
from web.portal.frame import portal_page
from web.rendering import go

_MANAGE = {"right": Right.MANAGE_PEOPLE}
_PERSON = "/portal/people/{person_id:uuid}"


@post(f"{_PERSON}/password-reset", status_code=200, opt=_MANAGE)
async def send_reset(request: AnyRequest, person_id: FromPath[UUID]) -> Response[Any]:
    visit = visit_of(request)
    await resets.send_to_colleague(person_id, secret=visit.settings.secret, by=visit.staff, now=visit.now)
    return go(f"/portal/people/{person_id}", done="reset-sent")


@get(f"{_PERSON}/second-factor-reset", opt=_MANAGE)
async def ask_second_factor(request: AnyRequest, person_id: FromPath[UUID]) -> Response[Any]:
    person = await resets.colleague(person_id)
    if await factor_of(STAFF, person_id) is None:
        raise NoSecondFactor()
    return await portal_page(
        request,
        "account/reset_factor.html",
        area="people",
        colleague=str(person.name),
        person_id=str(person_id),
    )


@post(f"{_PERSON}/second-factor-reset", status_code=200, opt=_MANAGE)
async def forget_second_factor(request: AnyRequest, person_id: FromPath[UUID]) -> Response[Any]:
    visit = visit_of(request)
    desk = await desk_in_force(visit.tenant, visit.settings)
    await reset_second_factor(desk, person_id, by=visit.staff, now=visit.now)
    return go(f"/portal/people/{person_id}", done="factor-reset")


routes: list[Any] = [send_reset, ask_second_factor, forget_second_factor]
