"""The duty rosters: who is on duty when, and what one leaves to the next."""

from __future__ import annotations

from typing import Any

from web.portal.duty import notes, page, repeating, shifts

routes: list[Any] = [*page.routes, *shifts.routes, *repeating.routes, *notes.routes]
