"""Demonstration organisations: loaded once, on the first start of embedded servers, or by `amends demo`."""

from __future__ import annotations

from amends.config import Settings


async def load_on_first_start(settings: Settings) -> None:
    del settings


def addresses(settings: Settings) -> list[tuple[str, str]]:
    del settings
    return []
