"""The servers a command works with: ordinary ones by settings, those of a running `amends up`, or its own."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from amends.config import Settings, load
from amends.database.embedded.home import HomeInUse
from amends.database.embedded.process import Say
from amends.database.embedded.servers import EmbeddedServers, Urls
from amends.environment import BadSetting

_RUNNING = "running.json"


@contextmanager
def at_hand(settings: Settings, say: Say) -> Iterator[Settings]:
    """Settings with every address filled in; servers started for this command end with it."""
    if settings.database_url:
        yield settings
        return
    servers = EmbeddedServers(say=say)
    try:
        urls = servers.start(settings.home)
    except HomeInUse:
        yield _of_running(settings)
        return
    try:
        yield with_urls(settings, urls)
    finally:
        servers.stop()


def with_urls(settings: Settings, urls: Urls) -> Settings:
    return replace(
        settings,
        database_url=urls.app_url,
        owner_url=urls.owner_url,
        backup_url=urls.backup_url,
        redis_url=urls.redis_url,
        secret=settings.secret or urls.secret,
    )


def environment(settings: Settings) -> dict[str, str]:
    """What a child process must be told; never the owner's address nor the backup role's."""
    given = {
        "AMENDS_MODE": settings.mode.value,
        "AMENDS_HOME": str(settings.home),
        "AMENDS_DATABASE_URL": settings.database_url,
        "AMENDS_REDIS_URL": settings.redis_url,
        "AMENDS_STORE_URL": settings.store_url,
        "AMENDS_SMTP_URL": settings.smtp_url,
        "AMENDS_SECRET": settings.secret,
        "AMENDS_MAIL_LISTEN": settings.mail_listen,
        "AMENDS_MAIL_IN_DOMAIN": settings.mail_in_domain,
    }
    never = ("AMENDS_OWNER_URL", "AMENDS_BACKUP_URL")
    unwanted = {*never, *(f"{name}_FILE" for name in (*never, *given))}
    inherited = {name: value for name, value in os.environ.items() if name not in unwanted}
    return inherited | given


@contextmanager
def announced(settings: Settings) -> Iterator[None]:
    """Lets commands in another terminal find the servers of this `amends up`."""
    path = settings.home / _RUNNING
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    known = {
        "AMENDS_DATABASE_URL": settings.database_url,
        "AMENDS_OWNER_URL": settings.owner_url,
        "AMENDS_BACKUP_URL": settings.backup_url,
        "AMENDS_REDIS_URL": settings.redis_url,
        "AMENDS_SMTP_URL": settings.smtp_url,
        "AMENDS_SECRET": settings.secret,
        "PORT": str(settings.port),
    }
    path.write_text(json.dumps(known), encoding="utf-8")
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def _of_running(settings: Settings) -> Settings:
    known = _read(settings.home / _RUNNING)
    fixed = {"AMENDS_MODE": settings.mode.value, "AMENDS_HOME": str(settings.home)}
    inherited = {name: value for name, value in os.environ.items() if not name.endswith("_FILE")}
    return load(inherited | fixed | known, as_owner=True)


def _read(path: Path) -> dict[str, str]:
    try:
        known: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise BadSetting("`amends up` is just starting or stopping here: try again in a moment") from None
    return known
