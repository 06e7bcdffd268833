"""An invited person chooses a password and is in."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from amends.database.scope import tenant_scope
from amends.errors import Invalid
from amends.people import rates
from amends.people.operations import accept_invitation, invited
from amends.people.secrets import SHORTEST_PASSWORD, hash_password
from web.account.passwords import chosen_password
from web.account.staff import STAFF_DOOR
from web.edge.visit import AnyRequest, visit_of
from web.rendering import new_form, page, returned_form
from web.typed import typed_in
from web.view import FormView


@get("/invitation/{token:str}")
async def invitation(request: AnyRequest, token: FromPath[str]) -> Response[Any]:
    visit = visit_of(request)
    person = await invited(token=token, secrets=visit.settings.secrets, now=visit.now)
    return _page(request, token, new_form(), email=str(person.email))


@post("/invitation/{token:str}", status_code=200, opt={"own_scope": True, "limits": (rates.SIGN_IN_ADDRESS,)})
async def join(request: AnyRequest, token: FromPath[str]) -> Response[Any]:
    visit, typed = visit_of(request), await typed_in(request)
    async with tenant_scope(visit.tenant.id):
        person = await invited(token=token, secrets=visit.settings.secrets, now=visit.now)
    try:
        password_hash = await hash_password(chosen_password(typed))
    except Invalid as refusal:
        form = returned_form(refusal, form_id=typed.text("form_id"), values={})
        return _page(request, token, form, email=str(person.email), status=refusal.status)
    async with tenant_scope(visit.tenant.id):
        person_id = await accept_invitation(
            token=token, secrets=visit.settings.secrets, password_hash=password_hash, now=visit.now
        )
    return await STAFF_DOOR.after_password(request, person_id, STAFF_DOOR.home)


def _page(request: AnyRequest, token: str, form: FormView, *, email: str, status: int = 200) -> Response[Any]:
    return page(
        request,
        "portal/invitation.html",
        status=status,
        form=form,
        email=email,
        action=f"/invitation/{token}",
        shortest=SHORTEST_PASSWORD,
    )


routes: list[Any] = [invitation, join]
