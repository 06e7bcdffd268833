"""The folder AMENDS_HOME: one user at a time, known layout, passwords made once."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import secrets
from pathlib import Path

from amends.errors import DomainError

LAYOUT = 1
ROLES = ("amends_owner", "amends_app", "amends_backup")


class HomeRefused(DomainError):
    """The data folder cannot be used; says which and why."""

    code = "home-refused"
    status = 500


class HomeInUse(HomeRefused):
    """Another process holds the folder."""

    code = "home-in-use"


class Home:
    def __init__(self, path: Path) -> None:
        self.path = path.expanduser().absolute()
        self._lock: int | None = None

    @property
    def digest(self) -> str:
        """Short name for things that must live elsewhere: socket paths are limited to about 100 characters."""
        return hashlib.sha256(str(self.path.resolve()).encode()).hexdigest()[:12]

    def open(self, *, traversable: bool, postgresql: int) -> None:
        """Create, lock and check the folder; `traversable` lets another account pass through, not look in."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            self._take_lock()
            self.path.chmod(0o711 if traversable else 0o700)
        except OSError as error:
            raise HomeRefused(
                "The data folder %(path)s is not writable (%(why)s): mend its rights or set AMENDS_HOME.",
                path=self.path,
                why=error.strerror,
            ) from None
        try:
            self._check_version(postgresql)
        except HomeRefused:
            self.close()
            raise

    def close(self) -> None:
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def folder(self, name: str) -> Path:
        path = self.path / name
        path.mkdir(mode=0o700, exist_ok=True)
        return path

    def passwords(self) -> tuple[dict[str, str], bool]:
        """Passwords by role and the process secret; true when some had to be made now."""
        path = self.path / "secrets.json"
        known: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
        missing = [name for name in (*ROLES, "secret") if name not in known]
        if missing:
            known |= {name: secrets.token_hex(24) for name in missing}
            _write_private(path, json.dumps(known, indent=1) + "\n")
        return known, bool(missing)

    def secret(self) -> str:
        """The process secret, or nothing where none was made yet."""
        path = self.path / "secrets.json"
        return str(json.loads(path.read_text()).get("secret", "")) if path.exists() else ""

    def keep_secret(self, secret: str) -> None:
        """Before the servers' first start: what was signed and sealed under it holds here, too."""
        self.path.mkdir(parents=True, exist_ok=True)
        path = self.path / "secrets.json"
        known = json.loads(path.read_text()) if path.exists() else {}
        _write_private(path, json.dumps(known | {"secret": secret}, indent=1) + "\n")

    def _take_lock(self) -> None:
        lock = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(lock, 20).decode() or "unknown"
            os.close(lock)
            raise HomeInUse(
                "%(path)s is in use by a running amends (process %(holder)s): stop that one, or set AMENDS_HOME "
                "and PORT to run a second beside it.",
                path=self.path,
                holder=holder,
            ) from None
        os.truncate(lock, 0)
        os.write(lock, str(os.getpid()).encode())
        self._lock = lock

    def _check_version(self, postgresql: int) -> None:
        path = self.path / "version"
        if not path.exists():
            _write_private(path, json.dumps({"layout": LAYOUT, "postgresql": postgresql}) + "\n")
            return
        try:
            found: dict[str, int] = json.loads(path.read_text())
            layout, major = found["layout"], found["postgresql"]
        except (ValueError, KeyError, TypeError):
            raise HomeRefused("%(path)s is not readable as a version.", path=path) from None
        if layout > LAYOUT or major > postgresql:
            raise HomeRefused(
                "The data in %(path)s was written by a newer version of amends: run that version or set AMENDS_HOME.",
                path=self.path,
            )
        if major < postgresql:
            raise HomeRefused(
                "The data in %(path)s belongs to PostgreSQL %(major)s and this version brings %(ours)s: dump it "
                "with the version of amends that wrote it, then restore it into a new AMENDS_HOME.",
                path=self.path,
                major=major,
                ours=postgresql,
            )


def _write_private(path: Path, content: str) -> None:
    """Whole or not at all, readable by its owner only."""
    fresh = path.with_name(path.name + ".new")
    fresh.touch(mode=0o600)
    with fresh.open("w", encoding="utf-8") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
