"""Hours of the day by a reader's own clock, as minutes after midnight; nights and changes of the clock included. Pure."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

DAY: Final = 24 * 60
_ONE = timedelta(days=1)


def quiet_until(now: datetime, begins: int, ends: int, zone: ZoneInfo) -> datetime | None:
    """When the quiet hours that it is now are over; None: these are none. From 22:00 until 7:00 goes over midnight."""
    local = now.astimezone(zone)
    minute = local.hour * 60 + local.minute
    over_midnight = ends <= begins
    if begins == ends or not (
        minute >= begins or minute < ends if over_midnight else begins <= minute < ends
    ):
        return None
    day = local.date() + _ONE if over_midnight and minute >= begins else local.date()
    end = _at(day, ends, zone)
    # The clock was put back meanwhile and shows this hour a second time.
    return end if end > now else _at(day, ends, zone, fold=1)


def next_at(now: datetime, minute: int, zone: ZoneInfo) -> datetime:
    """The next time the clock shows it."""
    today = now.astimezone(zone).date()
    return next(at for day in (today, today + _ONE) if (at := _at(day, minute, zone)) > now)


def read_minute(text: str) -> int | None:
    """Of `22:30`; None for what is no time of day."""
    hour, colon, minute = text.strip().partition(":")
    if not (colon and hour.isascii() and minute.isascii() and hour.isdigit() and minute.isdigit()):
        return None
    found = int(hour) * 60 + int(minute)
    return found if len(minute) == 2 and len(hour) <= 2 and int(minute) < 60 and found < DAY else None


def minute_text(minute: int | None) -> str:
    """`22:30`, as a time field holds it."""
    return "" if minute is None else f"{minute // 60:02}:{minute % 60:02}"


def _at(day: date, minute: int, zone: ZoneInfo, *, fold: int = 0) -> datetime:
    """An hour that the clock jumps over is the one it shows instead."""
    local = datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=zone, fold=fold)
    return local.astimezone(UTC)
