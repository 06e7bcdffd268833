"""AMENDS_MONITOR_PORT: how a process is, told beside its work, by threads of its own.

Not by the process's event loop: a loop that is stuck could not say so.
"""

from __future__ import annotations

import asyncio
import json
import socket
import threading
from collections.abc import Coroutine, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from socketserver import ThreadingTCPServer
from typing import Any, Final, TypeVar

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from amends import VERSION, metrics
from amends.config import Settings
from amends.environment import BadSetting
from amends.vitals import VITALS

_GRACE: Final = 3.0
"""Seconds a busy loop may take to come to what it is asked."""
_STARTING: Final = {"process": "Starting"}

T = TypeVar("T")


@contextmanager
def listening(settings: Settings, *, process: str) -> Iterator[None]:
    """While this process runs; nothing at all without the setting."""
    if settings.monitor_port is None:
        yield
        return
    metrics.PROCESS.info({"process": process, "mode": settings.mode.value, "version": VERSION})
    try:
        server = _server_of(settings.monitor_host)((settings.monitor_host, settings.monitor_port), _Asked)
    except OSError as error:
        where = f"{settings.monitor_host}:{settings.monitor_port}"
        raise BadSetting(f"AMENDS_MONITOR_PORT: {where} cannot be used ({error.strerror})") from None
    thread = threading.Thread(target=server.serve_forever, name="monitor", daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()


class _Server(ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True


class _Server6(_Server):
    address_family = socket.AF_INET6


def _server_of(host: str) -> type[_Server]:
    return _Server6 if ":" in host else _Server


class _Asked(BaseHTTPRequestHandler):
    timeout = 10
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        answers = {"/healthz": _health, "/readyz": _readiness, "/metrics": _metrics}
        answer = answers.get(self.path.partition("?")[0], _unknown)
        status, kind, body = answer()
        self.send_response_only(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_HEAD = do_GET  # noqa: N815  # the name is http.server's

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Probes and scrapes are not worth a line."""


Answer = tuple[int, str, bytes]


def _health() -> Answer:
    """Does everything in this process still turn? What is outside it plays no part: starting it anew would not help."""
    stuck = VITALS.stuck()
    if not stuck and VITALS.loop is not None and not _in_loop(_here()):
        stuck = ["loop"]
    return _told({"stuck": stuck} if stuck else {}, good="alive")


def _readiness() -> Answer:
    missing: dict[str, str] = dict(_STARTING)
    if VITALS.loop is not None:
        known = _in_loop(VITALS.missing())
        missing = {"loop": "NoAnswer"} if known is None else known
    return _told({"missing": missing} if missing else {}, good="ready")


def _metrics() -> Answer:
    """Without the database, and even with a loop that is stuck, what the process itself knows is told."""
    if VITALS.loop is not None:
        _in_loop(VITALS.read())
    return 200, CONTENT_TYPE_LATEST, generate_latest(metrics.REGISTRY)


def _unknown() -> Answer:
    return 404, "text/plain", b"/healthz, /readyz or /metrics\n"


def _told(trouble: dict[str, object], *, good: str) -> Answer:
    body = json.dumps(trouble or {"is": good}).encode() + b"\n"
    return 503 if trouble else 200, "application/json", body


def _in_loop(work: Coroutine[Any, Any, T]) -> T | None:
    """Its outcome; None when the loop does not come to it in time, or has just ended."""
    loop = VITALS.loop
    if loop is None or loop.is_closed():
        work.close()
        return None
    asked = asyncio.run_coroutine_threadsafe(work, loop)
    try:
        return asked.result(timeout=VITALS.patience + _GRACE)
    except (TimeoutError, CancelledError):
        asked.cancel()
        return None


async def _here() -> bool:
    return True
