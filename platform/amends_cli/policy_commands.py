"""`amends policy check|lint|schema`: files that hold policy, looked at without a deployment; `upgrades`: who is behind."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from amends.policy.schema import Of, dumps
from amends_cli import lint, upgrade_list
from amends_cli.says import say
from tenants.policy_files import problems_of

if TYPE_CHECKING:
    from amends_cli.commands import Subparsers


def add(to: Subparsers) -> None:
    checked = to.add_parser("check", help="say what is wrong in templates and policies, a line each")
    checked.add_argument(
        "path",
        nargs="+",
        type=Path,
        metavar="FILE",
        help="a template's folder or any file of it, a folder of templates, or a policy as a file",
    )
    checked.set_defaults(run=_check)
    shown = to.add_parser("schema", help="print the JSON Schema of a policy in full")
    shown.add_argument(
        "--layer", action="store_true", help="of a layer instead: a template's file, an organisation's own"
    )
    shown.set_defaults(run=_schema)
    lint.add(to)
    upgrade_list.add(to)


def _check(given: argparse.Namespace) -> int:
    problems = [problem for path in given.path for problem in problems_of(path)]
    for problem in dict.fromkeys(problems):
        print(problem, file=sys.stderr)
    if problems:
        return 1
    say("nothing is wrong with " + ", ".join(str(path) for path in given.path))
    return 0


def _schema(given: argparse.Namespace) -> int:
    print(dumps(Of.LAYER if given.layer else Of.DOCUMENT), end="")
    return 0
