"""`amends operator create`: the console's accounts. The password is asked for, or read from a pipe."""

from __future__ import annotations

import argparse
import getpass
import sys
from typing import TYPE_CHECKING

from amends import clock
from amends.config import Settings
from amends.database.scope import platform_scope
from amends.environment import BadSetting
from amends.people.secrets import check_strength, hash_password
from amends.tenancy import operator_access
from amends.tenancy.operators import create_operator
from amends_cli.domain import COMMAND_LINE, carry_out
from amends_cli.says import say

if TYPE_CHECKING:
    from amends_cli.commands import Subparsers


def add(to: Subparsers) -> None:
    parser = to.add_parser("create", help="add an operator; the password is asked for, or read from a pipe")
    parser.add_argument("email")
    parser.add_argument("--name", required=True)
    parser.add_argument("--language", choices=("zh", "en"), default="zh")
    parser.set_defaults(run=_create)
    for name, run, help_ in (
        ("reset-password", _reset_password, "print a link with which an operator chooses a new password"),
        (
            "reset-second-factor",
            _reset_second_factor,
            "forget a second factor, for an operator whose phone is lost",
        ),
    ):
        parser = to.add_parser(name, help=help_, description=help_)
        parser.add_argument("email")
        parser.set_defaults(run=run)


def _create(given: argparse.Namespace) -> int:
    password = _password()
    check_strength(password)

    async def work(settings: Settings) -> None:
        hashed = await hash_password(password)
        async with platform_scope():
            await create_operator(
                email=given.email,
                name=given.name,
                password_hash=hashed,
                language=given.language,
                now=clock.now(),
            )
        say(f"{given.email} may sign in at {settings.address()}")

    return carry_out(work)


def _reset_password(given: argparse.Namespace) -> int:
    async def work(settings: Settings) -> None:
        async with platform_scope():
            token = await operator_access.new_link(email=given.email, by=COMMAND_LINE, now=clock.now())
        say(f"For {given.email}, once and for an hour: {settings.address()}/operator/reset/{token}")

    return carry_out(work, on_existing_data=True)


def _reset_second_factor(given: argparse.Namespace) -> int:
    async def work(_: Settings) -> None:
        async with platform_scope():
            await operator_access.reset_second_factor(email=given.email, by=COMMAND_LINE, now=clock.now())
        say(f"{given.email} signs in by the password alone, and can set a second factor up again")

    return carry_out(work, on_existing_data=True)


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    first = getpass.getpass("Password (12 characters or more): ")
    if getpass.getpass("Once more: ") != first:
        raise BadSetting("the two passwords differ")
    return first
