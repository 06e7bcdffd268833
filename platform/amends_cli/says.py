"""What the command line itself says, told apart from its processes' lines."""

from __future__ import annotations


def say(line: str) -> None:
    print(f"amends: {line}", flush=True)
