"""Somebody with a browser and no JavaScript: opens pages, fills in the forms that are really there, sends them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from typing import Any

import httpx
from litestar.types import ASGIApp

File = tuple[str, bytes, str]


@dataclass
class Form:
    action: str
    values: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Page:
    response: httpx.Response

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def html(self) -> str:
        return self.response.text

    @property
    def words(self) -> str:
        """What a reader sees, whitespace evened out."""
        text = re.sub(r"<(script|style)\b.*?</\1>", " ", self.html, flags=re.DOTALL)
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())

    @property
    def path(self) -> str:
        return self.response.url.raw_path.decode()

    @property
    def errors(self) -> dict[str, str]:
        """The error beside each field, by the id the page gives it."""
        found = re.findall(r'<p class="error" id="([^"]+)-error">.*?<span>(.*?)</span>', self.html, re.DOTALL)
        return {name: unescape(text) for name, text in found}

    def link(self, pattern: str) -> str:
        """The first address on the page that matches."""
        for address in re.findall(r'href="([^"]+)"', self.html):
            if re.search(pattern, unescape(address)):
                return unescape(address)
        raise AssertionError(f"no link matches {pattern!r}")

    def text_of(self, element_id: str) -> str:
        match = re.search(rf'id="{re.escape(element_id)}"[^>]*>([^<]*)<', self.html)
        assert match is not None, f"nothing on the page has the id {element_id}"
        return unescape(match[1]).strip()

    def form(self, action: str) -> Form:
        """The form that is sent to `action` (its end is enough), with the values the page gives it."""
        reader = _Forms()
        reader.feed(self.html)
        for form in reader.forms:
            if form.action.endswith(action):
                return form
        raise AssertionError(f"no form goes to {action!r}: {[form.action for form in reader.forms]}")


class Visitor:
    """One browser with its own cookies on one host."""

    def __init__(self, app: ASGIApp, host: str, *, language: str = "en", address: str = "127.0.0.1") -> None:
        transport = httpx.ASGITransport(app=app, client=(address, 1000))  # type: ignore[arg-type]
        self.http = httpx.AsyncClient(
            transport=transport, base_url=f"http://{host}", headers={"accept-language": language}
        )

    async def get(self, path: str, **headers: str) -> Page:
        """Follows redirects, as browsers do."""
        return Page(await self.http.get(path, headers=headers, follow_redirects=True))

    async def look(self, path: str) -> Page:
        """The first answer only."""
        return Page(await self.http.get(path, follow_redirects=False))

    async def submit(
        self, page: Page, action: str, *, files: Sequence[File] = (), follow: bool = True, **values: Any
    ) -> Page:
        """Fill in a form of `page` and send it; a name with a dot is written `answers__place`."""
        form = page.form(action)
        data = dict(form.values)
        for name, value in values.items():
            data[name.replace("__", ".")] = value if isinstance(value, list) else [str(value)]
        return await self.send(form.action, data, files=files, follow=follow)

    async def send(
        self, action: str, data: Mapping[str, Any], *, files: Sequence[File] = (), follow: bool = True
    ) -> Page:
        parts = [("files", file) for file in files]
        answer = await self.http.post(action, data=data, files=parts or None, follow_redirects=follow)
        return Page(answer)

    async def close(self) -> None:
        await self.http.aclose()


class _Forms(HTMLParser):
    """Every form of a page with the values its fields hold, as a browser would send them."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._inside: Form | None = None
        self._area = ""
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        have = dict(attrs)
        name, value = have.get("name") or "", have.get("value") or ""
        if tag == "form":
            self._inside = Form(have.get("action") or "")
            self.forms.append(self._inside)
        elif self._inside is None:
            return
        elif tag == "input" and name and have.get("type") not in ("file", "submit"):
            if have.get("type") not in ("checkbox", "radio") or "checked" in have:
                self._inside.values.setdefault(name, []).append(value)
        elif tag == "textarea":
            self._area = name
            self._inside.values[name] = [""]
        elif tag == "select":
            self._select = name
        elif (
            tag == "option"
            and self._select
            and ("selected" in have or self._select not in self._inside.values)
        ):
            self._inside.values[self._select] = [value]

    def handle_data(self, data: str) -> None:
        if self._area and self._inside is not None:
            self._inside.values[self._area][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = None
        elif tag == "textarea":
            self._area = ""
        elif tag == "select":
            self._select = ""
