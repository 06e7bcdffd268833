"""Timed grants to look into an organisation, behind its own wall."""

from __future__ import annotations

from piccolo.columns import UUID, Bytea, Text, Timestamptz

from amends.database.tables import WalledTable


class AccessGrant(WalledTable, tablename="access_grant"):
    """Who serves may end one, and change nothing else of it: the database gives no right to."""

    operator_id = UUID(default=None)
    operator_name = Text()
    kind = Text(default="read")
    reason = Text()
    granted_at = Timestamptz(default=None)
    until = Timestamptz(default=None)
    ended_at = Timestamptz(default=None, null=True)
    ended_how = Text(default=None, null=True)
    ended_by = UUID(default=None, null=True)


class AccessVisit(WalledTable, tablename="access_visit"):
    """A link that is good once, and the session it became."""

    grant_id = UUID(default=None)
    link_digest = Bytea()
    link_until = Timestamptz(default=None)
    entered_at = Timestamptz(default=None, null=True)
    token_digest = Bytea(default=None, null=True)
    left_at = Timestamptz(default=None, null=True)


class AccessLook(WalledTable, tablename="access_look"):
    """A page an operator looked at; the history holds the same, chained."""

    grant_id = UUID(default=None)
    at = Timestamptz(default=None)
    path = Text()
    number = Text(default=None, null=True)
