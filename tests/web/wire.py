"""What a page weighs on its way to a browser: every request the browser makes for it, compressed as it leaves.

A browser that takes gzip, keeps what it may keep, and runs no script. `tests/browser/test_bytes_counted.py` holds what is
counted here against a real one's network log.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from typing import Protocol

import httpx

_OWN = {"sec-fetch-site": "same-origin", "accept-encoding": "gzip, deflate, br, zstd"}
_ASKED = re.compile(
    r'<link [^>]*rel="(?:stylesheet|icon)"[^>]*>|<(?:script|img|source)\b[^>]*>|<use [^>]*>', re.DOTALL
)
_ADDRESS = re.compile(r'(?:href|src)="([^"]+)"')
_LOADED_LATER = re.compile(r'hx-get="([^"]+)"[^>]*hx-trigger="(?:load|revealed)')


class Connected(Protocol):
    @property
    def http(self) -> httpx.AsyncClient: ...


@dataclass
class Wire:
    """One browser's cache over one visitor's connection; counts heads and bodies of all answers."""

    visitor: Connected
    kept: set[str] = field(default_factory=set)
    asked: list[tuple[str, int]] = field(default_factory=list)

    async def weigh(self, path: str) -> int:
        """Bytes of the page and of all it asks for that is not kept."""
        self.asked = []
        page = await self._ask(path)
        assert page.status_code == 200, (path, page.status_code)
        html = page.text
        addresses = [found[1] for tag in _ASKED.findall(html) if (found := _ADDRESS.search(tag))]
        for address in dict.fromkeys([*addresses, *_LOADED_LATER.findall(html)]):
            address = unescape(address).partition("#")[0]
            if address.startswith("data:") or address in self.kept:
                continue
            answer = await self._ask(address)
            if "css" in answer.headers["content-type"]:
                assert not re.search(r"@import|url\((?!['\"]?data:)", answer.text), f"{address} asks for more"
        return sum(size for _, size in self.asked)

    async def _ask(self, path: str) -> httpx.Response:
        answer = await self.visitor.http.get(path, headers=_OWN)
        head = sum(len(name) + len(value) + 4 for name, value in answer.headers.raw)
        self.asked.append((path, 17 + head + answer.num_bytes_downloaded))
        if "no-store" not in answer.headers["cache-control"]:
            self.kept.add(path)
        return answer
