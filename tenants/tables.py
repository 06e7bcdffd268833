"""Published policies: immutable, numbered; complaints are pinned to the version they were lodged under."""

from __future__ import annotations

from piccolo.columns import JSONB, Integer, Text, Timestamptz

from amends.database.tables import WalledTable


class PolicyVersion(WalledTable, tablename="policy_version"):
    number = Integer()
    document = JSONB()
    """The whole resolved document, so that no later template or program changes it."""
    template = Text()
    template_version = Text()
    published_at = Timestamptz(default=None)
