"""Everything administrators can reach under /portal/settings."""

from __future__ import annotations

from typing import Any

from web.settings import (
    bodies,
    calendar,
    days,
    domain,
    first_steps,
    gateway_test,
    gateways,
    handovers,
    health,
    home,
    live,
    look,
    mail,
    pages,
    poster,
    security,
)
from web.settings.policy import routes as policy

routes: list[Any] = [
    *home.routes,
    *health.routes,
    *pages.routes,
    *days.routes,
    *look.routes,
    *bodies.routes,
    *calendar.routes,
    *poster.routes,
    *first_steps.routes,
    *live.routes,
    *mail.routes,
    *gateways.routes,
    *gateway_test.routes,
    *domain.routes,
    *security.routes,
    *handovers.routes,
    *policy.routes,
]
