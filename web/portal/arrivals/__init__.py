"""What has arrived and is no numbered complaint yet: a tray, each thing in it, and writing one down."""

from __future__ import annotations

from typing import Any

from web.portal.arrivals import one, tray, writing_down

routes: list[Any] = [*tray.routes, *writing_down.routes, *one.routes]
