"""The browser of the tests: npm's packed Chromium, unpacked once, with a Chinese font, driven by Playwright."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parent.parent.parent
NODE_MODULES = ROOT / "node_modules"
_UNPACK = "import('@sparticuz/chromium').then(async (m) => await m.default.executablePath())"
_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--no-zygote", "--disable-dev-shm-usage",
    "--disable-background-networking", "--disable-component-update", "--font-render-hinting=none",
    "--host-resolver-rules=MAP *.localhost 127.0.0.1",
)  # fmt: skip


def cache_folder() -> Path:
    """One for each user and version of the browser, shared by test runs, so that unpacking happens once."""
    version = json.loads((NODE_MODULES / "@sparticuz" / "chromium" / "package.json").read_text())["version"]
    folder = Path(tempfile.gettempdir()) / f"amends-chromium-{version}-{os.getuid()}"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def chromium_path() -> str:
    """The browser's executable; unpacks it on first use (two seconds)."""
    folder = cache_folder()
    target, finished = folder / "chromium", folder / "unpacked"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not finished.exists():
            target.unlink(missing_ok=True)
            environment = {**os.environ, "TMPDIR": str(folder)}
            subprocess.run(
                ["node", "-e", _UNPACK], cwd=ROOT, env=environment, capture_output=True, check=True
            )
            finished.touch()
    return str(target)


def fonts_file() -> Path:
    """A fontconfig file with the packages' fonts first, so that pictures are the same on every machine."""
    file = cache_folder() / "fonts.conf"
    packaged = NODE_MODULES / "@expo-google-fonts" / "noto-sans-sc"
    folders = [
        packaged / "400Regular",
        packaged / "700Bold",
        Path("/usr/share/fonts"),
        cache_folder() / "fonts",
    ]
    listed = "".join(f"<dir>{folder}</dir>" for folder in folders if folder.exists())
    file.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"{listed}{_alias('sans-serif')}{_alias('system-ui')}"
        f"<cachedir>{cache_folder() / 'fontconfig'}</cachedir></fontconfig>\n"
    )
    return file


def _alias(family: str) -> str:
    preferred = "<family>Open Sans</family><family>Noto Sans SC</family>"
    return f'<alias binding="same"><family>{family}</family><prefer>{preferred}</prefer></alias>'


@contextmanager
def launch() -> Iterator[Browser]:
    environment: dict[str, str | float | bool] = {**os.environ, "FONTCONFIG_FILE": str(fonts_file())}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path(), args=list(_FLAGS), env=environment
        )
        try:
            yield browser
        finally:
            browser.close()
