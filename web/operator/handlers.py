"""Everything on the base domain: the operators' console and, in development, the mailbox."""

from __future__ import annotations

from typing import Any

from web.operator import dead_letters, health, mailbox, sign_in, tenants

routes: list[Any] = [
    *sign_in.routes,
    *tenants.routes,
    *health.routes,
    *dead_letters.routes,
    *mailbox.routes,
]
