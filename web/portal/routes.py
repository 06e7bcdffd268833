"""Everything staff can reach."""

from __future__ import annotations

from typing import Any

from web.portal import access, case, evidence, intake, invitation, notices, people, queue, sign_in

routes: list[Any] = [
    *sign_in.routes,
    *invitation.routes,
    *queue.routes,
    *case.routes,
    *intake.routes,
    *evidence.routes,
    *notices.routes,
    *people.routes,
    *access.routes,
]
