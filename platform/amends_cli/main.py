"""`amends`: one line for every expected failure, exit code 2 for bad use and 1 for failures."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

import asyncpg

from amends.environment import BadSetting
from amends.errors import DomainError
from amends_cli import commands


def main(arguments: Sequence[str] | None = None) -> int:
    given = _parser().parse_args(arguments)
    try:
        code: int = given.run(given)
    except BadSetting as error:
        return _refuse(str(error), 2)
    except DomainError as error:
        return _refuse(" ".join(filter(None, (str(error), error.hint))), 1)
    except (OSError, asyncpg.PostgresError) as error:
        return _refuse(f"{type(error).__name__}: {error}", 1)
    except KeyboardInterrupt:
        return 130
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="amends", description="Complaint handling for many organisations.", allow_abbrev=False
    )
    commands.add(parser.add_subparsers(title="commands", metavar="command", required=True))
    return parser


def _refuse(why: str, code: int) -> int:
    print("amends: " + " ".join(why.split()), file=sys.stderr)
    return code
