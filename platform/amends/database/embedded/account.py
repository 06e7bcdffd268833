"""Who runs the servers: PostgreSQL refuses root, so root hands them to a system account of their own."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from amends.errors import DomainError

NAME = "amends-db"


class NoAccount(DomainError):
    code = "no-account"
    status = 500


class RunAs(TypedDict, total=False):
    """What `subprocess` needs to start a child as the account."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class Account:
    """`borrowed` is true when it isn't our own: folders must then be given to it and reachable for it."""

    name: str
    uid: int
    gid: int
    borrowed: bool

    @property
    def run_as(self) -> RunAs:
        return RunAs(user=self.uid, group=self.gid, extra_groups=[]) if self.borrowed else RunAs()

    def can_enter(self, path: Path) -> bool:
        """Asked of the kernel, as that account: modes, access lists and parents all count."""
        if not self.borrowed:
            return os.access(path, os.X_OK)
        command = ["/bin/sh", "-c", 'test -x "$0"', str(path)]
        return subprocess.run(command, cwd="/", check=False, **self.run_as).returncode == 0

    def own_folder(self, path: Path) -> Path:
        """A folder only the account (and root) can look into; its parents stay as they are."""
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.chmod(0o700)
        if self.borrowed:
            os.chown(path, self.uid, self.gid)
        return path


def choose() -> Account:
    if os.geteuid() != 0:
        return Account(_name_of(os.geteuid()), os.geteuid(), os.getegid(), borrowed=False)
    found = _look_up(NAME) or _create() or _look_up("nobody")
    if found is None:
        raise NoAccount(
            f"PostgreSQL refuses to run as root and needs a system account: create one called {NAME}."
        )
    return Account(found.pw_name, found.pw_uid, found.pw_gid, borrowed=True)


def _create() -> pwd.struct_passwd | None:
    useradd = shutil.which("useradd")
    if useradd is None:
        return None
    command = [useradd, "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    subprocess.run([*command, "--shell", "/usr/sbin/nologin", NAME], capture_output=True, check=False)
    return _look_up(NAME)


def _look_up(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def _name_of(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:  # containers run under numbers nobody has named
        return str(uid)
