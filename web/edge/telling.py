"""What is told of each request: a number for Prometheus, a line for the log, a span where traces are recorded. By route template, never by address.

The line holds ids, never what somebody typed: no query, no name, and the visitor's network address only where
AMENDS_ACCESS_LOG asks for it.
"""

from __future__ import annotations

import logging
import secrets
from typing import Final

import structlog
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from amends import clock, metrics, traces
from amends.config import Settings
from web.edge.hosts import PROBES, from_proxy
from web.edge.visit import Visit

log = logging.getLogger("web.access")

_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
NO_ROUTE: Final = "(none)"


class Told:
    """Outside everything that answers, so that what is refused at the door is counted, too."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self._settings = settings
        self._logs = settings.access_log != "off"
        self._addresses = settings.access_log == "addresses"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await self.app(scope, receive, send)
            return
        began, quiet = clock.ticks(), _is_quiet(scope["path"])  # the router shortens the path
        request_id = secrets.token_hex(8)
        scope.setdefault("state", {})["request_id"] = request_id
        status, size = 0, 0

        async def sending(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
            elif message["type"] == "http.response.body":
                size += len(message.get("body", b""))
            await send(message)

        metrics.IN_FLIGHT.inc()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        try:
            await (self.app(scope, receive, sending) if quiet else self._traced(scope, receive, sending))
        except Exception:
            status = status or 500  # what the server answers now
            raise
        finally:
            metrics.IN_FLIGHT.dec()
            seconds = clock.ticks() - began
            _count(scope, status, seconds)
            if self._logs and not quiet:
                self._write(scope, status, size, seconds)

    async def _traced(self, scope: Scope, receive: Receive, send: Send) -> None:
        with traces.span("request", kind="server", parent=_parent(scope, self._settings)) as span:

            async def sending(message: Message) -> None:
                if message["type"] == "http.response.start":
                    span.tell(http__response__status_code=message["status"])
                    if message["status"] >= 500:
                        span.failed(str(message["status"]))
                await send(message)

            try:
                await self.app(scope, receive, sending)
            finally:
                _describe(span, scope)

    def _write(self, scope: Scope, status: int, size: int, seconds: float) -> None:
        visit: Visit | None = scope["state"].get("visit")
        told: dict[str, object] = {
            "method": method_of(scope),
            "route": route_of(scope),
            "status": status,
            "ms": round(seconds * 1000, 1),
            "bytes": size,
        }
        if self._addresses and visit is not None:
            told["address"] = visit.address
        log.info("request", extra=told)


def route_of(scope: Scope) -> str:
    """The template of the route that was found, such as /complaints/{id}."""
    template: str = scope.get("path_template") or ""
    return template if "route_handler" in scope and template else NO_ROUTE


def method_of(scope: Scope) -> str:
    """One of a few, whatever was sent."""
    method = str(scope.get("method"))
    return method if method in _METHODS else "other"


def site_of(scope: Scope) -> str:
    visit: Visit | None = scope["state"].get("visit")
    return str(visit.site) if visit is not None else "none"


def _count(scope: Scope, status: int, seconds: float) -> None:
    """A request whose visitor went away before the answer has status 0."""
    route, method = route_of(scope), method_of(scope)
    metrics.REQUESTS.labels(site_of(scope), route, method, status).inc()
    if "route_handler" not in scope or not scope["route_handler"].opt.get(
        "stream"
    ):  # they last as long as a page
        metrics.REQUEST_SECONDS.labels(route, method).observe(seconds)


def _describe(span: traces.Span, scope: Scope) -> None:
    route, method = route_of(scope), method_of(scope)
    span.rename(f"{method} {route}")
    span.tell(http__route=route, http__request__method=method, site=site_of(scope))
    span.tell(request_id=scope["state"]["request_id"])
    visit: Visit | None = scope["state"].get("visit")
    if visit is not None and visit.tenant_row is not None:
        span.tell(tenant=str(visit.tenant_row.id))


def _parent(scope: Scope, settings: Settings) -> str:
    """A trace begun by a proxy of ours goes on; anybody else's is not believed."""
    given = next((value for name, value in scope["headers"] if name == b"traceparent"), b"")
    client = scope.get("client")
    return given.decode("latin-1") if given and client and from_proxy(client[0], settings) else ""


def _is_quiet(path: str) -> bool:
    return path in PROBES or path.startswith("/static/")
