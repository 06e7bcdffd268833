"""Everything on the base domain: the operators' console and, in development, the mailbox."""

from __future__ import annotations

from typing import Any

from web.operator import mailbox, sign_in, tenants

routes: list[Any] = [*sign_in.routes, *tenants.routes, *mailbox.routes]
