"""A browser finds nothing missing that installing the portal needs, and nothing is kept for use without a line."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Route

from tests.browser.samples import ADDRESS, rendered, serve
from web.installing import drawn, manifest_of

COLOUR = "#7a1f5c"
_OF_THIS_BROWSER = {"in-incognito"}
"""Each test browses with a profile of its own, which installs nothing."""


@pytest.mark.parametrize(("language", "name"), [("zh", "海湾服务"), ("en", "Harbour Services")])
def test_the_portal_can_be_installed(browser: Browser, language: str, name: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page, asked = context.new_page(), []

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(ADDRESS.rstrip("/"))
        asked.append(path)
        if path == "/manifest.webmanifest":
            route.fulfill(
                body=json.dumps(manifest_of(name, COLOUR, language)), content_type="application/manifest+json"
            )
        elif icon := re.fullmatch(r"/app-icon/(\d+)-[0-9a-f]{6}\.png", path):
            route.fulfill(body=drawn(COLOUR, int(icon[1])), content_type="image/png")
        else:
            serve(route, rendered("portal/queue", language, 0))

    page.route("**/*", answer)
    page.goto(ADDRESS)
    tools = context.new_cdp_session(page)
    found: dict[str, Any] = tools.send("Page.getAppManifest")
    missing = tools.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert (found["errors"], json.loads(found["data"])["name"]) == ([], f"{name} · Amends")
    assert {each["errorId"] for each in missing} <= _OF_THIS_BROWSER
    assert (
        page.evaluate(
            "navigator.serviceWorker ? navigator.serviceWorker.getRegistrations().then(all => all.length) : 0"
        )
        == 0
    )
    context.close()
