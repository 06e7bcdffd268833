"""Everything under /portal/settings/policy."""

from __future__ import annotations

from typing import Any

from web.settings.policy import (
    cases,
    draft,
    files,
    form_routes,
    notices,
    overview,
    simulation,
    sources,
    trying,
    upgrade,
    variants,
)

routes: list[Any] = [
    *overview.routes,
    *draft.routes,
    *variants.routes,
    *sources.routes,
    *files.routes,
    *form_routes.routes,
    *notices.routes,
    *cases.routes,
    *trying.routes,
    *simulation.routes,
    *upgrade.routes,
]
