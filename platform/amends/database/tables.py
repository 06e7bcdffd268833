"""The two kinds of table: walled (a tenant's rows) and platform (the deployment's own).

`WALLED`, `PLATFORM` and the index tables are the three lists the catalogue test knows; a table on none of them
fails it.
"""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from piccolo.columns import UUID
from piccolo.table import Table

from amends.database.engine import DB
from amends.database.scope import current_tenant

WALLED: list[type[WalledTable]] = []
PLATFORM: list[type[PlatformTable]] = []
INDEX = (
    "host_index", "due_index", "outbox_index", "dead_letter_index", "seal_index", "usage_index", "usage_part",
    "grant_index", "search_index", "search_due_index",
)  # fmt: skip
LEDGER = "migration"


class PlatformTable(Table):
    """Holds nothing about complaints or complainants."""

    id = UUID(primary_key=True, default=uuid4)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(db=DB, **kwargs)
        PLATFORM.append(cls)


class WalledTable(Table):
    """Rows of one tenant; the database's wall checks what `tenant_id` says."""

    id = UUID(primary_key=True, default=uuid4)
    tenant_id = UUID(default=None)

    def __init__(self, *args: Any, **values: Any) -> None:
        if "tenant_id" not in values and not values.get("_exists_in_db"):
            values["tenant_id"] = current_tenant()
        super().__init__(*args, **values)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(db=DB, **kwargs)
        WALLED.append(cls)
