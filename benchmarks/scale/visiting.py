"""One web process over HTTP, one request at a time: how long until the whole answer is here."""

from __future__ import annotations

import http.client
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from itertools import count
from urllib.parse import urlencode

from amends.database.embedded.process import leash
from benchmarks.scale.ground import BASE_DOMAIN, Side

_addresses = count(1)


@dataclass(frozen=True)
class Answer:
    status: int
    text: str
    headers: Mapping[str, str]
    seconds: float

    def hidden(self, name: str) -> str:
        found = re.search(rf'name="{name}" value="([^"]+)"', self.text)
        if found is None:
            raise RuntimeError(f"the page has no field {name}")
        return unescape(found[1])


class Web:
    """One connection, kept open."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def get(self, slug: str, path: str, **cookies: str) -> Answer:
        return self._ask("GET", slug, path, None, cookies, "10.0.0.1")

    def post(self, slug: str, path: str, data: Mapping[str, str], **cookies: str) -> Answer:
        number = next(_addresses)  # rate limits count by address
        address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        return self._ask("POST", slug, path, urlencode(data), cookies, address)

    def _ask(
        self, method: str, slug: str, path: str, body: str | None, cookies: Mapping[str, str], address: str
    ) -> Answer:
        headers = {"host": f"{slug}.{BASE_DOMAIN}", "x-forwarded-for": address, "accept-language": "en"}
        if cookies:
            headers["cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
        if body is not None:
            headers["content-type"] = "application/x-www-form-urlencoded"
        began = time.perf_counter()
        self._connection.request(method, path, body=body, headers=headers)
        response = self._connection.getresponse()
        text = response.read()
        took = time.perf_counter() - began
        given = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, text.decode(), given, took)


@contextmanager
def web_process(side: Side) -> Iterator[Web]:
    """`amends web` in production mode, as one process; what it says is kept beside its data."""
    log = side.settings.home / "web.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    process = subprocess.Popen(
        [sys.executable, "-m", "amends_cli", "web"],
        env=side.environment,
        stdin=subprocess.DEVNULL,
        stdout=log.open("wb"),
        stderr=subprocess.STDOUT,
        preexec_fn=leash(15),  # type: ignore[arg-type]
    )
    try:
        _await(side.settings.port)
        yield Web(side.settings.port)
    finally:
        process.terminate()
        process.wait(20)


def _await(port: int) -> None:
    for _ in range(600):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/healthz", headers={"host": BASE_DOMAIN})
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the web process does not answer")
