"""The portal's door."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from typing import Any
from uuid import UUID

from litestar import Response

from amends.audit.operations import record
from amends.database.scope import Scope, tenant_scope
from amends.people import sessions
from amends.people.actor import Actor, ActorKind
from amends.people.demands import demand_of, idle_of, is_demanded
from amends.people.letters import News, write_to
from amends.people.operations import change_password
from amends.people.realms import STAFF
from amends.people.tables import Person
from tenants.desks import desk_in_force
from web.account.door import Door, id_of
from web.edge.visit import AnyRequest, Site, Visit
from web.portal.frame import portal_page


class StaffDoor(Door):
    site = Site.TENANT
    realm = STAFF
    prefix = "/portal"
    home = "/portal"
    layout = "layouts/portal.html"
    lifetime = int(sessions.LIFETIME.total_seconds())

    def scope(self, visit: Visit) -> AbstractAsyncContextManager[Scope]:
        return tenant_scope(visit.tenant.id)

    async def stored_password(self, email: str) -> tuple[UUID | None, str | None]:
        return await sessions.stored_password(email=email)

    async def change_password(self, visit: Visit, password_hash: str) -> None:
        me = visit.staff
        await change_password(person_id=id_of(me), password_hash=password_hash, by=me, now=visit.now)
        await self.tell(visit, id_of(me), News.PASSWORD_CHANGED)

    async def start_session(self, owner_id: UUID, visit: Visit, *, device: str) -> str:
        return await sessions.start_session(
            person_id=owner_id, now=visit.now, device=device, address=visit.address
        )

    async def end_session_before(self, token: str, visit: Visit) -> None:
        old = await sessions.signed_in(token=token, now=visit.now, idle=idle_of(visit.tenant))
        if old is not None:
            await sessions.end_session(session_id=old.session_id, now=visit.now)

    async def demands_factor(self, visit: Visit, owner_id: UUID) -> bool:
        person = await _person(owner_id)
        return is_demanded(demand_of(visit.tenant), person.roles)

    async def note(self, act: str, visit: Visit, owner_id: UUID, **detail: str) -> None:
        await record(act=act, by=Actor(ActorKind.PERSON, id=owner_id), now=visit.now, detail=detail)

    async def tell(self, visit: Visit, owner_id: UUID, news: News, **values: str) -> None:
        desk = await desk_in_force(visit.tenant, visit.settings)
        await write_to(desk, news, to=await _person(owner_id), now=visit.now, **values)

    async def account_of(self, owner_id: UUID) -> str:
        return str((await _person(owner_id)).email)

    def issuer(self, visit: Visit) -> str:
        return visit.tenant.name_in(visit.language)

    async def page(
        self, request: AnyRequest, name: str, *, status: int = 200, **values: object
    ) -> Response[Any]:
        return await portal_page(request, name, area="", status=status, **values)


STAFF_DOOR = StaffDoor()


async def _person(person_id: UUID) -> Person:
    person = await Person.objects().get(Person.id == person_id)
    assert person is not None, "people are never deleted"
    return person
