"""A browser without a window: it keeps cookies, fills in forms, and knows when it was told nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import cycle

import httpx

File = tuple[str, bytes, str]
"""Name, content, type."""
NO_FILE: File = ("", b"", "application/octet-stream")
"""What a browser sends for an empty file field."""


class NotTold(Exception):
    """No answer, or one that says something is broken: nobody on this side can know what became of it.

    `said` is the page that came instead, if one did, and `request` its number in the log.
    """

    def __init__(self, status: int | None = None, said: str = "", request: str = "") -> None:
        super().__init__(str(status or "no answer"))
        self.said = said
        self.request = request


class Browser:
    def __init__(self, host: str, *, ports: Sequence[int], address: str) -> None:
        """`address` is where the visitor seems to come from, as a trusted proxy says it; `ports` take turns."""
        self._ports = cycle(ports)
        self._client = httpx.AsyncClient(
            headers={"host": host, "x-forwarded-for": address, "accept-language": "en"},
            timeout=20,
            trust_env=False,
            verify=False,  # plain HTTP: certificates would only be loaded for nothing
        )

    async def close(self) -> None:
        await self._client.aclose()

    async def get(self, path: str) -> httpx.Response:
        return await self.send(self._client.build_request("GET", self._url(path)))

    async def post(self, path: str, data: Mapping[str, str], file: File = NO_FILE) -> httpx.Response:
        return await self.send(self.request(path, data, file))

    async def sign_in(self, email: str, password: str) -> None:
        page = await self.get("/portal/sign-in")
        given = {"_csrf_token": hidden(page, "_csrf_token"), "email": email, "password": password}
        answer = await self.post("/portal/sign-in", given)
        assert answer.status_code == 303, answer.text

    def request(self, path: str, data: Mapping[str, str], file: File = NO_FILE) -> httpx.Request:
        """A form as it would be sent."""
        return self._client.build_request("POST", self._url(path), data=data, files={"files": file})

    async def post_body(self, path: str, body: bytes, headers: Mapping[str, str]) -> httpx.Response:
        """Not a form: what a connected system sends."""
        return await self.send(
            self._client.build_request("POST", self._url(path), content=body, headers=headers)
        )

    async def send(self, request: httpx.Request) -> httpx.Response:
        try:
            answer = await self._client.send(request)
        except httpx.TransportError as error:
            raise NotTold from error
        if answer.status_code >= 500:
            raise NotTold(answer.status_code, answer.text, answer.headers.get("x-request-id", ""))
        return answer

    def _url(self, path: str) -> str:
        return f"http://127.0.0.1:{next(self._ports)}{path}"


def hidden(page: httpx.Response, name: str) -> str:
    """A hidden field of the page's form."""
    return only(rf'name="{name}" value="([^"]+)"', page)


def only(pattern: str, page: httpx.Response) -> str:
    found = re.search(pattern, page.text)
    assert found is not None, f"{pattern} is not in\n{page.text}"
    return found[1]
