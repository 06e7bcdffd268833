"""Everything on the base domain: the operators' console and, in development, the mailbox."""

from __future__ import annotations

from typing import Any

from web.operator import (
    announcements,
    dead_letters,
    grants,
    health,
    mailbox,
    operators,
    outgoing,
    profile,
    set_aside,
    sign_in,
    tenant_list,
    tenants,
)

routes: list[Any] = [
    *sign_in.routes,
    *profile.routes,
    *tenant_list.routes,
    *tenants.routes,
    *grants.routes,
    *health.routes,
    *dead_letters.routes,
    *outgoing.routes,
    *set_aside.routes,
    *announcements.routes,
    *operators.routes,
    *mailbox.routes,
]
