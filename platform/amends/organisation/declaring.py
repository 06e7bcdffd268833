"""What a declaration says of a setting: its kind, label, help, limits and place."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from msgspec import Meta


def mark(text: str) -> str:
    return text


class Page(StrEnum):
    """Where administrators change it."""

    NAMES = "names"
    LOOK = "look"
    CONTACTS = "contacts"
    HOURS = "hours"
    BODIES = "bodies"
    TEXTS = "texts"
    LEGAL = "legal"


class Kind(StrEnum):
    LINE = "line"
    LINES = "lines"
    MARKDOWN = "markdown"
    EMAIL = "email"
    PHONE = "phone"
    WEBSITE = "website"
    COLOUR = "colour"
    LANGUAGE = "language"
    ZONE = "zone"
    HOURS = "hours"
    DAYS = "days"
    BODIES = "bodies"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    page: Page
    kind: Kind
    label: str
    help: str
    shown: str
    """Where people see it."""
    longest: int = 200
    required: bool = False
    otherwise: str = ""
    """What the product says where it is empty."""
    register: tuple[str, ...] = ()
    """Columns of the register that hold it, because every process needs it before it knows the tenant's scope."""


def declared(
    page: Page,
    kind: Kind,
    label: str,
    help: str,  # noqa: A002 - it is the field's
    shown: str,
    *,
    longest: int = 200,
    required: bool = False,
    otherwise: str = "",
    register: tuple[str, ...] = (),
) -> Meta:
    setting = Setting(
        page=page, kind=kind, label=label, help=help, shown=shown, longest=longest, required=required,
        otherwise=otherwise, register=register,
    )  # fmt: skip
    return Meta(extra={"setting": setting})
