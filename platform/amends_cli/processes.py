"""`amends web`, `amends worker`, `amends clock`, `amends mail`: one long-running process each."""

from __future__ import annotations

import asyncio
import importlib
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from socket import socket
from typing import Final

from amends import traces
from amends.config import Settings
from amends.environment import BadSetting
from amends_cli import logs, migrations, monitor

_NOT_STARTED: Final = 3
"""What uvicorn itself ends with, where the port is taken or the application does not start."""


def web(settings: Settings) -> int:
    import uvicorn  # the worker and the clock do without

    from web.live.hub import HUB

    class Server(uvicorn.Server):
        async def shutdown(self, sockets: list[socket] | None = None) -> None:
            """It waits for answers that are under way: those that last end now."""
            HUB.close()
            await super().shutdown(sockets)

    _prepare(settings, process="web")
    # uvicorn raises the signal once more when it has ended: by default that would cut short what comes after it.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with _observed(settings, "web"):
        config = uvicorn.Config(
            "web.app:create_app",
            factory=True,
            host=settings.host,
            port=settings.port,
            log_config=None,  # ours is set up already
            access_log=False,
            server_header=False,
            # The application believes forwarded headers of configured proxies only, and must see who sent them.
            proxy_headers=False,
            # Longer than proxies keep an idle connection: who closes first must not be the one that is asked.
            timeout_keep_alive=75,
            timeout_graceful_shutdown=10,
        )
        server = Server(config)
        with suppress(KeyboardInterrupt):  # uvicorn's own signal once more
            server.run()
        return 0 if server.started else _NOT_STARTED


def worker(settings: Settings) -> int:
    return _run("workers.worker", settings, process="worker")


def mail(settings: Settings) -> int:
    if not settings.mail_listen:
        raise BadSetting(
            "AMENDS_MAIL_LISTEN is needed here, like smtp://0.0.0.0:2525; `amends up` finds a port"
        )
    return _run("workers.mail", settings, process="mail")


def clock(settings: Settings) -> int:
    return _run("workers.clock", settings, process="clock")


def _run(module: str, settings: Settings, *, process: str) -> int:
    """Imported late: setting up a worker declares its actors, which no other command wants."""
    _prepare(settings, process=process)
    with _observed(settings, process):
        importlib.import_module(module).run(settings)
    return 0


@contextmanager
def _observed(settings: Settings, process: str) -> Iterator[None]:
    with monitor.listening(settings, process=process), traces.sent_to(settings.otlp_url, process=process):
        yield


def _prepare(settings: Settings, *, process: str) -> None:
    needed = {
        "AMENDS_DATABASE_URL": settings.database_url,
        "AMENDS_REDIS_URL": settings.redis_url,
        "AMENDS_SMTP_URL": settings.smtp_url,
        "AMENDS_SECRET": settings.secret,
    }
    for name, value in needed.items():
        if not value:
            raise BadSetting(f"{name} is needed here; `amends up` sets it for the processes it starts")
    logs.configure(plain=not settings.production, process=process)
    logs.catch_what_nobody_caught()
    asyncio.run(migrations.demand_current(settings))
