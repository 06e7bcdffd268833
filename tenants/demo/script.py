"""What a demonstration's file says: an organisation, its people, and complaints with what was done about each.

Moments are relative, so that a demonstration is never old: `-12 09:40` is 20 to 10 on the twelfth working day before
today, in the organisation's time zone; `3h ago` counts back from now.
"""

from __future__ import annotations

import re
import tomllib
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from amends.complaints.intake import Channel

FOLDER = Path(__file__).parent


class _Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    pass


class Held(_Part, frozen=True, kw_only=True):
    """A certificate; days count from the day of loading, `expires` below zero is over already, 0 never."""

    code: str
    label: str
    issued: int
    expires: int = 0
    evidence: str = ""


class Member(_Part, frozen=True, kw_only=True):
    """`key` names the person in steps and begins the e-mail address."""

    key: str
    name: str
    roles: tuple[str, ...]
    department: str = ""
    language: str = "zh"
    position: str = ""
    supervisor: str = ""
    deputy: str = ""
    """Keys of other people."""
    away: str = ""
    """Why, of whoever is on leave when the demonstration is loaded."""
    certificates: tuple[Held, ...] = ()
    training: str = ""


class Photo(_Part, frozen=True, kw_only=True):
    """`scene` is one of the drawings' names; each photo belongs to one complaint."""

    name: str
    scene: str


class Story(_Part, frozen=True, kw_only=True):
    """One complaint; `by` is who took it in, empty when the complainant wrote it."""

    at: str
    category: str
    subject: str
    narrative: str
    demand: str = ""
    answers: dict[str, str] = {}
    name: str = ""
    email: str = ""
    phone: str = ""
    language: str = "zh"
    channel: Channel = Channel.WEB
    by: str = ""
    told_on_receipt: bool = False
    photos: tuple[str, ...] = ()
    steps: tuple[dict[str, Any], ...] = ()
    """Each says `do`, `at`, maybe `by` (a person's key; the complainant otherwise), and what the act needs."""


class Answer(_Part, frozen=True, kw_only=True):
    """An article of the knowledge base, written and approved before the first complaint; `by` and `approver` are keys."""

    by: str
    approver: str
    audience: str
    categories: tuple[str, ...] = ()
    title_zh: str
    title_en: str
    body_zh: str
    body_en: str


class Show(_Part, frozen=True, kw_only=True):
    slug: str
    name_zh: str
    name_en: str
    template: str
    time_zone: str
    language: str
    contact_phone: str
    contact_email: str
    colour: str
    people: tuple[Member, ...]
    """The first is the administrator who is invited at onboarding."""
    heads: dict[str, str] = {}
    """Departments by code, and who heads each."""
    photos: dict[str, Photo] = {}
    articles: tuple[Answer, ...] = ()
    complaints: tuple[Story, ...] = ()

    def email_of(self, member: Member) -> str:
        return f"{member.key}@{self.slug}.example"


def shows() -> list[Show]:
    """Every demonstration that is shipped."""
    return [
        msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Show)
        for path in sorted(FOLDER.glob("*.toml"))
    ]


def moment(text: str, *, now: datetime, zone: str, working_days: tuple[int, ...]) -> datetime:
    """When that was, as this demonstration counts."""
    found = re.fullmatch(r"(?P<hours>\d+(\.\d+)?)h ago|-(?P<days>\d+) (?P<time>\d\d:\d\d)", text)
    if found is None:
        raise ValueError(f"expected a moment like “-12 09:40” or “3h ago”, not {text!r}")
    if found["hours"]:
        return now - timedelta(hours=float(found["hours"]))
    local = now.astimezone(ZoneInfo(zone))
    day = _working_day_before(local.date(), int(found["days"]), working_days)
    return datetime.combine(day, time.fromisoformat(found["time"]), ZoneInfo(zone))


def _working_day_before(day: date, count: int, working_days: tuple[int, ...]) -> date:
    while count > 0:
        day -= timedelta(days=1)
        count -= day.isoweekday() in working_days
    return day
