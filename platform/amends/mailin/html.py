"""HTML mail written out as text: cleaned by a real parser (nh3) first, so that what is left nests and closes."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Final

import nh3

_KEPT: Final = {
    "a", "b", "blockquote", "br", "center", "dd", "div", "dl", "dt", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i",
    "img", "li", "ol", "p", "pre", "span", "strong", "table", "tbody", "td", "th", "thead", "tr", "u", "ul",
}  # fmt: skip
_OWN_LINE: Final = {
    "blockquote", "center", "dd", "div", "dl", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "ol", "p", "pre", "table", "tr", "ul",
}  # fmt: skip
_LONGEST: Final = 2_000_000


def plain(html: str) -> str:
    """Paragraphs as lines, lists with dots, quotes behind `>`, links with their address."""
    cleaned = nh3.clean(
        html[:_LONGEST],
        tags=_KEPT,
        attributes={"a": {"href"}, "img": {"alt"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
    )
    writer = _Writer()
    writer.feed(cleaned)
    writer.close()
    return writer.text()


class _Writer(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[str] = [""]
        self._quotes = 0
        self._links: list[tuple[str, str]] = []
        """Where each open link leads, and what was written when it began."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "br":
            self._lines.append("")
        elif tag in _OWN_LINE:
            self._break()
        if tag == "blockquote":
            self._quotes += 1
        elif tag == "li":
            self._break()
            self._lines[-1] += "· "
        elif tag in ("td", "th") and self._lines[-1].strip():
            self._lines[-1] += " \t"
        elif tag == "a":
            self._links.append((given.get("href") or "", self._written()))
        elif tag == "img" and given.get("alt"):
            self.handle_data(f"[{given['alt']}]")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._links:
            self._end_link(*self._links.pop())
        if tag in _OWN_LINE:
            self._break()
        if tag == "blockquote":
            self._quotes = max(self._quotes - 1, 0)
        if tag == "p":
            self._lines.append("")

    def handle_data(self, data: str) -> None:
        if not self._lines[-1] and self._quotes:
            self._lines[-1] = "> " * self._quotes
        words = re.sub(r"[ \t\r\n\f]+", " ", data)
        self._lines[-1] += (
            words.lstrip()
            if not self._lines[-1].strip("> ·") and not self._lines[-1].endswith("· ")
            else words
        )

    def text(self) -> str:
        return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in self._lines)).strip()

    def _break(self) -> None:
        if self._lines[-1].strip():
            self._lines.append("")

    def _written(self) -> str:
        return "\n".join(self._lines)

    def _end_link(self, address: str, before: str) -> None:
        """Where it leads, unless it says so itself: a link that says one address and leads to another shows both."""
        shown = self._written()[len(before) :].strip()
        plain_address = address.removeprefix("mailto:").removeprefix("tel:")
        if plain_address and plain_address.rstrip("/") not in (shown, shown.rstrip("/")):
            self._lines[-1] += f" ({plain_address})" if shown else plain_address
