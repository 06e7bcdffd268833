"""What a form or an address says, as it was typed: the one place where the web reads text.

No keyboard types control characters, and PostgreSQL's text has no room for the null character: they are dropped
here, so that no page and no operation meets them. The API refuses them instead.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from litestar.datastructures import UploadFile

from amends.errors import Invalid
from web.edge.visit import AnyRequest

_NOT_SHOWN_AGAIN = frozenset({"_csrf_token", "form_id", "password", "password_again", "old_password"})
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_HALVES = re.compile(r"[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Typed:
    """Text fields only; files are received by the edge. Of several values with one name, `text` is the last."""

    fields: Mapping[str, Sequence[str]]

    def text(self, name: str) -> str:
        return self.fields[name][-1] if self.fields.get(name) else ""

    def all(self, name: str) -> Sequence[str]:
        return self.fields.get(name, ())

    def is_on(self, name: str) -> bool:
        return self.text(name) == "yes"

    def uuid(self, name: str) -> UUID | None:
        """None when it is empty or no id at all."""
        try:
            return UUID(self.text(name))
        except ValueError:
            return None

    def moment(self, name: str, zone: ZoneInfo) -> datetime | None:
        """A local date and time of the organisation; None when it is left empty."""
        if not self.text(name).strip():
            return None
        try:
            moment = datetime.fromisoformat(self.text(name).strip())
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is not None:
            raise Invalid({name: "Please give date and time, such as 2026-05-31 14:30."})
        return moment.replace(tzinfo=zone)

    def day(self, name: str) -> date | None:
        """None when it is left empty."""
        text = self.text(name).strip()
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            raise Invalid({name: "Please give a date such as 2026-05-31."}) from None

    def part(self, prefix: str) -> dict[str, str]:
        """The fields called `prefix.<code>`, by code."""
        start = f"{prefix}."
        return {name.removeprefix(start): self.text(name) for name in self.fields if name.startswith(start)}

    def last(self) -> dict[str, str]:
        """One value a name, whatever was sent."""
        return {name: self.text(name) for name in self.fields}

    def values(self) -> dict[str, object]:
        """For the form that comes back; passwords never do."""
        return {
            name: given[-1] if len(given) == 1 else list(given)
            for name, given in self.fields.items()
            if name not in _NOT_SHOWN_AGAIN
        }

    def lasting(self) -> dict[str, Sequence[str]]:
        """To be kept and read as typed once more: what is asked for once is not in it."""
        return {name: given for name, given in self.fields.items() if name not in _NOT_SHOWN_AGAIN}


async def typed_in(request: AnyRequest) -> Typed:
    form = await request.form()
    fields: dict[str, list[str]] = {}
    for name, value in form.multi_items():
        if not isinstance(value, UploadFile):
            fields.setdefault(plain(name), []).append(plain(str(value)))
    return Typed(fields)


def asked(request: AnyRequest, name: str) -> str:
    """A value of the address's query; "" when there is none."""
    return plain(str(request.query_params.get(name, "")))


def asked_all(request: AnyRequest, name: str) -> list[str]:
    """All values of the address's query under a name."""
    return [plain(str(text)) for text in request.query_params.getall(name, [])]


def plain(text: str) -> str:
    """Without controls, but for tabs and line ends, which are evened out; half characters become a mark."""
    even = text.replace("\r\n", "\n").replace("\r", "\n")
    return _HALVES.sub("\ufffd", _CONTROLS.sub("", even))


def has_controls(text: str) -> bool:
    return _CONTROLS.search(text) is not None
