"""Where the pages are that other pages lead to."""

from __future__ import annotations

HOME = "/portal/settings"
FIRST_STEPS = f"{HOME}/first-steps"
LIVE = f"{HOME}/live"
MAIL = f"{HOME}/mail"
DOMAIN = f"{HOME}/domain"
