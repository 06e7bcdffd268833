"""When something was, for operators, who look after many time zones: how long ago, and exactly, in UTC."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from web.formats import ago_text, iso, second_text

_UTC = ZoneInfo("UTC")


def moment_view(moment: datetime | None, *, now: datetime) -> dict[str, str]:
    """Empty where there is no such moment."""
    if moment is None:
        return {}
    return {
        "ago": ago_text(moment, now=now),
        "exact": f"{second_text(moment, zone=_UTC)} UTC",
        "iso": iso(moment),
    }
