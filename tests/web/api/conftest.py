"""A connected system that files complaints."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.web.conftest import Arrive
from tests.world import World, first_category, lodgement


class System:
    def __init__(self, http: httpx.AsyncClient, body: dict[str, Any]) -> None:
        self.http = http
        self.body = body
        """A valid complaint."""

    async def lodge(self, *, key: str = "order-100-complaint", **changes: Any) -> httpx.Response:
        return await self.http.post(
            "/api/v1/complaints", json=self.body | changes, headers={"idempotency-key": key}
        )

    async def track(self, number: str, access_code: str) -> httpx.Response:
        return await self.http.post("/api/v1/tracking", json={"number": number, "access_code": access_code})


@pytest.fixture
async def system(world: World, arrive: Arrive) -> System:
    async with world.at_desk() as desk:
        given = lodgement(desk.policy)
        body = {
            "category": first_category(desk.policy),
            "subject": given.subject,
            "narrative": given.narrative,
            "answers": dict(given.answers),
            "name": given.name,
            "email": given.email,
            "language": "zh",
        }
    return System(arrive().http, body)
