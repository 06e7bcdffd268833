"""Where the settings begin: every page of them with what it is for."""

from __future__ import annotations

from typing import Any

from litestar import get
from litestar.response import Template

from web.edge.visit import AnyRequest
from web.settings.frame import MANAGE, settings_page


@get("/portal/settings", opt=MANAGE)
async def home(request: AnyRequest) -> Template:
    return await settings_page(request, "settings/home.html", key="home")


routes: list[Any] = [home]
