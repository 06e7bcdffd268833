"""Handing out evidence: always as an attachment, streamed when the transaction is over."""

from __future__ import annotations

from urllib.parse import quote

from litestar.response import Stream

from amends.evidence.operations import Readable
from web.edge.visit import Visit


async def attachment(visit: Visit, file: Readable) -> Stream:
    """A missing object is an error before anything is sent; a changed one breaks off before its last piece."""
    content = await visit.store.stream(file.object_name, sha256=file.sha256)
    plain = "".join(letter if letter.isascii() and letter not in '"\\%' else "_" for letter in file.name)
    return Stream(
        content,
        media_type=file.mime,
        headers={
            "content-disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(file.name)}",
            "content-length": str(file.size),
            "content-security-policy": "default-src 'none'; sandbox",
        },
    )
