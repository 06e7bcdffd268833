"""Whose pages are these? The host name says; an unknown one is answered with a plain 404."""

from __future__ import annotations

import logging
from ipaddress import ip_address

import asyncpg
import structlog
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from amends import clock
from amends.config import Settings
from amends.database.outage import OUTAGE
from amends.database.scope import single_statement, tenant_scope
from amends.evidence.store import ObjectStore
from amends.organisation.queries import NOTHING_SET, InForce, in_force, kept
from amends.tenancy.operations import tenant_of_host
from amends.tenancy.tables import Tenant
from web import i18n
from web.edge.headers import security_headers
from web.edge.language import language_for
from web.edge.plain import answer
from web.edge.visit import Site, Visit
from web.formats import set_zone

log = logging.getLogger(__name__)

PROBES = frozenset({"/healthz", "/readyz", "/proved-host"})
"""Asked by an address, whatever host that is: nobody's pages."""


class Hosts:
    """Names the request, finds its tenant, sets the language and the headers of every answer."""

    def __init__(self, app: ASGIApp, settings: Settings, store: ObjectStore) -> None:
        self.app = app
        self.settings = settings
        self.store = store

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await self.app(scope, receive, send)
            return
        request_id = scope["state"]["request_id"]
        send = _with_headers(send, request_id, self.settings, path=scope["path"])
        if _impossible(scope["path"]):
            await answer(scope, send, 404)
            return
        if [name for name, _ in scope["headers"]].count(b"host") > 1:
            await answer(scope, send, 400)
            return
        if scope["path"] in PROBES or scope["path"].startswith("/static/"):
            await self.app(scope, receive, send)
            return
        try:
            visit = await self._visit(scope, request_id)
        except (*OUTAGE, asyncpg.PostgresError):
            log.exception("database not reachable", extra={"request_id": request_id})
            await answer(scope, send, 503, request_id=request_id)
            return
        if visit is None:
            await answer(scope, send, 404)
            return
        scope["state"]["visit"] = visit
        if visit.tenant_row is not None:
            structlog.contextvars.bind_contextvars(tenant=str(visit.tenant_row.id))
        i18n.set_language(visit.language)
        set_zone(visit.zone)
        await self.app(scope, receive, send)

    async def _visit(self, scope: Scope, request_id: str) -> Visit | None:
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        client = scope.get("client")
        peer = client[0] if client else ""
        trusted = from_proxy(peer, self.settings)
        host = (headers.get("x-forwarded-host") if trusted else None) or headers.get("host", "")
        name = host.rsplit(":", 1)[0].lower().removesuffix(".") if not host.endswith("]") else host
        tenant: Tenant | None = None
        house, site = NOTHING_SET, Site.OPERATOR
        if name != self.settings.base_domain:
            async with single_statement():
                tenant = await tenant_of_host(name, base_domain=self.settings.base_domain)
            if tenant is None:
                return None
            house, site = await _house_of(tenant), Site.TENANT
        return Visit(
            settings=self.settings,
            store=self.store,
            site=site,
            tenant_row=tenant,
            host=host,
            address=_client(headers, peer, self.settings) if trusted else peer,
            request_id=request_id,
            now=clock.now(),
            language=language_for(
                headers, scope["path"], house=str(tenant.language) if tenant is not None else None
            ),
            house=house,
        )


async def _house_of(tenant: Tenant) -> InForce:
    """Once a version and process from the database; no request after that costs a statement."""
    if (known := kept(tenant)) is not None:
        return known
    async with tenant_scope(tenant.id):
        return await in_force(tenant)


def _impossible(path: str) -> bool:
    """No address of ours, and no file system takes it."""
    return "\0" in path or (path.startswith("/static/") and len(path.encode("utf-8", "replace")) > 255)


def from_proxy(peer: str, settings: Settings) -> bool:
    try:
        address = ip_address(peer)
    except ValueError:
        return False
    return any(address in network for network in settings.trusted_proxies)


def _client(headers: dict[str, str], peer: str, settings: Settings) -> str:
    """The last address in the chain that no proxy of ours added; a client can prepend but not append."""
    for hop in reversed(
        [part.strip() for part in headers.get("x-forwarded-for", "").split(",") if part.strip()]
    ):
        if not from_proxy(hop, settings):
            return hop
    return peer


def _with_headers(send: Send, request_id: str, settings: Settings, *, path: str) -> Send:
    static = path.startswith("/static/")

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            cached = static and message["status"] < 400  # a missing file is answered with a page
            have = {name for name, _ in message["headers"]}
            extra = [pair for pair in security_headers(settings, cached=cached) if pair[0] not in have]
            message = {
                **message,
                "headers": [*message["headers"], *extra, (b"x-request-id", request_id.encode())],
            }
        await send(message)

    return sending
