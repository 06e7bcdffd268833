"""As much of a bucket's HTTP as the store uses, remembered in a dictionary."""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

_WRITTEN = "2026-11-22T09:00:00.000Z"


class Bucket(ThreadingHTTPServer):
    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Requests)
        self.objects: dict[str, bytes] = {}
        self.signed_bodies: list[bool] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


@contextmanager
def running() -> Iterator[Bucket]:
    with Bucket() as bucket:
        thread = threading.Thread(target=bucket.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield bucket
        finally:
            bucket.shutdown()
            thread.join()


class _Requests(BaseHTTPRequestHandler):
    server: Bucket
    protocol_version = "HTTP/1.1"

    def do_PUT(self) -> None:
        if self.headers.get("If-None-Match") == "*" and self._key() in self.server.objects:
            return self._answer(412)
        body = self._body()
        self.server.signed_bodies.append(
            self.headers["x-amz-content-sha256"] == hashlib.sha256(body).hexdigest()
        )
        self.server.objects[self._key()] = body
        return self._answer(200, etag=True)

    def do_GET(self) -> None:
        query = parse_qs(urlsplit(self.path).query)
        if "list-type" in query:
            return self._answer(200, self._listing(query["prefix"][0]))
        if self._key() not in self.server.objects:
            return self._answer(404)
        return self._answer(200, self.server.objects[self._key()], etag=True)

    def do_POST(self) -> None:
        """Several deletions in one request."""
        keys = re.findall(rb"<Key>(.*?)</Key>", self._body())
        for key in keys:
            self.server.objects.pop(key.decode(), None)
        gone = b"".join(b"<Deleted><Key>" + key + b"</Key></Deleted>" for key in keys)
        self._answer(200, b"<DeleteResult>" + gone + b"</DeleteResult>")

    def do_DELETE(self) -> None:
        self.server.objects.pop(self._key(), None)
        self._answer(204)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass

    def _key(self) -> str:
        return unquote(urlsplit(self.path).path).split("/", 2)[2]

    def _body(self) -> bytes:
        return self.rfile.read(int(self.headers["Content-Length"]))

    def _listing(self, prefix: str) -> bytes:
        entries = "".join(
            f"<Contents><Key>{key}</Key><Size>{len(body)}</Size><LastModified>{_WRITTEN}</LastModified></Contents>"
            for key, body in sorted(self.server.objects.items())
            if key.startswith(prefix)
        )
        return f"<ListBucketResult><IsTruncated>false</IsTruncated>{entries}</ListBucketResult>".encode()

    def _answer(self, status: int, body: bytes = b"", *, etag: bool = False) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        if etag:
            self.send_header("ETag", '"e"')
            self.send_header("Last-Modified", "Sun, 22 Nov 2026 09:00:00 GMT")
        self.end_headers()
        self.wfile.write(body)
