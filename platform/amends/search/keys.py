"""An organisation's own key: the same word is another token with each, and no token tells its word."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from hashlib import blake2b
from typing import Final
from uuid import uuid4

from piccolo.columns import Bytea

from amends.database.scope import current_tenant, execute, fetch_one
from amends.database.tables import WalledTable

_LENGTH: Final = 32


class SearchKey(WalledTable, tablename="search_key"):
    key = Bytea()


async def own_key() -> bytes:
    """Made when it is asked for first; two who ask at once get the same."""
    row = await fetch_one("SELECT key FROM search_key")
    if row is None:
        await execute(
            "INSERT INTO search_key (id, tenant_id, key) VALUES ($1, $2, $3) ON CONFLICT (tenant_id) DO NOTHING",
            uuid4(),
            current_tenant(),
            secrets.token_bytes(_LENGTH),
        )
        row = await fetch_one("SELECT key FROM search_key")
        assert row is not None
    key: bytes = row["key"]
    return key


def hashed(tokens: Iterable[str], key: bytes) -> list[int]:
    """As the database keeps them: 64 bits each, signed."""
    return sorted(
        int.from_bytes(blake2b(token.encode(), key=key, digest_size=8).digest(), "big", signed=True)
        for token in tokens
    )
