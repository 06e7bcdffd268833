"""A name server that says what a test wants."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.names import NameServer, naming


@pytest.fixture
async def names() -> AsyncIterator[NameServer]:
    async with naming() as server:
        yield server
