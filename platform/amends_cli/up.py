"""`amends up`: everything a deployment needs on one machine, under one supervisor."""

from __future__ import annotations

import asyncio
import functools
import signal
import sys
from contextlib import ExitStack
from dataclasses import replace
from types import FrameType

from amends.config import Settings
from amends.database.embedded.servers import EmbeddedServers
from amends_cli import demonstration, migrations, ports, servers
from amends_cli.says import say
from amends_cli.supervisor import Child, Supervisor, stopped_by_signals


def _child(name: str, *, last: bool = False) -> Child:
    return Child(name, (sys.executable, "-m", "amends_cli", name), last=last)


SERVING = (_child("web"), _child("worker"), _child("clock"))
MAIL = _child("mail")
MAILBOX = _child("mailbox", last=True)


def _serving(settings: Settings) -> tuple[Child, ...]:
    """Each process has a monitor port of its own, one after the other."""
    children = (*SERVING, MAIL) if settings.mail_listen else SERVING
    if settings.monitor_port is None:
        return children
    ports_ = enumerate(children, start=settings.monitor_port)
    return tuple(replace(child, environment={"AMENDS_MONITOR_PORT": str(port)}) for port, child in ports_)


def up(settings: Settings) -> int:
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _unwind)
    ports.demand_free(settings.host, settings.port)
    with ExitStack() as stack:
        embedded, settings = _own_servers(settings, stack)
        settings = _taking_mail(settings)
        children = _serving(settings)
        if not settings.smtp_url:
            settings = replace(settings, smtp_url=f"smtp://127.0.0.1:{ports.free_port()}")
            children = (MAILBOX, *children)
        if embedded is not None:
            stack.enter_context(servers.announced(settings))
            asyncio.run(migrations.apply(settings))
            asyncio.run(demonstration.load_on_first_start(settings))
        came_up = asyncio.run(_supervise(children, settings, embedded))
    say("stopped")
    return 0 if came_up else 1


async def _supervise(
    children: tuple[Child, ...], settings: Settings, embedded: EmbeddedServers | None
) -> bool:
    environment = servers.environment(settings)
    supervisor = Supervisor(children, environment=environment, servers=embedded, say=say)
    is_ready = functools.partial(
        ports.answers, settings.host, settings.port, path="/healthz", host_name=settings.base_domain
    )
    with stopped_by_signals(supervisor):
        return await supervisor.run(is_ready=is_ready, when_ready=functools.partial(_welcome, settings))


def _taking_mail(settings: Settings) -> Settings:
    """Where nothing else is said: on this machine only, for whoever tries it."""
    if settings.production or settings.mail_listen:
        return settings
    domain = settings.mail_in_domain or f"in.{settings.base_domain}"
    return replace(settings, mail_in_domain=domain, mail_listen=f"smtp://127.0.0.1:{ports.free_port()}")


def _own_servers(settings: Settings, stack: ExitStack) -> tuple[EmbeddedServers | None, Settings]:
    """Started here unless ordinary ones are named; stopped when the stack unwinds, whatever happens."""
    if settings.database_url:
        return None, settings
    embedded = EmbeddedServers(say=say)
    urls = embedded.start(settings.home)
    stack.callback(embedded.stop)
    say(f"PostgreSQL and Valkey run; their data is kept in {embedded.data}")
    return embedded, servers.with_urls(settings, urls)


def _welcome(settings: Settings) -> None:
    lines = [("console", settings.address())]
    if not settings.production:
        lines += [("mailbox", f"{settings.address()}/mailbox"), ("mail in", _mail_in(settings))]
        lines += demonstration.addresses(settings)
    say("ready")
    for name, text in lines:
        print(f"    {name:<12} {text}".rstrip())
    print("    Ctrl-C stops everything; data is kept.", flush=True)


def _mail_in(settings: Settings) -> str:
    return f"{settings.mail_listen} takes mail for <organisation>@{settings.mail_in_domain}"


def _unwind(_number: int, _frame: FrameType | None) -> None:
    """Until the supervisor takes over. Asked once is enough: a second signal must not cut the stopping short."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt
