"""Redis, the store and the mail server."""

from __future__ import annotations

from collections.abc import AsyncIterator
from urllib.parse import unquote, urlsplit

import aiosmtplib
from redis.asyncio import Redis
from redis.exceptions import RedisError

from amends.config import Settings
from amends.evidence.store import StoreError, open_store
from amends_cli.checkups.finding import Finding, wrong

OLDEST = (6, 2)
_PROBE = "amends:doctor"


async def redis(settings: Settings) -> AsyncIterator[Finding]:
    client: Redis = Redis.from_url(settings.redis_url, socket_connect_timeout=5, socket_timeout=5)
    try:
        version = str((await client.info("server"))["redis_version"])
        await client.set(_PROBE, "1", ex=10)
        await client.delete(_PROBE)
    except (RedisError, OSError) as error:
        yield wrong("redis", str(error) or type(error).__name__, "start Redis, or correct AMENDS_REDIS_URL")
        return
    finally:
        await client.aclose()
    if tuple(int(part) for part in version.split(".")[:2]) < OLDEST:
        yield wrong("redis", f"version {version}", "Redis 6.2 or later is needed")
    else:
        yield Finding("redis", f"version {version}, writable")


async def store(settings: Settings) -> AsyncIterator[Finding]:
    try:
        await open_store(settings.store_url).check()
    except StoreError as error:
        yield wrong("store", error.reason, "correct AMENDS_STORE_URL or the rights there")
    else:
        yield Finding("store", "can be written, read and deleted")


async def mail(settings: Settings) -> AsyncIterator[Finding]:
    if not settings.smtp_url:
        yield Finding("mail", "the local mailbox, started by `amends up`")
        return
    address = urlsplit(settings.smtp_url)
    implicit = address.scheme == "smtps"
    client = aiosmtplib.SMTP(
        hostname=address.hostname,
        port=address.port or (465 if implicit else 25),
        username=unquote(address.username) if address.username else None,
        password=unquote(address.password) if address.password else None,
        use_tls=implicit,
        timeout=10,
    )
    try:
        async with client:
            await client.noop()
    except (aiosmtplib.SMTPException, OSError) as error:
        yield wrong(
            "mail", str(error) or type(error).__name__, "start the mail server, or correct AMENDS_SMTP_URL"
        )
    else:
        yield Finding("mail", f"{address.hostname} answers")
