"""Rows nobody needs any more. History, cases and what hangs on them are never among them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from amends.database.scope import execute

_OF_A_TENANT = (
    ("DELETE FROM rate WHERE window_start < $1", timedelta(days=1)),
    ("DELETE FROM session WHERE expires_at < $1", timedelta(days=30)),
    ("DELETE FROM sign_in_step WHERE expires_at < $1", timedelta(days=1)),
    ("DELETE FROM password_reset WHERE expires_at < $1", timedelta(days=30)),
    ("DELETE FROM lodgement_draft WHERE expires_at < $1", timedelta(0)),
    ("DELETE FROM contact_change WHERE expires_at < $1", timedelta(days=1)),
    ("DELETE FROM outbox WHERE settled_at < $1", timedelta(days=90)),
    ("DELETE FROM due_row WHERE fired_at < $1", timedelta(days=90)),
)
_OF_THE_PLATFORM = (
    ("DELETE FROM platform_rate WHERE window_start < $1", timedelta(days=1)),
    ("DELETE FROM process WHERE seen_at < $1", timedelta(days=1)),
    ("DELETE FROM operator_session WHERE expires_at < $1", timedelta(days=30)),
    ("DELETE FROM operator_sign_in_step WHERE expires_at < $1", timedelta(days=1)),
    ("DELETE FROM operator_password_reset WHERE expires_at < $1", timedelta(days=30)),
)


async def tidy_tenant(*, now: datetime) -> None:
    """Needs a tenant's scope."""
    await _tidy(_OF_A_TENANT, now)


async def tidy_platform(*, now: datetime) -> None:
    await _tidy(_OF_THE_PLATFORM, now)


async def _tidy(rules: Sequence[tuple[str, timedelta]], now: datetime) -> None:
    for sql, kept in rules:
        await execute(sql, now - kept)
