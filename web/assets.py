"""Our own and the installed front-end files: where they are, and addresses that change with their content.

`install(node_modules)` copies the few files pages and prints use from npm's packages and draws the icon sprite, so that no third-party code is kept with ours. `python -m web.assets` does it by hand.
"""

from __future__ import annotations

import re
import sys
from functools import cache
from hashlib import sha256
from pathlib import Path

STATIC_FOLDER = Path(__file__).parent / "static"
VENDOR_FOLDER = STATIC_FOLDER / "vendor"
FONTS_FOLDER = Path(__file__).parent / "fonts"
"""For what is printed; browsers have their own."""
STATIC_PATH = "/static"

PACKAGED = {
    "htmx.min.js": "htmx.org/dist/htmx.min.js",
    "modern-normalize.css": "modern-normalize/modern-normalize.css",
}
FONTS = {
    f"NotoSansSC-{weight}.ttf": f"@expo-google-fonts/noto-sans-sc/{folder}/NotoSansSC_{folder}.ttf"
    for weight, folder in (("Regular", "400Regular"), ("Bold", "700Bold"))
}
ICONS = (
    "activity", "archive", "arrow-right", "at-sign", "bell", "book-open", "briefcase", "building-2",
    "calendar-clock", "calendar-off", "check", "chevron-down", "chevron-left", "chevron-right", "circle",
    "circle-alert", "circle-check", "circle-dot", "circle-question-mark", "circle-x", "clipboard-check", "clock",
    "copy", "download", "ellipsis", "external-link", "eye", "eye-off", "file-text", "flag", "flask-conical",
    "folder-open", "forward", "gift", "git-branch", "globe", "graduation-cap", "history", "hourglass", "house", "image", "inbox",
    "info", "key-round", "landmark", "laptop", "link", "list", "lock", "log-in", "log-out", "mail", "mail-open",
    "mail-x", "megaphone", "menu", "message-square", "monitor", "moon", "palette", "paperclip", "pause", "pencil",
    "phone", "plus", "printer", "qr-code", "refresh-cw", "rocket", "rotate-ccw", "scale", "search", "search-check", "send", "server",
    "settings", "shield-check", "smartphone", "sun", "timer", "trash-2", "triangle-alert", "undo-2", "upload",
    "user", "user-check", "user-plus", "user-x", "users", "wrench", "x",
)  # fmt: skip


def url_static(path: str) -> str:
    """The address of a static file, with its content's fingerprint so that it may be cached for a year."""
    file = STATIC_FOLDER / path
    return _address(path, file.stat().st_mtime_ns)


@cache
def url_static_once(path: str) -> str:
    """The same where files change only with the program: an icon is named a hundred times on a page."""
    return url_static(path)


@cache
def _address(path: str, changed: int) -> str:
    del changed  # a file written anew has another fingerprint
    return f"{STATIC_PATH}/{path}?v={sha256((STATIC_FOLDER / path).read_bytes()).hexdigest()[:10]}"


def install(node_modules: Path) -> None:
    """Fill static/vendor and fonts from the installed packages; files that are the same already are left alone."""
    FONTS_FOLDER.mkdir(parents=True, exist_ok=True)
    for name, source in FONTS.items():
        _write_if_changed(FONTS_FOLDER / name, (node_modules / source).read_bytes())
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
