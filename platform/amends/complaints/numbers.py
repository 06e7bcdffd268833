"""A complaint's number: written by the policy's pattern, unique per tenant, never changed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

from amends.database.scope import current_tenant, fetch_one

_PLACE = re.compile(r"\{([^{}]+)\}")


async def next_number(
    pattern: str, *, received_at: datetime, zone: str, letter: str, answers: Mapping[str, str]
) -> str:
    """The serial's row is locked until the transaction ends: no gap by a refusal, no number twice."""
    local = received_at.astimezone(ZoneInfo(zone))
    series = _filled(pattern, local, letter, answers)
    row = await fetch_one(
        """INSERT INTO number_series AS s (id, tenant_id, series, last) VALUES ($1, $2, $3, 1)
        ON CONFLICT (tenant_id, series) DO UPDATE SET last = s.last + 1 RETURNING last""",
        uuid4(),
        current_tenant(),
        series,
    )
    serial = row["last"] if row is not None else 1
    return _PLACE.sub(lambda place: f"{serial:0{int(place[1][3:])}d}", series)


def _filled(pattern: str, local: datetime, letter: str, answers: Mapping[str, str]) -> str:
    """Everything but the serial, whose place stays: it names the series."""
    known = {"letter": letter, "YYYY": f"{local:%Y}", "YY": f"{local:%y}", "MM": f"{local:%m}"}

    def fill(place: re.Match[str]) -> str:
        name = place[1]
        if name.startswith("seq"):
            return place[0]
        if name.startswith("field:"):
            return _tidy(answers.get(name.removeprefix("field:"), ""))
        return known[name]

    return _PLACE.sub(fill, pattern)


def _tidy(answer: str) -> str:
    """An answer as part of a number: capital letters and digits, X when nothing is left."""
    return re.sub(r"[^A-Z0-9]", "", answer.upper())[:12] or "X"
