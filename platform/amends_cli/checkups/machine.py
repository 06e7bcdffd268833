"""The machine: Python, front-end packages (Node.js only while they are missing), the data folder."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile

from amends.config import Settings
from amends_cli.checkups.finding import Finding, wrong
from web import assets

OLDEST = (3, 11)


def look() -> list[Finding]:
    return [_python(), _front_end()]


def home(settings: Settings) -> list[Finding]:
    """Written to by embedded servers and the local store."""
    if settings.production and not settings.store_url.startswith("file:"):
        return []
    try:
        settings.home.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=settings.home):
            return [Finding("data folder", f"{settings.home} is writable")]
    except OSError as error:
        return [
            wrong("data folder", f"{settings.home}: {error.strerror}", "mend its rights or set AMENDS_HOME")
        ]


def _python() -> Finding:
    version = ".".join(str(part) for part in sys.version_info[:3])
    if sys.version_info < OLDEST:
        return wrong("python", version, "install Python 3.11 or later")
    return Finding("python", version)


def _front_end() -> Finding:
    missing = [
        name for name in (*assets.PACKAGED, "icons.svg") if not (assets.VENDOR_FOLDER / name).is_file()
    ]
    if not missing:
        return Finding("front end", f"{len(assets.PACKAGED) + 1} files are in {assets.VENDOR_FOLDER}")
    seen = f"{', '.join(missing)} missing in {assets.VENDOR_FOLDER}"
    return wrong(
        "front end",
        seen,
        "run `make setup`" if _node() else "install Node.js 20 or later, then run `make setup`",
    )


def _node() -> bool:
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return False
    told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    major = told.strip().removeprefix("v").split(".", 1)[0]
    return major.isdigit() and int(major) >= 20
