"""Everything complainants can reach."""

from __future__ import annotations

from typing import Any

from web.public import about, answers, contact, drafts, lodging, outside, survey, tracking

routes: list[Any] = [
    *lodging.routes,
    *tracking.routes,
    *drafts.routes,
    *contact.routes,
    *outside.routes,
    *answers.routes,
    *survey.routes,
    *about.routes,
]
