"""What a backup says of itself: written last, so that a folder without it is no backup."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec

from amends.backup.files import write_new
from amends.errors import DomainError

FORMAT: Final = 1
NAME: Final = "manifest.json"
DUMP: Final = "database.dump"
STORE: Final = "store"
SUMS: Final = "SHA256SUMS"
_ROUNDS: Final = 200_000


class NoBackup(DomainError):
    code = "no-backup"
    status = 422


@dataclass(frozen=True, slots=True)
class TableContent:
    """`digest` is the sum of all rows' hashes: the same rows in any order."""

    rows: int
    digest: str


@dataclass(frozen=True, slots=True)
class SecretMark:
    """Tells whether a secret is the one in force then, and nothing else about it."""

    salt: str
    digest: str

    def fits(self, secret: str) -> bool:
        return secrets.compare_digest(_stretched(secret, self.salt), self.digest)


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    format: int
    made_at: datetime
    version: str
    """Of Amends."""
    migrations: tuple[str, ...]
    postgresql: int
    """The server's major version."""
    client: int
    """pg_dump's, which pg_restore must not be older than."""
    roles: tuple[str, ...]
    """Those that the walls and rights name; they must be there before the backup is restored."""
    tables: dict[str, TableContent]
    schema: tuple[str, ...]
    """Columns, keys, indexes, triggers, functions, walls and rights, a line each."""
    objects: int
    object_bytes: int
    sums_sha256: str
    """Of SHA256SUMS, which lists every other file."""
    secret: SecretMark
    missing: tuple[str, ...]
    """Objects the database named that were not in the store, or not as they were put there."""
    erased: tuple[str, ...]
    """Objects the dump names that were erased, rows and all, while the backup was made."""

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables.values())

    def write(self, folder: Path) -> None:
        write_new(folder / NAME, msgspec.json.format(msgspec.json.encode(self), indent=1) + b"\n")


def mark(secret: str) -> SecretMark:
    salt = secrets.token_hex(16)
    return SecretMark(salt, _stretched(secret, salt))


def read(folder: Path) -> Manifest:
    try:
        raw = (folder / NAME).read_bytes()
        found: dict[str, object] = msgspec.json.decode(raw, type=dict)
        if found.get("format") != FORMAT:
            raise NoBackup("%(folder)s was made by another version of amends: use that one.", folder=folder)
        return msgspec.json.decode(raw, type=Manifest)
    except FileNotFoundError:
        raise NoBackup(
            "%(folder)s is no whole backup: it has no %(name)s.", folder=folder, name=NAME
        ) from None
    except (OSError, msgspec.MsgspecError) as error:
        raise NoBackup("%(folder)s cannot be read as a backup (%(why)s).", folder=folder, why=error) from None


def differences(here: Sequence[str], there: Sequence[str]) -> list[str]:
    """Lines that only one of the two has, marked with whose they are."""
    lost = [f"missing: {line}" for line in sorted(set(here) - set(there))]
    return lost + [f"new: {line}" for line in sorted(set(there) - set(here))]


def _stretched(secret: str, salt: str) -> str:
    return hashlib.pbkdf2_hmac("sha256", secret.encode(), bytes.fromhex(salt), _ROUNDS).hex()
