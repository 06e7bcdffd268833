"""A complaint that is not sent yet."""

from __future__ import annotations

from piccolo.columns import Bytea, Text, Timestamptz

from amends.database.tables import WalledTable


class LodgementDraft(WalledTable, tablename="lodgement_draft"):
    key_digest = Bytea()
    content = Text()
    """Sealed with the key itself, which is kept nowhere but in the browser."""
    saved_at = Timestamptz(default=None)
    expires_at = Timestamptz(default=None)
