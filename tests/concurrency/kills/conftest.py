"""The kill matrix leaves weeks of a killed deployment behind: it has one for itself."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.concurrency.conftest import Standing
from tests.mail import catching


@pytest.fixture(scope="session")
async def standing() -> AsyncIterator[Standing]:
    async with catching() as sink:
        standing = Standing(sink)
        try:
            yield standing
        finally:
            await standing.close()
