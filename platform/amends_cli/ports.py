"""Ports: is the wanted one free, which one is, does the web process answer on it."""

from __future__ import annotations

import asyncio
import contextlib
import socket

from amends.errors import DomainError


class PortTaken(DomainError):
    code = "port-taken"
    status = 500


def demand_free(host: str, port: int) -> None:
    """Asked before anything is started, so that a second start fails with one line."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen(1)
        except OSError as error:
            raise PortTaken(
                "Port %(port)s at %(host)s cannot be used (%(why)s): stop what uses it, or set PORT to another.",
                port=port,
                host=host,
                why=error.strerror,
            ) from None


def free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


async def answers(host: str, port: int, *, path: str, host_name: str) -> bool:
    """Whether a GET is answered with 200."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    try:
        async with asyncio.timeout(2):
            reader, writer = await asyncio.open_connection(host, port)
            try:
                writer.write(
                    f"GET {path} HTTP/1.1\r\nHost: {host_name}\r\nConnection: close\r\n\r\n".encode()
                )
                status = await reader.readline()
            finally:
                writer.close()
                with contextlib.suppress(OSError):
                    await writer.wait_closed()
    except (OSError, TimeoutError):
        return False
    return b" 200 " in status
