"""`amends web`, `amends worker`, `amends clock`: one long-running process each."""

from __future__ import annotations

import asyncio
import importlib
import signal
from collections.abc import Iterator
from contextlib import contextmanager

from amends import traces
from amends.config import Settings
from amends.environment import BadSetting
from amends_cli import logs, migrations, monitor


def web(settings: Settings) -> int:
    import uvicorn  # the worker and the clock do without

    _prepare(settings, process="web")
    # uvicorn raises the signal once more when it has ended: by default that would cut short what comes after it.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with _observed(settings, "web"):
        uvicorn.run(
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
    return 0


def worker(settings: Settings) -> int:
    return _run("workers.worker", settings, process="worker")


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
