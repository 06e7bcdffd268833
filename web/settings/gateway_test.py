"""A test by a gateway: handed over as notices are, and its answer shown. Nobody waits for it with a transaction open."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from litestar import Response, post
from litestar.params import FromPath

from amends.channels import operations
from amends.channels.handing import Sender, way_of
from amends.channels.message import Message
from amends.channels.phones import country_of, national, text_number
from amends.channels.recipe import Kind
from amends.channels.tables import Gateway
from amends.complaints.submissions import once
from amends.database.scope import tenant_scope
from amends.errors import Invalid
from amends.people.tables import Person
from web.edge.visit import AnyRequest, Visit
from web.i18n import gettext
from web.portal.frame import admitted
from web.rendering import go, returned_form
from web.settings.addresses import GATEWAYS
from web.settings.frame import MANAGE
from web.settings.gateways import as_it_is, one_page
from web.typed import typed_in

_TEST = GATEWAYS + "/{gateway_id:uuid}/test"


@post(_TEST, status_code=200, opt={**MANAGE, "own_scope": True})
async def test_gateway(request: AnyRequest, gateway_id: FromPath[UUID]) -> Response[Any]:
    typed = await typed_in(request)
    async with admitted(request) as visit:
        row = await operations.gateway(gateway_id)
        try:
            message = await _message(row, typed.text("to"), visit)
        except Invalid as wrong:
            form = returned_form(wrong, form_id=typed.text("form_id"), values=typed.values(), act="test")
            return await one_page(request, row, as_it_is(row), status=wrong.status, test_form=form)
        again = (await once(form_id=typed.text("form_id"), purpose="gateway-test", now=visit.now)).before
    if again is None:
        message = replace(message, id=typed.text("form_id"))
        sender = Sender(secrets=visit.secrets, base_url=message.link, allowed=visit.settings.gateway_hosts)
        answer = await way_of(row, sender).send(message)
        async with tenant_scope(visit.tenant.id):
            await operations.note_test(gateway_id, answer, by=visit.staff, now=visit.now)
    return go(f"{GATEWAYS}/{gateway_id}#test")


async def _message(row: Gateway, typed_number: str, visit: Visit) -> Message:
    country = country_of(str(visit.tenant.time_zone))
    to = text_number(typed_number, country=country) if row.kind == Kind.SMS else ""
    if row.kind == Kind.SMS and not to:
        raise Invalid({"to": "This is not a number that takes text messages."})
    organisation = visit.tenant.name_in(visit.language)
    own = await _own_number(visit, country)
    return Message(
        id="",
        to=to,
        language=visit.language,
        subject=gettext("Test message from %(organisation)s") % {"organisation": organisation},
        body=gettext("If you can read this, it works."),
        link=f"{visit.settings.address(visit.host)}/portal",
        number="0000",
        organisation=organisation,
        names=(visit.staff.name,),
        mentions=(national(own),) if own else (),
    )


async def _own_number(visit: Visit, country: str) -> str:
    person = await Person.objects().get(Person.id == visit.staff.id)
    return text_number(str(person.phone or ""), country=country) if person is not None else ""


routes: list[Any] = [test_gateway]
