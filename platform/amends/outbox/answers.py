"""What whoever took something said about it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Taken:
    """Codes only, never an address, a number or a sentence; and what they call it."""

    words: str = ""
    provider_id: str = ""
