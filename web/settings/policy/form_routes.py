"""The forms of the policy: every part, every item, all deadlines, and searching through them."""

from __future__ import annotations

from typing import Any

from web.settings.policy import deadlines, item_pages, part_pages, search

routes: list[Any] = [*part_pages.routes, *item_pages.routes, *deadlines.routes, *search.routes]
