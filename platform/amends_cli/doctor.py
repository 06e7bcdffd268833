"""`amends doctor`: everything a deployment needs, one line each, with what to do where something is wrong."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import ExitStack

from amends import clock, config
from amends.config import Settings
from amends.environment import BadSetting
from amends.errors import DomainError
from amends_cli import servers
from amends_cli.checkups import backups, database, machine, services
from amends_cli.checkups.finding import Finding, wrong

Checkup = Callable[[Settings], AsyncIterator[Finding]]
CHECKUPS: tuple[Checkup, ...] = (
    database.application,
    database.owner,
    backups.backup,
    backups.outgoing,
    services.redis,
    services.store,
    services.scanner,
    services.mail,
    services.answers,
)


def doctor(environ: Mapping[str, str]) -> int:
    findings = [*_show(machine.look())]
    try:
        settings = config.load(environ, as_owner=True)
    except BadSetting as error:
        findings += _show(
            [wrong("settings", str(error), "mend the environment; docs/settings.md lists them all")]
        )
        return 1
    clock.use_offset_file(settings.clock_offset_file)
    findings += _show([Finding("settings", f"{settings.mode} mode")])
    with ExitStack() as stack:
        try:
            ready = stack.enter_context(servers.at_hand(settings, _quiet))
        except (DomainError, BadSetting) as error:
            _show([wrong("servers", str(error), "start them, or name ordinary servers in the settings")])
            return 1
        findings += asyncio.run(_ask(ready))
    return 0 if all(finding.ok for finding in findings) else 1


async def _ask(settings: Settings) -> list[Finding]:
    findings = _show(machine.home(settings))
    for checkup in CHECKUPS:
        async for finding in checkup(settings):
            findings += _show([finding])
    return findings


def _show(findings: list[Finding]) -> list[Finding]:
    for finding in findings:
        print(finding, flush=True)
    return findings


def _quiet(line: str) -> None:
    del line
