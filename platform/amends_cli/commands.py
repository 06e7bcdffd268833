"""The commands and their arguments. What they do is imported when asked for: each starts without the others' packages."""

from __future__ import annotations

import argparse
import asyncio
import importlib
import os
from typing import TYPE_CHECKING

from amends import catalogue, config
from amends.environment import BadSetting

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]


WITH_OPTIONS = {
    "backup": ("amends_cli.backup_commands", "add_backup", "put the database and the store into a folder"),
    "restore": ("amends_cli.backup_commands", "add_restore", "put a backup into an empty database and store"),
}
GROUPS = {
    "tenant": ("amends_cli.tenant_commands", "onboard, list, suspend and resume organisations"),
    "policy": ("amends_cli.policy_commands", "check files of policies and templates; print their schema"),
    "audit": ("amends_cli.audit_commands", "check that histories are what was written"),
    "promises": (
        "amends_cli.promise_commands",
        "check promises against their ledgers; make them the same again",
    ),
    "operator": ("amends_cli.operator_commands", "accounts of the operators' console"),
    "grant": ("amends_cli.grant_commands", "who was let into which organisation; end it"),
    "dead-letters": ("amends_cli.dead_letter_commands", "letters given up: list them, try them again"),
    "outbox": ("amends_cli.outbox_commands", "hold everything outgoing, and release it"),
}


def add(to: Subparsers, *, chosen: str) -> None:
    """All commands; the actions only of the group that was chosen."""
    for name, run, help_ in (
        ("up", _up, "start everything: servers if none are given, web, worker, clock, mail"),
        ("web", _web, "serve pages and the API"),
        ("worker", _worker, "send notices and do other work from the outbox"),
        ("clock", _clock, "watch promises and set off what is due"),
        ("mail", _mail, "take mail in by SMTP or LMTP"),
        ("mailbox", _mailbox, "catch mail into a folder (embedded deployments)"),
        ("migrate", _migrate, "bring the database up to this version, as its owner"),
        ("demo", _demo, "load the demonstration organisations"),
        ("doctor", _doctor, "check everything a deployment needs and say what to do"),
        ("settings", _settings, "print the reference of all settings"),
    ):
        to.add_parser(name, help=help_, description=help_).set_defaults(run=run)
    for name, (module, adding, help_) in WITH_OPTIONS.items():
        parser = to.add_parser(name, help=help_, description=help_)
        if name == chosen:
            getattr(importlib.import_module(module), adding)(parser)
    for name, (module, help_) in GROUPS.items():
        parser = to.add_parser(name, help=help_, description=help_)
        if name == chosen:
            actions = parser.add_subparsers(title="actions", metavar="action", required=True)
            importlib.import_module(module).add(actions)


def _up(_: argparse.Namespace) -> int:
    from amends_cli import up

    return up.up(config.current())


def _web(_: argparse.Namespace) -> int:
    from amends_cli import processes

    return processes.web(config.current())


def _worker(_: argparse.Namespace) -> int:
    from amends_cli import processes

    return processes.worker(config.current())


def _clock(_: argparse.Namespace) -> int:
    from amends_cli import processes

    return processes.clock(config.current())


def _mail(_: argparse.Namespace) -> int:
    from amends_cli import processes

    return processes.mail(config.current())


def _mailbox(_: argparse.Namespace) -> int:
    from amends_cli import mailbox

    settings = config.current()
    if settings.production or not settings.smtp_url:
        raise BadSetting(
            "AMENDS_SMTP_URL: `amends mailbox` needs smtp://127.0.0.1:port and is not for production"
        )
    asyncio.run(mailbox.serve(smtp_url=settings.smtp_url, folder=settings.home / "mailbox"))
    return 0


def _migrate(_: argparse.Namespace) -> int:
    from amends_cli import migrations

    return migrations.migrate(config.load(os.environ, as_owner=True))


def _demo(_: argparse.Namespace) -> int:
    from amends_cli import demonstration

    return demonstration.demo()


def _doctor(_: argparse.Namespace) -> int:
    from amends_cli import doctor

    return doctor.doctor(os.environ)


def _settings(_: argparse.Namespace) -> int:
    print(catalogue.reference(), end="")
    return 0
