"""Everything administrators can reach under /portal/settings."""

from __future__ import annotations

from typing import Any

from web.settings import home

routes: list[Any] = [*home.routes]
