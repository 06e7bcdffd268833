"""The one place where a request's transaction begins and ends.

It commits before the start of a response below 400 is passed on, and rolls back on every other: Litestar turns
exceptions into responses inside this middleware, so the status is what counts. A commit that fails is a 500,
one that was never answered a 503; neither is ever a success page.
"""

from __future__ import annotations

import logging

from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from amends.database.outage import OUTAGE
from amends.database.scope import Scope as DatabaseScope
from web.edge import admission
from web.edge.plain import answer
from web.edge.visit import Site, Visit

log = logging.getLogger(__name__)


class InTransaction(ASGIMiddleware):
    """Routes say in `opt` what they need: `site`, `right`, `signed_in`, `limits`, `uploads`, `files` (the handler
    reads them itself), `own_scope`, `by_itself` (an open page asks for it, with nobody there), `stream` (its answer lasts)."""

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        visit: Visit | None = scope["state"].get("visit")
        if scope["type"] != ScopeType.HTTP or visit is None:  # static files, probes
            await next_app(scope, receive, send)
            return
        opt = scope["route_handler"].opt
        admission.check_site(opt, visit)
        if visit.stale is None:
            await admission.count_tries(opt, visit, scope)
        if opt.get("uploads") and visit.stale is None:
            await admission.take_uploads(visit, scope, receive)
        if opt.get("own_scope"):
            await next_app(scope, receive, send)
            return
        await _run(scope, receive, send, next_app, visit)


async def _run(scope: Scope, receive: Receive, send: Send, next_app: ASGIApp, visit: Visit) -> None:
    opt = scope["route_handler"].opt
    tenant_id = visit.tenant.id if visit.site is Site.TENANT else None
    transaction = await DatabaseScope(tenant_id).open()
    broken = False

    async def sending(message: Message) -> None:
        nonlocal broken
        if message["type"] == "http.response.start":
            try:
                kept = message["status"] < 400 and visit.stale is None
                await (transaction.commit() if kept else transaction.rollback())
            except Exception as error:
                log.exception("commit failed", extra={"request_id": visit.request_id})
                broken = True
                # The line went dead on the commit: it may have been kept, and the page must not say otherwise.
                unsure = isinstance(error, OUTAGE)
                status = 503 if unsure else 500
                await answer(scope, send, status, request_id=visit.request_id, unsure=unsure)
                return
        if not broken:
            await send(message)

    try:
        await admission.admit(opt, visit, scope)
        await next_app(scope, receive, sending)
    finally:
        await transaction.rollback()  # does nothing once it is over
        for keep in visit.afterwards:  # a refusal at the door comes by here, too
            await keep()
