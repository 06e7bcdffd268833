"""The forms of a page, as a browser reads them, ready to be filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from random import Random


@dataclass
class PageForm:
    """`given`: what the page filled in itself; `choices`: what each list offers; `blank`: what is to be written."""

    action: str
    given: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    blank: list[str] = field(default_factory=list)

    @property
    def act(self) -> str:
        """The last part of the address it is sent to."""
        return self.action.rsplit("/", 1)[-1]

    def filled_in(self, text: str, chance: Random, said: Mapping[str, str]) -> dict[str, str]:
        """Lists at random, every empty place with `text`, the policy's questions not at all; `said` has the last word."""
        lists = {name: options for name, options in self.choices.items() if options and not _asked(name)}
        chosen = {name: chance.choice(sorted(options)) for name, options in lists.items()}
        written = dict.fromkeys((name for name in self.blank if not _asked(name)), text)
        return self.given | chosen | written | dict(said)


def _asked(name: str) -> bool:
    """Whether it is the answer to a question of the policy: each wants one of its own kind."""
    return name.startswith("answers.")


def forms_of(html: str) -> list[PageForm]:
    reader = _Reader()
    reader.feed(html)
    return reader.forms


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self._form: PageForm | None = None
        self._list = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        have = {name: value or "" for name, value in attrs}
        name, value = have.get("name", ""), have.get("value", "")
        if tag == "form":
            self._form = PageForm(have.get("action", ""))
            self.forms.append(self._form)
        if self._form is None:
            return
        if tag == "input" and have.get("type") == "hidden":
            self._form.given[name] = value
        elif (tag == "input" and have.get("type") in ("text", "email", "tel")) or tag == "textarea":
            self._form.blank.append(name)
        elif tag == "select":
            self._list = name
            self._form.choices[name] = []
        elif tag == "option" and self._list and value:
            self._form.choices[self._list].append(value)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._list = ""
