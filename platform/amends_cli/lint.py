"""`amends policy lint`: what is wrong or weak in a policy as a file, or in an organisation's configuration as it stands."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from amends import clock
from amends.config import Settings
from amends.database.scope import platform_scope, tenant_scope
from amends.health.finding import Finding
from amends.health.of_policy import weaknesses
from amends.policy.loosening import Loosened
from amends.policy.places import dotted
from amends.tenancy.operations import tenant_by_slug
from amends_cli.domain import carry_out
from amends_cli.says import say
from tenants.checking import Checked, checked
from tenants.desks import version_in_force
from tenants.health import health
from tenants.policy_files import loosened_by, policies_of, problems_of
from tenants.versions import version_by_id

if TYPE_CHECKING:
    from amends_cli.commands import Subparsers


def add(to: Subparsers) -> None:
    linted = to.add_parser(
        "lint", help="say what is wrong or weak in a policy; exit code 1 where something is wrong"
    )
    linted.add_argument("path", nargs="*", type=Path, metavar="FILE", help="as of `policy check`")
    linted.add_argument("--tenant", metavar="SLUG", default="", help="an organisation as it stands")
    linted.set_defaults(run=_lint)


def _lint(given: argparse.Namespace) -> int:
    if bool(given.path) == bool(given.tenant):
        print("amends: name files, or an organisation with --tenant", file=sys.stderr)
        return 2
    return _files(given.path) if given.path else _organisation(given.tenant)


def _files(paths: Sequence[Path]) -> int:
    """Whether anybody is there to do it, or has confirmed what the law says, is not known of a file, and said so."""
    problems = list(dict.fromkeys(problem for path in paths for problem in problems_of(path)))
    for problem in problems:
        print(f"error: {problem}")
    weak = [
        (name, finding)
        for path in ([] if problems else paths)
        for name, policy in policies_of(path)
        for finding in weaknesses(policy)
    ]
    for name, finding in weak:
        print(f"{_grade(finding)}: {name}: {told(finding)}")
    less = [(path, each) for path in ([] if problems else paths) for each in loosened_by(path)]
    for path, each in less:
        print(f"warning: {path}: {_rests_on_law(each)}")
    if not problems and not weak and not less:
        say(
            "nothing is wrong or weak; who holds the roles and which laws were confirmed was not looked at: use --tenant"
        )
    return int(bool(problems) or any(finding.stops for _, finding in weak))


def _organisation(slug: str) -> int:
    """What its administrators see on the page."""
    lines: list[str] = []

    async def work(_settings: Settings) -> None:
        async with platform_scope():
            tenant = await tenant_by_slug(slug)
        async with tenant_scope(tenant.id):
            state = (await version_by_id(version_in_force(tenant))).state
            rests = await checked(state)
            found = await health(tenant, state.policy(), now=clock.now()) if rests.sound else None
        lines.extend(_of_checks(rests))
        lines.extend(f"{_grade(each)}: {told(each)}" for each in (found.all if found is not None else ()))

    code = carry_out(work, on_existing_data=True)
    for line in lines:
        print(line)
    if code == 0 and not lines:
        say(f"nothing is wrong or weak in the configuration of {slug}")
    return code or int(any(line.startswith("error: ") for line in lines))


def _of_checks(found: Checked) -> Iterator[str]:
    for problem in found.problems:
        yield f"error: {': '.join(filter(None, (dotted(problem.keys), problem.text)))}"
    for each in found.loosened:
        yield f"warning: {_rests_on_law(each)}"
    for source in found.unconfirmed:
        yield f"warning: unconfirmed: sources.{source.code}: compare it with the official text"
    yield from (f"warning: without-effect: {place}" for place in found.strange)


def _rests_on_law(each: Loosened) -> str:
    return f"rests-on-law: {dotted(each.keys)}: {each.how} ({', '.join(each.laws)})"


def _grade(finding: Finding) -> str:
    return "error" if finding.stops else "warning"


def told(finding: Finding) -> str:
    """`chain-ends-at-nobody: chains.ordinary.steps.L3: Escalation · Head office (unheld)`."""
    numbers = " ".join(f"{name}={number}" for name, number in finding.numbers.items())
    names = " · ".join(name.en for name in finding.names)
    why = f"({finding.why})" if finding.why is not None else ""
    words = " ".join(filter(None, (names, why, numbers)))
    return ": ".join(filter(None, (str(finding.rule), dotted(finding.place), words)))
