"""The console's door. Operators get no mail: what leaves by mail belongs to an organisation."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from typing import Any
from uuid import UUID

from litestar import Response

from amends.database.scope import Scope, platform_scope
from amends.people.actor import Actor, ActorKind
from amends.people.letters import News
from amends.people.places import end_links, leave_all
from amends.people.realms import OPERATORS
from amends.tenancy import operators
from amends.tenancy.tables import Operator
from web.account.door import Door, id_of
from web.edge.visit import AnyRequest, Site, Visit
from web.rendering import page as console_page
from web.visitors import safe_path


class OperatorDoor(Door):
    site = Site.OPERATOR
    realm = OPERATORS
    prefix = "/operator"
    home = "/operator/tenants"
    layout = "layouts/operator.html"
    lifetime = int(operators.LIFETIME.total_seconds())

    def scope(self, visit: Visit) -> AbstractAsyncContextManager[Scope]:  # noqa: ARG002
        return platform_scope()

    async def stored_password(self, email: str) -> tuple[UUID | None, str | None]:
        return await operators.stored_password(email=email)

    async def change_password(self, visit: Visit, password_hash: str) -> None:
        me = visit.staff
        await Operator.update({Operator.password_hash: password_hash}).where(Operator.id == id_of(me))
        await end_links(OPERATORS, id_of(me), now=visit.now)
        await leave_all(OPERATORS, id_of(me), now=visit.now)
        await self.note("change-password", visit, id_of(me))

    async def start_session(self, owner_id: UUID, visit: Visit, *, device: str) -> str:
        return await operators.start_session(
            operator_id=owner_id, now=visit.now, device=device, address=visit.address
        )

    async def end_session_before(self, token: str, visit: Visit) -> None:
        old = await operators.signed_in(token=token, now=visit.now)
        if old is not None:
            await operators.end_session(session_id=old.session_id, now=visit.now)

    async def demands_factor(self, visit: Visit, owner_id: UUID) -> bool:  # noqa: ARG002
        return visit.settings.operator_second_factor == "required"

    async def note(self, act: str, visit: Visit, owner_id: UUID, **detail: str) -> None:
        who = Actor(ActorKind.OPERATOR, id=owner_id)
        await operators.note_act(act=act, by=who, tenant_id=None, now=visit.now, **detail)

    async def tell(self, visit: Visit, owner_id: UUID, news: News, **values: str) -> None:
        """What happened stands in the acts; see `note`."""

    async def account_of(self, owner_id: UUID) -> str:
        operator = await Operator.objects().get(Operator.id == owner_id)
        assert operator is not None, "operators are never deleted"
        return str(operator.email)

    def issuer(self, visit: Visit) -> str:
        return f"Amends ({visit.settings.base_domain})"

    def local(self, wanted: str) -> str:
        path = safe_path(wanted)
        return path if path.startswith("/mailbox") else super().local(wanted)

    async def page(
        self, request: AnyRequest, name: str, *, status: int = 200, **values: object
    ) -> Response[Any]:
        return console_page(request, name, status=status, **values)


OPERATOR_DOOR = OperatorDoor()
