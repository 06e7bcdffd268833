"""Articles that help to answer complaints: found, read, written, approved."""

from __future__ import annotations

from typing import Any

from web.portal.articles import finding, history, reading, writing

routes: list[Any] = [*finding.routes, *writing.routes, *reading.routes, *history.routes]
