"""Whose pages are these? The host name says; an unknown one is answered with a plain 404."""

from __future__ import annotations

import logging
from http.cookies import CookieError, SimpleCookie
from ipaddress import ip_address
from zoneinfo import ZoneInfo

import asyncpg
import structlog
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from amends import clock
from amends.config import Settings
from amends.database.outage import OUTAGE
from amends.database.scope import single_statement
from amends.evidence.store import ObjectStore
from amends.tenancy.operations import tenant_of_host
from amends.tenancy.tables import Tenant
from web import i18n
from web.edge.headers import security_headers
from web.edge.plain import answer
from web.edge.visit import Site, Visit
from web.formats import set_zone

log = logging.getLogger(__name__)

PROBES = frozenset({"/healthz", "/readyz"})
"""Asked by an address, whatever host that is: nobody's pages."""
LANGUAGE_COOKIE = "amends_language"


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
        set_zone(ZoneInfo(str(visit.tenant_row.time_zone) if visit.tenant_row is not None else "UTC"))
        await self.app(scope, receive, send)

    async def _visit(self, scope: Scope, request_id: str) -> Visit | None:
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        client = scope.get("client")
        peer = client[0] if client else ""
        trusted = from_proxy(peer, self.settings)
        host = (headers.get("x-forwarded-host") if trusted else None) or headers.get("host", "")
        name = host.rsplit(":", 1)[0].lower().removesuffix(".") if not host.endswith("]") else host
        tenant: Tenant | None = None
        site = Site.OPERATOR
        if name != self.settings.base_domain:
            async with single_statement():
                tenant = await tenant_of_host(name, base_domain=self.settings.base_domain)
            if tenant is None:
                return None
            site = Site.TENANT
        return Visit(
            settings=self.settings,
            store=self.store,
            site=site,
            tenant_row=tenant,
            host=host,
            address=_client(headers, peer, self.settings) if trusted else peer,
            request_id=request_id,
            now=clock.now(),
            language=_language(headers, tenant),
        )


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


def _language(headers: dict[str, str], tenant: Tenant | None) -> str:
    """The reader's choice, then the browser's wish, then the organisation's language."""
    jar: SimpleCookie = SimpleCookie()
    try:
        jar.load(headers.get("cookie", ""))
    except CookieError:
        jar.clear()
    chosen = jar[LANGUAGE_COOKIE].value if LANGUAGE_COOKIE in jar else None
    fallback = str(tenant.language) if tenant is not None else "en"
    locale = i18n.negotiate(headers.get("accept-language"), [chosen], fallback=fallback)
    return i18n.language_of(locale) or fallback


def _with_headers(send: Send, request_id: str, settings: Settings, *, path: str) -> Send:
    cached = path.startswith("/static/")

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            have = {name for name, _ in message["headers"]}
            extra = [pair for pair in security_headers(settings, cached=cached) if pair[0] not in have]
            message = {
                **message,
                "headers": [*message["headers"], *extra, (b"x-request-id", request_id.encode())],
            }
        await send(message)

    return sending
