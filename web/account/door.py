"""Two doors, one way through them: an organisation's staff come in by its portal, operators by the console.

What differs is here; everything about passwords, second factors and sessions is written once, beside this.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any
from urllib.parse import quote
from uuid import UUID

from litestar import Response
from litestar.datastructures import Cookie

from amends.database.scope import Scope
from amends.errors import DomainError
from amends.people import steps
from amends.people.actor import Actor
from amends.people.letters import News
from amends.people.realms import Realm
from amends.people.second_factor import factor_of
from amends.people.sessions import SignInRefused, still_fits
from web.edge.admission import COOKIES, admit
from web.edge.visit import AnyRequest, Site, Visit, visit_of
from web.rendering import go
from web.typed import asked
from web.visitors import safe_path


class Door(ABC):
    site: Site
    realm: Realm
    prefix: str
    home: str
    layout: str
    """Of the pages behind it."""
    lifetime: int
    """Of a session, in seconds."""
    step_cookie = "amends_step"

    @property
    def sign_in_page(self) -> str:
        return f"{self.prefix}/sign-in"

    def tenant_id(self, visit: Visit) -> UUID | None:
        return visit.tenant.id if self.site is Site.TENANT else None

    @abstractmethod
    def scope(self, visit: Visit) -> AbstractAsyncContextManager[Scope]: ...

    @abstractmethod
    async def stored_password(self, email: str) -> tuple[UUID | None, str | None]: ...

    @abstractmethod
    async def change_password(self, visit: Visit, password_hash: str) -> None:
        """Of whoever is signed in; all their sessions end."""

    @abstractmethod
    async def start_session(self, owner_id: UUID, visit: Visit, *, device: str) -> str: ...

    @abstractmethod
    async def end_session_before(self, token: str, visit: Visit) -> None: ...

    @abstractmethod
    async def demands_factor(self, visit: Visit, owner_id: UUID) -> bool: ...

    @abstractmethod
    async def note(self, act: str, visit: Visit, owner_id: UUID, **detail: str) -> None:
        """Write down what somebody did with their own account."""

    @abstractmethod
    async def tell(self, visit: Visit, owner_id: UUID, news: News, **values: str) -> None:
        """By mail, where mail can go."""

    @abstractmethod
    async def account_of(self, owner_id: UUID) -> str:
        """Under what name a phone shows the code."""

    @abstractmethod
    def issuer(self, visit: Visit) -> str: ...

    @abstractmethod
    async def page(
        self, request: AnyRequest, name: str, *, status: int = 200, **values: object
    ) -> Response[Any]:
        """A page behind the door; needs the scope."""

    def local(self, wanted: str) -> str:
        """Where to go on: a page behind this door, or its front page."""
        path = safe_path(wanted) if wanted else self.home
        return path if path.startswith(self.prefix) and not path.startswith(self.sign_in_page) else self.home

    def next_of(self, request: AnyRequest) -> str:
        return self.local(asked(request, "next"))

    @asynccontextmanager
    async def admitted(self, request: AnyRequest) -> AsyncIterator[Visit]:
        """A scope of the handler's own with the visitor let in as the route's `opt` says, for `own_scope` routes."""
        visit = visit_of(request)
        try:
            async with self.scope(visit):
                await admit(request.route_handler.opt, visit, request.scope)
                yield visit
        except DomainError:
            for keep in visit.afterwards:
                await keep()
            raise

    async def after_password(
        self, request: AnyRequest, owner_id: UUID, next_url: str, *, proved: str | None = None
    ) -> Response[Any]:
        """The password was right: in, or on to the second factor. Needs no scope, opens one.

        `proved` is the hash it was held against, outside any scope: SignInRefused where it is another one by now.
        """
        visit = visit_of(request)
        async with self.scope(visit):
            if proved is not None and not await still_fits(self.realm, owner_id, proved):
                raise SignInRefused()
            has = await factor_of(self.realm, owner_id) is not None
            if not has and not await self.demands_factor(visit, owner_id):
                return await self.let_in(request, owner_id, next_url)
            token = await steps.begin(self.realm, owner_id, now=visit.now)
        what = "code" if has else "second-factor"
        answer = go(f"{self.sign_in_page}/{what}?next={quote(next_url)}")
        answer.set_cookie(self._cookie(self.step_cookie, token, visit, int(steps.LASTS.total_seconds())))
        return answer

    async def let_in(
        self, request: AnyRequest, owner_id: UUID, next_url: str, **detail: str
    ) -> Response[Any]:
        """A fresh session, whatever this browser held before; one it held ends. Needs the scope."""
        answer: Response[Any] = go(next_url)
        await self.give_session(request, owner_id, answer, **detail)
        return answer

    async def give_session(
        self, request: AnyRequest, owner_id: UUID, answer: Response[Any], **detail: str
    ) -> None:
        visit = visit_of(request)
        before = request.cookies.get(COOKIES[self.site])
        if before:
            await self.end_session_before(before, visit)
        await self.note("sign-in", visit, owner_id, **detail)
        await self.renew_session(request, owner_id, answer)
        if self.step_cookie in request.cookies:
            answer.delete_cookie(self.step_cookie)

    async def renew_session(self, request: AnyRequest, owner_id: UUID, answer: Response[Any]) -> None:
        visit = visit_of(request)
        device = request.headers.get("user-agent", "")
        token = await self.start_session(owner_id, visit, device=device)
        answer.set_cookie(self._cookie(COOKIES[self.site], token, visit, self.lifetime))

    def _cookie(self, name: str, value: str, visit: Visit, seconds: int) -> Cookie:
        return Cookie(
            name, value=value, max_age=seconds, httponly=True, samesite="lax", secure=visit.settings.secure
        )


def id_of(actor: Actor) -> UUID:
    if actor.id is None:
        raise LookupError("this actor is nobody in particular")
    return actor.id
