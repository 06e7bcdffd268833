"""What a form of the settings says, as its declarations demand it; everything that is wrong is said at once. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from urllib.parse import urlsplit
from uuid import UUID

from amends.complaints.intake import is_email
from amends.complaints.texts import Texts
from amends.errors import Invalid
from amends.organisation.declarations import SETTINGS, fields_of, of_page
from amends.organisation.declaring import Kind, Page, Setting
from amends.organisation.hours import day_words, read_day
from amends.organisation.values import Both, Day, OtherDay, OutsideBody
from amends.tenancy.operations import known_zones

Typed = Mapping[str, str]
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MOST_MONTHS = 240
MOST_BODIES = 20
MOST_DAYS = 60
_PHONE = re.compile(r"[+0-9(][0-9 ()./#*x转-]{2,38}")
_LISTS = (Kind.DAYS, Kind.BODIES)
"""Changed entry by entry, not by the form of a page."""


def read(page: Page, typed: Typed) -> dict[str, object]:
    """The settings of a page by key."""
    wrong: dict[str, str] = {}
    found = {
        key: _read(key, setting, typed, wrong)
        for key, setting in of_page(page).items()
        if setting.kind not in _LISTS
    }
    if wrong:
        raise Invalid(wrong)
    return found


def typed_of(key: str, value: object) -> dict[str, str]:
    """A setting as its form shows it."""
    if isinstance(value, Both):
        return {f"{key}_zh": value.zh, f"{key}_en": value.en}
    if SETTINGS[key].kind is Kind.HOURS and isinstance(value, tuple):
        return {f"{key}_{name}": day_words(day) for name, day in zip(WEEKDAYS, value, strict=True)}
    return {key: str(value)}


def read_body(typed: Typed, *, body_id: UUID) -> OutsideBody:
    wrong: dict[str, str] = {}
    texts = Texts(wrong)
    name = _both(texts, "name", typed)
    if not name:
        wrong.setdefault("name_zh", "Please give the name in at least one language.")
    body = OutsideBody(
        id=body_id,
        name=name,
        purpose=_both(texts, "purpose", typed, longest=400),
        phone=_phone("phone", typed.get("phone", ""), wrong),
        website=_website("website", typed.get("website", ""), wrong),
        address=_both(texts, "address", typed, longest=400),
        months=_months("months", typed.get("months", ""), wrong),
    )
    texts.demand()
    return body


def read_other_day(typed: Typed) -> OtherDay:
    wrong: dict[str, str] = {}
    texts = Texts(wrong)
    note = _both(texts, "note", typed)
    try:
        day = date.fromisoformat(typed.get("day", "").strip())
    except ValueError:
        wrong["day"] = "Please give a date."
        day = date.min
    periods = _day("periods", typed, wrong)
    texts.demand()
    return OtherDay(day=day, periods=periods, note=note)


def _read(key: str, setting: Setting, typed: Typed, wrong: dict[str, str]) -> object:
    text = typed.get(key, "").strip()
    match setting.kind:
        case Kind.HOURS:
            return tuple(_day(f"{key}_{name}", typed, wrong) for name in WEEKDAYS)
        case Kind.EMAIL:
            if text and not is_email(text):
                wrong[key] = "This is not an e-mail address."
            return text
        case Kind.PHONE:
            return _phone(key, text, wrong)
        case Kind.WEBSITE:
            return _website(key, text, wrong)
        case Kind.COLOUR:
            if not re.fullmatch(r"#[0-9a-f]{6}", text.lower()):
                wrong[key] = "Please choose a colour such as #0f5c63."
            return text.lower()
        case Kind.LANGUAGE:
            if text not in ("zh", "en"):
                wrong[key] = "Please choose a language."
            return text
        case Kind.ZONE:
            if text not in known_zones():
                wrong[key] = "Please choose a time zone such as Asia/Shanghai."
            return text
        case _:
            return _words(key, setting, typed, wrong)


def _words(key: str, setting: Setting, typed: Typed, wrong: dict[str, str]) -> object:
    texts = Texts(wrong)
    take = texts.line if setting.kind is Kind.LINE else texts.prose
    found = [
        take(name, typed.get(name, ""), required=setting.required, longest=setting.longest)
        for name in fields_of(key)
    ]
    return Both(*found) if len(found) == 2 else found[0]


def _both(texts: Texts, name: str, typed: Typed, *, longest: int = 200) -> Both:
    take = texts.line if longest <= 200 else texts.prose
    zh, en = (
        take(f"{name}_{language}", typed.get(f"{name}_{language}", ""), required=False, longest=longest)
        for language in ("zh", "en")
    )
    return Both(zh, en)


def _day(name: str, typed: Typed, wrong: dict[str, str]) -> Day:
    try:
        return read_day(typed.get(name, ""))
    except Invalid as refusal:
        wrong[name] = refusal.fields[""]
        return ()


def _phone(name: str, text: str, wrong: dict[str, str]) -> str:
    text = " ".join(text.split())
    if text and not _PHONE.fullmatch(text):
        wrong[name] = "Use digits, spaces and dashes only."
    return text


def _months(name: str, text: str, wrong: dict[str, str]) -> int:
    text = text.strip() or "0"
    if not text.isdecimal() or int(text[:4]) > _MOST_MONTHS:
        wrong[name] = "Please give a number of months, 240 at most."
        return 0
    return int(text)


def _website(name: str, text: str, wrong: dict[str, str]) -> str:
    """With its scheme; whoever types www.example.cn means https."""
    text = text.strip()
    if not text:
        return ""
    address = text if "://" in text else f"https://{text}"
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        host = ""
    fits = re.fullmatch(r"[\w-]+(\.[\w-]+)+", host) and not re.search(r"[\s\"'<>\\@]", address)
    if not fits or parts.scheme not in ("http", "https") or len(address) > 300:
        wrong[name] = "Please give a web address such as www.example.cn."
    return address
