"""Pictures of the sample pages, to look at: python -m tests.browser.shoot FOLDER [page …]."""

from __future__ import annotations

import mimetypes
import sys
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Route

from amends.organisation.brand import brand_of
from tests.browser.chromium import launch
from tests.structure.pages_catalogue import SAMPLES, render
from tests.structure.pages_samples_notices import letter
from web.assets import STATIC_FOLDER

WIDTHS = {"phone": 360, "desk": 1280}
HOST = "http://amends.localhost"


def serve(route: Route, page: str) -> None:
    path = urlsplit(route.request.url).path
    if path.startswith("/static/"):
        file = STATIC_FOLDER / path.removeprefix("/static/")
        route.fulfill(body=file.read_bytes(), content_type=mimetypes.guess_type(file.name)[0] or "text/plain")
    elif path == "/branding.css":
        route.fulfill(body=brand_of("#24487a").css(), content_type="text/css")
    elif path.endswith(".webmanifest"):
        route.fulfill(body="{}", content_type="application/manifest+json")
    elif path.endswith("/letter"):
        route.fulfill(body=letter(route.request.url), content_type="text/html; charset=utf-8")
    elif path == "/":
        route.fulfill(body=page, content_type="text/html; charset=utf-8")
    else:
        route.fulfill(status=404)


def shoot(browser: Browser, name: str, language: str, folder: Path, scheme: str = "light") -> None:
    html = render(name, language)
    for label, width in WIDTHS.items():
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            color_scheme="dark" if scheme == "dark" else "light",
            locale="zh-CN" if language == "zh" else "en-GB",
        )
        page = context.new_page()
        page.on("console", lambda message: print(name, message.type, message.text))
        page.route("**/*", lambda route: serve(route, html))
        page.goto(f"{HOST}/")
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            print(f"{name} {language} {label}: {wide} px wide")
        file = f"{name.replace('/', '-')}-{language}-{label}{'-dark' if scheme == 'dark' else ''}.png"
        page.screenshot(path=folder / file, full_page=True)
        context.close()


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    chosen = [word for word in sys.argv[2:] if not word.startswith("--")] or list(SAMPLES)
    with launch() as browser:
        for name in chosen:
            for language in ("en", "zh"):
                shoot(browser, name, language, folder, "dark" if "--dark" in sys.argv else "light")


if __name__ == "__main__":
    main()
