"""`amends outbox hold` and `release`: whether anything of any organisation leaves the building."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from amends import clock
from amends.config import Settings
from amends.database.scope import platform_scope
from amends.outbox import hold as holds
from amends_cli.domain import carry_out
from amends_cli.says import say

if TYPE_CHECKING:
    from amends_cli.commands import Subparsers


def add(to: Subparsers) -> None:
    parser = to.add_parser("hold", help="send nothing until it is released; letters are written and wait")
    parser.add_argument("--reason", required=True)
    parser.set_defaults(run=_hold)
    to.add_parser("release", help="send what waits").set_defaults(run=_release)


def _hold(given: argparse.Namespace) -> int:
    async def work(_: Settings) -> None:
        async with platform_scope():
            await holds.hold(reason=given.reason, now=clock.now())
        say("nothing leaves until `amends outbox release`")

    return carry_out(work, on_existing_data=True)


def _release(_given: argparse.Namespace) -> int:
    async def work(_: Settings) -> None:
        async with platform_scope():
            held = await holds.release()
        say("what waits is sent now" if held else "there was no hold")

    return carry_out(work, on_existing_data=True)
