"""The sample pages in a real browser, with our own style sheets and scripts and under the strict Content-Security-Policy."""

from __future__ import annotations

from functools import cache
from urllib.parse import urlsplit

from playwright.sync_api import Page, Route

from amends import config
from tests.structure.pages_catalogue import SAMPLES, render
from tests.structure.pages_samples_notices import letter
from web.assets import STATIC_FOLDER
from web.edge.headers import framing, security_headers

ADDRESS = "http://amends.localhost/"
_KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_POLICY = {
    name.decode(): value.decode()
    for name, value in security_headers(config.load({"AMENDS_MODE": "embedded"}), cached=False)
}
WHOLE_PAGES = [page for page in SAMPLES if "/_" not in page]
WHOLE_SAMPLES = [(page, sample) for page in WHOLE_PAGES for sample in range(len(SAMPLES[page]))]
MOST_SEEN = [
    "public/home", "public/lodge", "public/lodged", "public/case", "portal/sign_in", "portal/queue", "portal/case",
    "portal/intake", "portal/tasks", "settings/home", "settings/policy/overview", "operator/tenants",
]  # fmt: skip

rendered = cache(render)


def serve(route: Route, html: str) -> None:
    path = urlsplit(route.request.url).path
    file = STATIC_FOLDER / path.removeprefix("/static/")
    if path.startswith("/static/"):
        route.fulfill(body=file.read_bytes(), content_type=_KINDS[file.suffix])
    elif path == "/branding.css":
        route.fulfill(body=":root { --brand: #b3261e }", content_type="text/css")
    elif path.endswith(".webmanifest"):
        route.fulfill(body="{}", content_type="application/manifest+json")
    elif path == "/portal/stream":
        route.fulfill(body="event: over\ndata:\n\n", content_type="text/event-stream")
    elif path.endswith("/letter"):
        shown = letter(route.request.url)
        route.fulfill(
            body=shown, content_type="text/html; charset=utf-8", headers=_POLICY | framing(inside=True)
        )
    else:
        headers = _POLICY | (framing(inside=False) if "<iframe" in html else {})
        route.fulfill(body=html, content_type="text/html; charset=utf-8", headers=headers)


def show(page: Page, html: str) -> None:
    """Instead of whatever this page showed before."""
    page.unroute_all()
    page.route("**/*", lambda route: serve(route, html))
    page.goto(ADDRESS)
