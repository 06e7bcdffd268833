"""The documents of a case, as PDF: what there can be of one, what stands on each, and the paper itself."""

from __future__ import annotations

from typing import Any

from web.portal.documents import page

routes: list[Any] = [*page.routes]
