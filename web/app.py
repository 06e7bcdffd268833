"""The web process: everything is assembled here and nowhere else."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from litestar import Litestar
from litestar.config.csrf import CSRFConfig
from litestar.datastructures import CacheControlHeader
from litestar.middleware import DefineMiddleware
from litestar.static_files import create_static_files_router
from litestar.template.config import TemplateConfig
from litestar.types import ASGIApp

from amends import config
from amends.config import Settings
from amends.database.engine import DB
from amends.database.readiness import database_ready
from amends.evidence.store import open_store
from amends.live.announcing import announcing
from amends.running.heartbeat import beating
from amends.running.tables import Kind
from amends.vitals import VITALS
from tenants.templates import pickable_templates
from web.account.routes import routes as account_routes
from web.api.handlers import routes as api_routes
from web.assets import STATIC_FOLDER
from web.edge.body import ReceivedBody
from web.edge.compressed import Compressed
from web.edge.failures import HANDLERS
from web.edge.forms import OwnForms
from web.edge.heads import Heads
from web.edge.hosts import Hosts
from web.edge.telling import Told
from web.edge.transaction import InTransaction
from web.installing import routes as installing_routes
from web.live.hub import hearing
from web.operator.handlers import routes as operator_routes
from web.portal.routes import routes as portal_routes
from web.public.routes import routes as public_routes
from web.settings.routes import routes as settings_routes
from web.templating import template_engine
from web.visitors import routes as visitor_routes

_FOR_GOOD = CacheControlHeader(max_age=31536000, public=True, immutable=True)
"""Addresses of static files change with their content."""


def create_app(settings: Settings | None = None) -> ASGIApp:
    """The ASGI application; opens its database pool when the server starts it."""
    settings = settings or config.current()
    pickable_templates()  # a broken template stops the start, not the first visitor
    inside = ReceivedBody(create_litestar(settings))
    return Heads(Told(Compressed(Hosts(inside, settings, open_store(settings.store_url))), settings))


def create_litestar(settings: Settings) -> Litestar:
    @asynccontextmanager
    async def database(_: Litestar) -> AsyncIterator[None]:
        await DB.open(settings.database_url, size=settings.pool_size)
        VITALS.begin(needs={"database": database_ready})
        try:
            async with beating(Kind.WEB), announcing(settings.redis_url), hearing(settings.redis_url):
                yield
        finally:
            VITALS.end()
            await DB.close()

    return Litestar(
        route_handlers=[
            *visitor_routes,
            *installing_routes,
            *public_routes,
            *portal_routes,
            *account_routes,
            *settings_routes,
            *operator_routes,
            *api_routes,
            create_static_files_router(
                path="/static", directories=[STATIC_FOLDER], cache_control=_FOR_GOOD, include_in_schema=False
            ),
        ],
        middleware=[
            DefineMiddleware(OwnForms, config=_csrf(settings), secrets=settings.secrets),
            InTransaction(),
        ],
        exception_handlers=HANDLERS,
        template_config=TemplateConfig(instance=template_engine(reload=not settings.production)),
        lifespan=[database],
        openapi_config=None,
        request_max_body_size=None,  # ReceivedBody has measured it
        logging_config=None,
        debug=False,
    )


def _csrf(settings: Settings) -> CSRFConfig:
    return CSRFConfig(
        secret=settings.secret,
        cookie_secure=settings.secure,
        cookie_httponly=True,
        exclude=[
            "^/static/",
            "^/logo/",
            "^/healthz$",
            "^/readyz$",
            "^/proved-host$",
        ],  # cached for everybody: nobody's cookie
    )
