"""What must be true after the hour, against what complainants were told."""

from __future__ import annotations

import asyncio
import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from email import message_from_bytes, policy
from pathlib import Path

import asyncpg

from amends import clock
from benchmarks.load.deployment import Deployment

_DRAINED_WITHIN = 120.0


def demand_balance(deployed: Deployment, receipts: Path) -> list[str]:
    """What is wrong, in words; empty when everything is as it was told."""
    told = [json.loads(line) for line in receipts.read_text("utf-8").splitlines()]
    wrong = [] if told else ["nobody lodged anything"]
    wrong += asyncio.run(_drained(deployed.urls["AMENDS_OWNER_URL"]))
    wrong += asyncio.run(_held(deployed.urls["AMENDS_DATABASE_URL"], told))
    wrong += _mailed(deployed.home / "mailbox", told)
    return wrong


async def _drained(owner_url: str) -> list[str]:
    connection = await asyncpg.connect(owner_url)
    try:
        until = clock.ticks() + _DRAINED_WITHIN
        while left := await connection.fetchval("SELECT count(*) FROM outbox_index"):
            if clock.ticks() > until:
                return [f"{left} letters have not left {_DRAINED_WITHIN:.0f} s after the end"]
            await asyncio.sleep(0.5)
        return []
    finally:
        await connection.close()


async def _held(url: str, told: Sequence[dict[str, str]]) -> list[str]:
    """Each complaint once, under the number its complainant was told, and no other."""
    held: Counter[tuple[str, str, str]] = Counter()
    connection = await asyncpg.connect(url)
    try:
        for row in await connection.fetch("SELECT id, slug FROM tenant"):
            async with connection.transaction():
                await connection.execute("SELECT set_config('amends.tenant', $1, true)", str(row["id"]))
                found = await connection.fetch(
                    """SELECT number, subject, complainant_email AS email FROM complaint
                    WHERE complainant_email LIKE '%@load.example'"""
                )
            held.update((case["number"], case["subject"], case["email"]) for case in found)
    finally:
        await connection.close()
    expected = Counter((case["number"], case["subject"], case["email"]) for case in told)
    return [
        f"{len(difference)} complaints {what}, such as {next(iter(difference))[0]}"
        for difference, what in (
            (expected - held, "are missing or not as told"),
            (held - expected, "nobody was told of"),
        )
        if difference
    ]


def _mailed(mailbox: Path, told: Sequence[dict[str, str]]) -> list[str]:
    """To each complainant at least the letter with the number, and no letter twice."""
    letters: Counter[str] = Counter()
    texts: defaultdict[str, str] = defaultdict(str)
    for path in mailbox.glob("*.eml"):
        mail = message_from_bytes(path.read_bytes(), policy=policy.default)
        letters[str(mail["Message-ID"])] += 1
        body = mail.get_body(("plain",))
        texts[str(mail["Delivered-To"])] += f"{mail['Subject']}\n{body.get_content() if body else ''}\n"
    unreached = [case for case in told if case["number"] not in texts[case["email"]]]
    doubled = [name for name, times in letters.items() if times > 1]
    wrong = [f"{len(unreached)} complainants got no letter with their number"] if unreached else []
    return wrong + ([f"{len(doubled)} letters left twice"] if doubled else [])
