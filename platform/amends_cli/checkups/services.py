"""Redis, the store and the mail server."""

from __future__ import annotations

from collections.abc import AsyncIterator
from email.utils import parseaddr
from urllib.parse import urlsplit

import aiosmtplib
from redis.asyncio import Redis
from redis.exceptions import RedisError

from amends.config import Settings
from amends.evidence import clamd
from amends.evidence.store import StoreError, open_store
from amends.notices.lines import line_to
from amends.tenancy.lookups import Lookups
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


async def scanner(settings: Settings) -> AsyncIterator[Finding]:
    if not settings.clamd_url:
        yield Finding("scanner", "none: nobody looks at files for malware (AMENDS_CLAMD_URL is not set)")
        return
    try:
        said = await clamd.version(settings.clamd_url)
    except clamd.ScannerTrouble as error:
        yield wrong(
            "scanner",
            error.reason,
            "start clamd, or correct AMENDS_CLAMD_URL; until then files stand there not looked at",
        )
    else:
        yield Finding("scanner", said)


async def mail(settings: Settings) -> AsyncIterator[Finding]:
    if not settings.smtp_url:
        yield Finding("mail", "the local mailbox, started by `amends up`")
        return
    address = urlsplit(settings.smtp_url)
    client = line_to(settings.smtp_url, own_name=parseaddr(settings.mail_from)[1].rpartition("@")[2])
    try:
        async with client:
            await client.noop()
            encrypted = client.get_transport_info("sslcontext") is not None
    except (aiosmtplib.SMTPException, OSError) as error:
        yield wrong(
            "mail", str(error) or type(error).__name__, "start the mail server, or correct AMENDS_SMTP_URL"
        )
    else:
        yield Finding("mail", f"{address.hostname} answers, {'encrypted' if encrypted else 'not encrypted'}")


async def answers(settings: Settings) -> AsyncIterator[Finding]:
    """Whether mail to the addresses that complainants answer to can arrive."""
    domain = settings.mail_in_domain
    if not domain:
        yield Finding("answers", "by mail go where each organisation says (AMENDS_MAIL_IN_DOMAIN is not set)")
        return
    if domain == parseaddr(settings.mail_from)[1].rpartition("@")[2].lower():
        yield wrong(
            "answers",
            f"AMENDS_MAIL_IN_DOMAIN is {domain}, where AMENDS_MAIL_FROM has its mailbox, too",
            "name a domain of its own, like answers.example.org: all its mail is about cases",
        )
        return
    found = await Lookups(settings.dns_server).mx(domain)
    if found:
        yield Finding("answers", f"{domain} takes mail at {', '.join(found.records)}")
    elif found.known:
        yield wrong(
            "answers",
            f"{domain} has no MX record, so answers to letters are lost",
            "add one that leads to this deployment's mail, or leave AMENDS_MAIL_IN_DOMAIN empty",
        )
    else:
        yield wrong("answers", f"DNS does not answer about {domain}", "correct AMENDS_DNS_SERVER")
