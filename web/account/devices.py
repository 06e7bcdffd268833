"""What a browser says of itself, in words people know: browser and system, no version, nothing guessed."""

from __future__ import annotations

import re

from web.i18n import gettext

_BROWSERS = (
    (r"MicroMessenger/", "WeChat"),
    (r"DingTalk", "DingTalk"),
    (r"Edg(?:e|A|iOS)?/", "Edge"),
    (r"OPR/|Opera", "Opera"),
    (r"SamsungBrowser/", "Samsung Internet"),
    (r"HuaweiBrowser/", "Huawei Browser"),
    (r"UCBrowser/", "UC Browser"),
    (r"QQBrowser/", "QQ Browser"),
    (r"Firefox/|FxiOS/", "Firefox"),
    (r"Chrome/|CriOS/|Chromium/", "Chrome"),
    (r"Safari/", "Safari"),
)
_SYSTEMS = (
    (r"HarmonyOS|OpenHarmony", "HarmonyOS"),
    (r"iPhone", "iPhone"),
    (r"iPad", "iPad"),
    (r"Android", "Android"),
    (r"Windows", "Windows"),
    (r"Macintosh|Mac OS X", "Mac"),
    (r"CrOS", "ChromeOS"),
    (r"Linux|X11", "Linux"),
)
"""In this order: most browsers claim to be several."""


def device_text(agent: str) -> str:
    browser, system = _first(_BROWSERS, agent), _first(_SYSTEMS, agent)
    if browser and system:
        return gettext("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or gettext("Unknown device")


def device_icon(agent: str) -> str:
    return "smartphone" if re.search(r"Mobi|iPhone|Android|HarmonyOS", agent) else "monitor"


def _first(patterns: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((name for pattern, name in patterns if re.search(pattern, agent)), "")
