"""Where the pages are that other pages lead to."""

from __future__ import annotations

HOME = "/portal/settings"
FIRST_STEPS = f"{HOME}/first-steps"
LIVE = f"{HOME}/live"
MAIL = f"{HOME}/mail"
DOMAIN = f"{HOME}/domain"
CALENDAR = f"{HOME}/calendar"
POLICY = f"{HOME}/policy"
POLICY_PARTS = f"{POLICY}/parts"
POLICY_DRAFT = f"{POLICY}/draft"
POLICY_VARIANTS = f"{POLICY}/variants"
POLICY_SOURCES = f"{POLICY}/sources"
POLICY_FILES = f"{POLICY}/files"
POLICY_EXPERT = f"{POLICY}/expert"
POLICY_CASES = f"{POLICY}/cases"
POLICY_VERSIONS = f"{POLICY}/versions"
