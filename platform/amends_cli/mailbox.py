"""The local mailbox: an SMTP server that delivers every mail into one folder, for embedded deployments.

Folder: AMENDS_HOME/mailbox/<received, UTC>-<random>.eml, for instance 20260314T091500.123456Z-9f86d081884c7d65.eml,
so that names sort by arrival. A file appears whole or not at all; what starts with a dot is being written.
Each begins with the envelope as `Return-Path` and one `Delivered-To` per recipient, then the mail as received.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from aiosmtpd.smtp import SMTP, Envelope, Session

from amends import clock

LIMIT = 50_000_000


class Folder:
    """aiosmtpd's handler: one method per SMTP command it cares for."""

    def __init__(self, path: Path) -> None:
        self._path = path
        path.mkdir(mode=0o700, parents=True, exist_ok=True)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        del server, session
        content = envelope.original_content or b""
        head = [f"Return-Path: <{envelope.mail_from or ''}>"]
        head += [f"Delivered-To: {recipient}" for recipient in envelope.rcpt_tos]
        await asyncio.to_thread(self._keep, "".join(f"{line}\r\n" for line in head).encode() + content)
        return "250 Kept"

    def _keep(self, content: bytes) -> None:
        name = file_name(clock.now())
        fresh = self._path / f".{name}"
        with fresh.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        fresh.rename(self._path / name)


def file_name(received: datetime) -> str:
    return f"{received:%Y%m%dT%H%M%S.%fZ}-{secrets.token_hex(8)}.eml"


async def serve(*, smtp_url: str, folder: Path) -> None:
    """Until SIGTERM or SIGINT."""
    address = urlsplit(smtp_url)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with catching(address.hostname or "127.0.0.1", address.port or 25, folder):
        await stop.wait()


@asynccontextmanager
async def catching(host: str, port: int, folder: Path) -> AsyncIterator[int]:
    """The port it listens on."""
    handler = Folder(folder)
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(handler, data_size_limit=LIMIT, enable_SMTPUTF8=True, hostname="mailbox.localhost"),
        host,
        port,
    )
    async with server:
        yield server.sockets[0].getsockname()[1]
