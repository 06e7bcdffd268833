"""What every page is handed: who it speaks for, who reads it, and what a form holds when it comes back.

Pages get plain values; where a value is a date it arrives as text (`…_text`) with `…_iso` beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Shown:
    """A text of the organisation's, and the language it is in: not the reader's while theirs is missing."""

    text: str = ""
    language: str = ""
    html: Markup = Markup("")  # noqa: RUF009 - never changed

    def __bool__(self) -> bool:
        return bool(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """When the organisation is open, and whether it is now."""

    is_open: bool
    now_text: str
    week: tuple[tuple[str, str], ...] = ()
    other_days: tuple[tuple[str, str, Shown], ...] = ()
    note: Shown = Shown()


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """The tenant as its pages show it, names in the reader's language."""

    name: str
    short_name: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    address: Shown = Shown()
    counter: Shown = Shown()
    footer: Shown = Shown()
    hours: Hours | None = None
    logo_url: str = ""
    pages: tuple[str, ...] = ()
    """Which of "accessibility" and "imprint" there are."""

    @property
    def initial(self) -> str:
        return self.name[:1].upper()

    @property
    def website_text(self) -> str:
        return self.website.partition("://")[2].rstrip("/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """The signed-in member of staff (or operator) who reads the page, and what they may do."""

    name: str
    role_text: str = ""
    email: str = ""
    may: frozenset[str] = frozenset()
    unread: int = 0
    tasks: int = 0
    takes_over: bool = False
    """Their organisation takes complaints over from others, or did: there is a tray."""
    guest: bool = False
    """An operator who looks into an organisation."""

    @property
    def initial(self) -> str:
        return self.name[:1].upper()


@dataclass(frozen=True, slots=True, kw_only=True)
class Banner:
    """Something said above every page: a trial, an announcement, a granted visit. In the reader's language."""

    text: str
    kind: str = "calm"
    """As an alert's: calm, good, warn, bad."""
    link_url: str = ""
    link_text: str = ""
    post_url: str = ""
    post_text: str = ""
    """A button instead of, or beside, the link."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormView:
    """A form to fill in, or one that comes back: typed values and, in the reader's language, what is wrong with them.

    A page with several forms asks `for_act` for each of them: only the one that failed keeps values and errors.
    """

    form_id: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    message: str = ""
    act: str = ""

    def for_act(self, act: str) -> FormView:
        """The part of this page's form that is about one act; its one-time id differs from every other act's."""
        own_id = f"{self.form_id}-{act}" if self.form_id else ""
        if act == self.act:
            return replace(self, form_id=own_id)
        return FormView(form_id=own_id, act=act)

    def field_id(self, name: str) -> str:
        return f"{self.act}-{name}" if self.act else name

    def value(self, name: str) -> object:
        found = self.values.get(name, "")
        return "" if found is None else found

    def error(self, name: str) -> str:
        return self.errors.get(name, "")

    def chosen(self, name: str, option: object) -> bool:
        """Whether an option was picked, for one value and for lists of them."""
        found = self.values.get(name)
        if isinstance(found, list | tuple | set | frozenset):
            return str(option) in {str(item) for item in found}
        return found is not None and str(found) == str(option)

    def written(self) -> list[str]:
        """The texts somebody composed. Ids, codes and tokens are ASCII without a space; Chinese needs none."""
        texts = [text.strip() for text in self.values.values() if isinstance(text, str)]
        return [text for text in texts if " " in text or "\n" in text or not text.isascii()]

    @property
    def failed(self) -> bool:
        return bool(self.errors or self.message)
