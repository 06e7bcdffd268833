"""History: appended to, never changed. The application's role has no UPDATE or DELETE on any of these."""

from __future__ import annotations

from piccolo.columns import JSONB, UUID, Bytea, Date, Integer, Text, Timestamptz

from amends.database.tables import WalledTable


class HistoryEntry(WalledTable, tablename="history_entry"):
    """One act. `chain_id` is the complaint's id, or the tenant's for acts outside a case."""

    chain_id = UUID(default=None)
    complaint_id = UUID(default=None, null=True)
    seq = Integer()
    at = Timestamptz(default=None)
    actor_kind = Text()
    actor_id = UUID(default=None, null=True)
    act = Text()
    detail = JSONB()
    digests = JSONB()
    """Salted digests of personal values; the values are in `history_value` and can be erased."""
    prev_hash = Bytea()
    hash = Bytea()


class HistoryValue(WalledTable, tablename="history_value"):
    entry_id = UUID(default=None)
    name = Text()
    salt = Bytea()
    value = Text()


class SealRow(WalledTable, tablename="seal"):
    number = Integer()
    day = Date(default=None)
    sealed_at = Timestamptz(default=None)
    heads_count = Integer()
    root = Bytea()
    prev = Bytea()
    mac = Bytea()


class CaseHead(WalledTable, tablename="case_head"):
    """A chain's last link on the day of a seal."""

    seal_id = UUID(default=None)
    chain_id = UUID(default=None)
    seq = Integer()
    hash = Bytea()
