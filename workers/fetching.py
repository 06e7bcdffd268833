"""Mail is fetched from mailboxes round by round, and kept as what servers bring is."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import Final

from amends import clock, metrics
from amends.config import Settings
from amends.database.scope import platform_scope
from amends.evidence.store import ObjectStore
from amends.mailin.addressing import Destination, destination
from amends.mailin.keeping import LARGEST, Delivered, keep
from amends.mailin.mailboxes import Fetching, Mailbox, MailboxTrouble, fetching
from amends.mailin.parsing import parse
from amends.tenancy.operations import tenant_by_slug

log = logging.getLogger(__name__)

EVERY: Final = 60.0


async def keep_fetching(settings: Settings, store: ObjectStore, stop: asyncio.Event) -> None:
    """Until told to stop; one mailbox in trouble is no other's."""
    failing: set[Mailbox] = set()
    while not stop.is_set():
        for box in settings.mail_fetch:
            try:
                await fetch(box, settings, store)
                failing.discard(box)
            except Exception as error:
                metrics.MAIL_IN.labels("not_fetched").inc()
                if box not in failing:
                    words = str(error) if isinstance(error, MailboxTrouble) else type(error).__name__
                    log.warning(
                        "mailbox not fetched, will keep trying", extra={"key": box.name, "reason": words}
                    )
                failing.add(box)
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), EVERY)


async def fetch(box: Mailbox, settings: Settings, store: ObjectStore) -> int:
    """One round: how many were new here."""
    async with platform_scope():
        tenant = await tenant_by_slug(box.to)
    own = Destination(tenant.id)
    entered = fetching(box)
    line = await asyncio.to_thread(entered.__enter__)
    try:
        new = 0
        for uid in await asyncio.to_thread(line.unread):
            new += await _take(line, uid, box, own, settings, store)
        return new
    finally:
        with suppress(MailboxTrouble):
            await asyncio.to_thread(entered.__exit__, None, None, None)


async def _take(
    line: Fetching, uid: bytes, box: Mailbox, own: Destination, settings: Settings, store: ObjectStore
) -> bool:
    raw = await asyncio.to_thread(line.message, uid, largest=LARGEST)
    if raw is None:
        metrics.MAIL_IN.labels("too_large").inc()
        log.warning("a message was left in its mailbox", extra={"key": box.name})
        return False
    parsed = await asyncio.to_thread(parse, raw)
    recipient = f"{box.to}@{settings.mail_in_domain or settings.base_domain}"
    async with platform_scope():
        for each in parsed.to:
            found = await destination(each, settings)
            if found is not None and found.tenant_id == own.tenant_id and found != own:
                recipient = each  # a case's or a letter's
                break
    # An empty return path means something: what does not say where it comes from has none that is known.
    sender = "" if parsed.signs.nobody else parsed.sender or "unknown"
    given = Delivered(recipient, sender, f"imap {box.host}", raw)
    kept = await keep(store, own.tenant_id, given, now=clock.now())
    await asyncio.to_thread(line.mark_read, uid)
    metrics.MAIL_IN.labels("kept" if kept is not None else "repeated").inc()
    return kept is not None
