"""A page beside a case's own, or beside something else's: its forms are posted below its address, and each is done once."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from litestar import Response, post

from amends.complaints.about import demand_unconcerned
from amends.complaints.desk import Desk
from amends.complaints.queries import pinned_versions
from amends.complaints.submissions import once
from amends.complaints.tables import Complaint
from amends.database.rows import select_one
from amends.database.scope import execute
from amends.errors import DomainError, Invalid, NotFound
from amends.people import rates
from amends.people.rights import Right
from amends.people.secrets import password_fits
from amends.people.sessions import stored_password
from tenants.desks import desk_pinned
from web.edge.visit import AnyRequest, Visit, visit_of
from web.portal.frame import admitted
from web.rendering import go, returned_form
from web.typed import Typed, typed_in
from web.view import FormView

SHOWN_ON_THE_PAGE = frozenset({409, 422})
READ = {"right": Right.READ_CASES, "guests": False}

_ID = re.compile(r"\{\w+:uuid\}")

Do = Callable[[Desk, UUID, Typed, Visit], Awaitable[None]]
Demand = Callable[[Desk, UUID, Visit], Awaitable[None]]


class Show(Protocol):
    def __call__(
        self, request: AnyRequest, subject_id: UUID, form: FormView, /, *, status: int = 200
    ) -> Awaitable[Response[Any]]: ...


@dataclass(frozen=True, slots=True)
class Form:
    """What may be posted from the page, and by whose right."""

    right: Right
    do: Do
    uploads: bool = False
    about: str = ""
    """The field that says which of several things it is done to: each has a form of its own, <act>:<its id>."""
    demand: Demand | None = None
    """Whose it is besides: Forbidden to others, before anything else is looked at."""
    signs: bool = False
    """It may be signed: a `password` that is sent is the sender's own, or the form comes back; `do` signs where there is
    one."""


async def desk_of_case(visit: Visit, complaint_id: UUID) -> Desk:
    return await desk_pinned(visit.tenant, visit.settings, *await pinned_versions(complaint_id))


async def unconcerned(_: Desk, complaint_id: UUID, visit: Visit) -> None:
    """The `demand` of a form that is refused for something else before its case is taken."""
    row = await select_one(Complaint, "WHERE id = $1", complaint_id)
    if row is None:
        raise NotFound()
    demand_unconcerned(row, visit.staff)


@dataclass(frozen=True, slots=True)
class SubPage:
    """`address`: with the one id it is about; it is shown there, and the address of a form is that and its act."""

    name: str
    address: str
    show: Show
    forms: Mapping[str, Form]
    desk: Callable[[Visit, UUID], Awaitable[Desk]] = desk_of_case

    def routes(self) -> list[Any]:
        return [self._route(act, form) for act, form in self.forms.items()]

    def _route(self, act: str, form: Form) -> Any:
        @post(
            f"{self.address}/{act}",
            status_code=200,
            opt={
                **READ,
                "right": form.right,
                "uploads": form.uploads,
                **({"own_scope": True} if form.signs else {}),
            },
            name=f"portal:{self.name}-{act}",
        )
        async def handler(request: AnyRequest) -> Response[Any]:
            [subject_id] = request.path_params.values()
            if form.signs:
                return await self._perform_signed(request, subject_id, act, form)
            return await self._perform(request, subject_id, act, form)

        return handler

    async def _perform_signed(
        self, request: AnyRequest, subject_id: UUID, act: str, form: Form
    ) -> Response[Any]:
        """The password is tried between two scopes: that takes long, and counts though the form comes back."""
        typed = await typed_in(request)
        async with admitted(request) as visit:
            _, stored = await stored_password(email=visit.staff.email)
        wrong = typed.text("password") != "" and not await _is_theirs(visit, typed.text("password"), stored)
        async with admitted(request):
            if not wrong:
                return await self._perform(request, subject_id, act, form)
            refusal = Invalid({"password": "This is not your present password."})
            return await self._returned(request, subject_id, act, form, refusal, typed)

    async def _perform(self, request: AnyRequest, subject_id: UUID, act: str, form: Form) -> Response[Any]:
        """Refused, the page comes back as it was, with what was typed."""
        visit, typed = visit_of(request), await typed_in(request)
        desk = await self.desk(visit, subject_id)
        form_id = typed.text("form_id")
        if form.demand is not None:
            await form.demand(desk, subject_id, visit)
        await execute("SAVEPOINT act")
        try:
            content = (typed.values(), [item.sha256 for item in visit.uploads])
            purpose = f"{self.name}-{act}:{subject_id}"
            taken = await once(form_id=form_id, purpose=purpose, content=content, now=visit.now)
            if taken.before is None:
                await form.do(desk, subject_id, typed, visit)
        except DomainError as refusal:
            await execute("ROLLBACK TO SAVEPOINT act")
            if refusal.status not in SHOWN_ON_THE_PAGE:
                raise
            return await self._returned(request, subject_id, act, form, refusal, typed)
        return go(_ID.sub(str(subject_id), self.address), done="saved")

    async def _returned(
        self, request: AnyRequest, subject_id: UUID, act: str, form: Form, refusal: DomainError, typed: Typed
    ) -> Response[Any]:
        place = f"{act}:{typed.text(form.about)}" if form.about else act
        plain_id = typed.text("form_id").removesuffix(f"-{place}")
        shown = returned_form(refusal, form_id=plain_id, values=typed.values(), act=place)
        return await self.show(request, subject_id, shown, status=refusal.status)


async def _is_theirs(visit: Visit, password: str, stored: str | None) -> bool:
    """Counted before it is looked at: nobody guesses in a browser left open."""
    who = visit.staff.email.lower()
    await rates.count_try(rates.PASSWORD, who, tenant_id=visit.tenant.id, now=visit.now)
    if not await password_fits(password, stored):
        return False
    await rates.take_back(rates.PASSWORD, who, tenant_id=visit.tenant.id, now=visit.now)
    return True
