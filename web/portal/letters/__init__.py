"""Letters on paper: written on a case, read by whoever approves them, printed and posted."""

from __future__ import annotations

from typing import Any

from web.portal.letters import list_page, papers, reading, writing

routes: list[Any] = [*writing.routes, *reading.routes, *papers.routes, *list_page.routes]
