"""Whom a notice is for."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Recipient:
    """A complainant by address, or a member of staff; `language` is the reader's own."""

    name: str
    language: str
    address: str | None = None
    person_id: UUID | None = None
