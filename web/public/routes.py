"""Everything complainants can reach."""

from __future__ import annotations

from typing import Any

from web.public import about, answers, contact, drafts, lodging, outside, survey, tracking, uploading

routes: list[Any] = [
    *lodging.routes,
    *tracking.routes,
    *drafts.routes,
    *uploading.routes,
    *contact.routes,
    *outside.routes,
    *answers.routes,
    *survey.routes,
    *about.routes,
]
