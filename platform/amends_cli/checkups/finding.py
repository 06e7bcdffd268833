"""One line of the doctor's."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """Fine unless there is advice."""

    subject: str
    seen: str
    advice: str = ""

    @property
    def ok(self) -> bool:
        return not self.advice

    def __str__(self) -> str:
        start = f"{'ok' if self.ok else 'WRONG':<6}{self.subject:<12}{' '.join(self.seen.split())}"
        return start if self.ok else f"{start} → {self.advice}"


def wrong(subject: str, seen: str, advice: str) -> Finding:
    return Finding(subject, seen, advice)
