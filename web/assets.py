"""Our own and the installed front-end files: where they are, and addresses that change with their content.

`install(node_modules)` copies the few files pages use from npm's packages into static/vendor and draws the icon
sprite, so that no third-party code is kept with ours. `python -m web.assets` does it by hand.
"""

from __future__ import annotations

import re
import sys
from hashlib import sha256
from pathlib import Path

STATIC_FOLDER = Path(__file__).parent / "static"
VENDOR_FOLDER = STATIC_FOLDER / "vendor"
STATIC_PATH = "/static"

PACKAGED = {
    "htmx.min.js": "htmx.org/dist/htmx.min.js",
    "modern-normalize.css": "modern-normalize/modern-normalize.css",
}
ICONS = (
    "arrow-right", "bell", "building-2", "calendar-clock", "check", "chevron-down", "circle-alert", "circle-check",
    "circle-dot", "circle-x", "clock", "file-text", "flag", "folder-open", "forward", "gift", "globe", "history",
    "house", "inbox", "info", "key-round", "landmark", "list", "lock", "log-out", "mail", "mail-open",
    "message-square", "paperclip", "pencil", "phone", "plus", "printer", "rotate-ccw", "scale", "search", "send",
    "settings", "shield-check", "timer", "triangle-alert", "undo-2", "user", "user-plus", "users", "x",
)  # fmt: skip

_fingerprints: dict[Path, tuple[int, str]] = {}


def url_static(path: str) -> str:
    """The address of a static file, with its content's fingerprint so that it may be cached for a year."""
    return f"{STATIC_PATH}/{path}?v={_fingerprint(STATIC_FOLDER / path)}"


def _fingerprint(file: Path) -> str:
    changed = file.stat().st_mtime_ns
    known = _fingerprints.get(file)
    if known is None or known[0] != changed:
        known = (changed, sha256(file.read_bytes()).hexdigest()[:10])
        _fingerprints[file] = known
    return known[1]


def install(node_modules: Path) -> None:
    """Fill static/vendor from the installed packages; files that are the same already are left alone."""
    VENDOR_FOLDER.mkdir(parents=True, exist_ok=True)
    for name, source in PACKAGED.items():
        _write_if_changed(VENDOR_FOLDER / name, (node_modules / source).read_bytes())
    icons = node_modules / "lucide-static" / "icons"
    symbols = "".join(_symbol(name, (icons / f"{name}.svg").read_text("utf-8")) for name in ICONS)
    sprite = f'<svg xmlns="http://www.w3.org/2000/svg"><!-- Lucide, ISC licence -->\n{symbols}</svg>\n'
    _write_if_changed(VENDOR_FOLDER / "icons.svg", sprite.encode())


def _symbol(name: str, drawing: str) -> str:
    inner = re.sub(r"^.*?<svg[^>]*>|</svg>\s*$|\n\s*", "", drawing, flags=re.DOTALL)
    return f'<symbol id="{name}" viewBox="0 0 24 24">{inner}</symbol>\n'


def _write_if_changed(file: Path, content: bytes) -> None:
    if not file.exists() or file.read_bytes() != content:
        file.write_bytes(content)


if __name__ == "__main__":
    install(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent.parent / "node_modules")
