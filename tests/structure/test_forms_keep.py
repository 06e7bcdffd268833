"""Every form of every page, sent wrongly, comes back with what was typed: the pages' own forms, found by walking them.

Files stay with the form as what was received (`kept_file`); passwords and codes are never sent back.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

import pytest

from tests.structure.test_rights import SERVES, Ids
from tests.structure.test_rights import harbours as harbours
from tests.web.conftest import Arrive
from tests.web.portal.conftest import Enter
from tests.web.visitor import Visitor

_TYPED = {
    "email": "no address", "tel": "12", "date": "2026-03-02", "time": "09:30", "datetime-local": "2026-03-02T09:30",
    "number": "3", "color": "#123456",
}  # fmt: skip
_NOT_KEPT = {"password", "file", "hidden", "submit"}
_CODES = {"code", "typed_name", "key", "secret"}
"""Secrets, the keys of gateways among them, and the question whether somebody is sure: typed anew each time."""
_PUBLIC = "/complaints/new", "/track", "/portal/sign-in"
"""Lost codes and forgotten passwords take anything: their answer tells nobody what is known here."""


@dataclass
class Field:
    name: str
    kind: str
    required: bool
    value: str = ""
    options: list[str] = field(default_factory=list)
    chosen: list[str] = field(default_factory=list)


@dataclass
class Asked:
    """A form that is posted, with its fields by name."""

    action: str
    hidden: dict[str, str] = field(default_factory=dict)
    fields: dict[str, Field] = field(default_factory=dict)

    def typed(self) -> dict[str, str]:
        """Something in every field; nothing in the first that must not be empty."""
        values = {
            each.name: each.options[-1] if each.options else _TYPED.get(each.kind, f"Kept {place}")
            for place, each in enumerate(self.fields.values())
        }
        needed = [each for each in self.fields.values() if each.required and not each.options]
        if needed and not any(each.kind == "email" for each in self.fields.values()):
            values[needed[0].name] = ""
        return values

    def can_be_wrong(self) -> bool:
        texts = [each for each in self.fields.values() if not each.options]
        return any(each.required or each.kind == "email" for each in texts)

    def holds(self) -> dict[str, str]:
        return {
            each.name: (each.chosen or [""])[-1] if each.options else each.value
            for each in self.fields.values()
        }


class _Reading(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Asked] = []
        self._form: Asked | None = None
        self._field: Field | None = None
        self._area = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        have = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Asked(have.get("action", "")) if have.get("method") == "post" else None
            if self._form is not None:
                self.forms.append(self._form)
        elif self._form is not None and tag in ("input", "select", "textarea") and have.get("name"):
            self._take(tag, have, self._form)
        elif tag == "option" and self._field is not None and have.get("value"):
            self._field.options.append(have["value"])
            if "selected" in have:
                self._field.chosen.append(have["value"])

    def _take(self, tag: str, have: dict[str, str], form: Asked) -> None:
        kind = have.get("type", "text") if tag == "input" else tag
        if kind == "hidden":
            form.hidden[have["name"]] = have.get("value", "")
        if kind in _NOT_KEPT or have["name"] in _CODES or "readonly" in have or "aria-hidden" in have:
            return
        found = form.fields.setdefault(have["name"], Field(have["name"], kind, "required" in have))
        if kind in ("radio", "checkbox"):
            found.options.append(have.get("value", "on"))
            found.chosen += [found.options[-1]] if "checked" in have else []
        elif tag == "input":
            found.value = have.get("value", "")
        self._field, self._area = (found if tag == "select" else None), tag == "textarea"
        if self._area:
            self._field = found

    def handle_data(self, data: str) -> None:
        if self._area and self._field is not None:
            self._field.value += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        if tag in ("select", "textarea"):
            self._field, self._area = None, False


def forms_of(html: str) -> list[Asked]:
    reading = _Reading()
    reading.feed(html)
    return reading.forms


async def faults(visitor: Visitor, path: str) -> tuple[list[str], int]:
    """What a page's forms forget, and how many forms were tried."""
    page = await visitor.get(path)
    assert page.status in (200, 409), f"{path} answered {page.status}"  # 409: not as things stand
    forms = [form for form in forms_of(page.html) if form.can_be_wrong()]
    found: list[str] = []
    for form in forms:
        typed = form.typed()
        answer = await visitor.send(form.action, {**form.hidden, **typed}, follow=False)
        where = f"{path}: {form.action}"
        if answer.status < 400:
            found.append(f"{where} takes it ({answer.status})")
            continue
        again = [each for each in forms_of(answer.html) if each.action == form.action and each.fields]
        if not again:
            found.append(f"{where} does not come back ({answer.status})")
            continue
        holds = next(
            (each.holds() for each in again if each.fields.keys() == form.fields.keys()), again[0].holds()
        )
        lost = {name: text for name, text in typed.items() if holds.get(name) != text}
        if lost:
            found.append(f"{where} forgets {lost}")
    return found, len(forms)


@pytest.mark.parametrize("name", ["ada", "chen"])
async def test_forms_of_staff_keep_what_was_typed(enter: Enter, harbours: Ids, name: str) -> None:
    visitor = await enter(name)
    found: list[str] = []
    tried = 0
    for route, names in SERVES.items():
        method, path = route.split()
        if method == "GET" and name in names.split() and "{name" not in path and "evidence" not in path:
            faulty, count = await faults(visitor, harbours.fill(path))
            found, tried = found + faulty, tried + count
    assert found == []
    assert tried > 5


async def test_forms_of_the_public_keep_what_was_typed(arrive: Arrive) -> None:
    found: list[str] = []
    for path in _PUBLIC:
        faulty, tried = await faults(arrive(), path)
        assert tried, path
        found += faulty
    assert found == []
