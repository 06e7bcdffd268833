"""`amends dead-letters list|retry`: letters given up, as the operators' console shows them."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING
from uuid import UUID

from amends import clock
from amends.config import Settings
from amends.database.scope import platform_scope
from amends.notices.dead_letters import DeadLetter, Wanted, dead_letter, listing
from amends.notices.redelivery import AT_ONCE, try_again, try_all_again
from amends.outbox.reasons import Reason
from amends.tenancy.operations import tenant_by_slug
from amends.tenancy.queries import names_of
from amends_cli.domain import COMMAND_LINE, carry_out
from amends_cli.says import say

if TYPE_CHECKING:
    from amends_cli.commands import Subparsers


def add(to: Subparsers) -> None:
    shown = to.add_parser("list", help="show letters given up, the newest first")
    shown.add_argument("--tenant", metavar="SLUG", default="")
    _reason(shown)
    shown.add_argument("--set-aside", action="store_true", help="those nobody wants to try again")
    shown.add_argument("--most", type=_count, default=100, metavar="N")
    shown.set_defaults(run=_list)
    again = to.add_parser("retry", help="have letters given up tried again, under the same Message-ID")
    which = again.add_mutually_exclusive_group(required=True)
    which.add_argument("--id", type=_id, help="one letter, as `list` names it")
    which.add_argument("--tenant", metavar="SLUG", default="", help="all of an organisation")
    which.add_argument("--all", action="store_true", help="all of all organisations")
    _reason(again)
    again.set_defaults(run=_retry)


def _reason(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--reason", choices=[each.value for each in Reason], help="only those given up for it"
    )


def _list(given: argparse.Namespace) -> int:
    async def work(_: Settings) -> None:
        async with platform_scope():
            wanted = await _wanted(given, set_aside=given.set_aside)
            found = await listing(wanted, most=given.most)
            tenants = await names_of({letter.tenant_id for letter in found.letters})
        for letter in found.letters:
            print(_line(letter, str(tenants[letter.tenant_id].slug)))
        if found.more:
            say("there are more: --most N shows them")
        if not found.letters:
            say("no such letter")

    return carry_out(work, on_existing_data=True)


def _retry(given: argparse.Namespace) -> int:
    async def work(_: Settings) -> None:
        now, done = clock.now(), 0
        if given.id is not None:
            async with platform_scope():
                letter = await dead_letter(given.id)
            done = await try_again([letter], by=COMMAND_LINE, now=now)
        else:
            async with platform_scope():
                wanted = await _wanted(given, set_aside=False)
            while tried := await try_all_again(wanted, by=COMMAND_LINE, now=now, most=AT_ONCE):
                done += tried
        say(f"letters that will be tried again: {done}")

    return carry_out(work, on_existing_data=True)


async def _wanted(given: argparse.Namespace, *, set_aside: bool) -> Wanted:
    tenant = await tenant_by_slug(given.tenant) if given.tenant else None
    reason = Reason(given.reason) if given.reason else None
    return Wanted(tenant.id if tenant else None, reason, set_aside)


def _line(letter: DeadLetter, slug: str) -> str:
    given_up = f"{letter.dead_at:%Y-%m-%dT%H:%M:%SZ}"
    why = f"{letter.reason} {letter.reply}".strip()
    about = letter.event or letter.kind
    return f"{letter.id}  {given_up}  {slug:<24} {about:<16} tries {letter.tries:<3} {why}"


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no id as `amends dead-letters list` shows them"
        ) from None


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 100_000:
        raise argparse.ArgumentTypeError("a whole number from 1 to 100000")
    return int(text)
