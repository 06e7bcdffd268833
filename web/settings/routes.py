"""Everything administrators can reach under /portal/settings."""

from __future__ import annotations

from typing import Any

from web.settings import bodies, days, domain, first_steps, home, live, look, mail, pages, poster, security

routes: list[Any] = [
    *home.routes,
    *pages.routes,
    *days.routes,
    *look.routes,
    *bodies.routes,
    *poster.routes,
    *first_steps.routes,
    *live.routes,
    *mail.routes,
    *domain.routes,
    *security.routes,
]
