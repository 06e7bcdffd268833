"""`amends`: one line for every expected failure, exit code 2 for bad use and 1 for failures."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

import asyncpg

from amends.environment import BadSetting
from amends.errors import DomainError, Invalid
from amends_cli import commands


def main(arguments: Sequence[str] | None = None) -> int:
    words = sys.argv[1:] if arguments is None else list(arguments)
    given = _parser(words).parse_args(words)
    try:
        code: int = given.run(given)
    except BadSetting as error:
        return _refuse(str(error), 2)
    except Invalid as error:
        return _refuse("; ".join(f"{name}: {why}" for name, why in error.fields.items()), 2)
    except DomainError as error:
        return _refuse(" ".join(filter(None, (str(error), error.hint))), 1)
    except (OSError, asyncpg.PostgresError) as error:
        return _refuse(f"{type(error).__name__}: {error}", 1)
    except KeyboardInterrupt:
        return 130
    return code


def _parser(words: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="amends", description="Complaint handling for many organisations.", allow_abbrev=False
    )
    subparsers = parser.add_subparsers(title="commands", metavar="command", required=True)
    commands.add(subparsers, chosen=words[0] if words else "")
    return parser


def _refuse(why: str, code: int) -> int:
    print("amends: " + " ".join(why.split()), file=sys.stderr)
    return code
