"""What a form of the portal says, as it was typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from litestar.datastructures import UploadFile

from amends.errors import Invalid
from amends.evidence.refusals import EvidenceRefused
from web.edge.failures import translated
from web.edge.visit import AnyRequest, Visit
from web.i18n import gettext

_NOT_SHOWN_AGAIN = frozenset({"_csrf_token", "form_id", "password", "password_again", "old_password"})


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
            return datetime.fromisoformat(self.text(name)).replace(tzinfo=zone)
        except ValueError:
            raise Invalid({name: "Please give date and time, such as 2026-05-31 14:30."}) from None

    def part(self, prefix: str) -> dict[str, str]:
        """The fields called `prefix.<code>`, by code."""
        start = f"{prefix}."
        return {name.removeprefix(start): self.text(name) for name in self.fields if name.startswith(start)}

    def values(self) -> dict[str, object]:
        """For the form that comes back; passwords never do."""
        return {
            name: given[-1] if len(given) == 1 else list(given)
            for name, given in self.fields.items()
            if name not in _NOT_SHOWN_AGAIN
        }


def file_problem(visit: Visit) -> dict[str, str]:
    """What is wrong with the files sent along, said at their field; the edge took none of them."""
    problem = visit.upload_problem
    if problem is None:
        return {}
    name = problem.file if isinstance(problem, EvidenceRefused) else ""
    text = translated(problem) + (f" {gettext(problem.hint)}" if problem.hint else "")
    return {"files": f"{name}: {text}" if name else text}


async def typed_in(request: AnyRequest) -> Typed:
    form = await request.form()
    fields: dict[str, list[str]] = {}
    for name, value in form.multi_items():
        if not isinstance(value, UploadFile):
            # PostgreSQL's text holds everything but the null character; no keyboard types one.
            fields.setdefault(name, []).append(str(value).replace("\x00", ""))
    return Typed(fields)
