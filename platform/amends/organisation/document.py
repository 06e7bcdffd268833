"""docs/organisation-settings.md, from the declarations: `python -m amends.organisation.document`."""

from __future__ import annotations

import sys

from amends.organisation.declarations import SETTINGS, OrganisationSettings, of_page
from amends.organisation.declaring import Page
from amends.organisation.values import Both

_TITLES = {
    Page.NAMES: "Names and language",
    Page.LOOK: "Logo and colour",
    Page.CONTACTS: "Contacts",
    Page.HOURS: "Opening hours",
    Page.BODIES: "Where to turn next",
    Page.TEXTS: "Public texts",
    Page.LEGAL: "Privacy and imprint",
}
_HEAD = """# An organisation's settings

What an organisation settles outside its policy, under Settings in its portal. Only administrators change it; each change
is in the history with what was there before. This page is written from the declarations in
`platform/amends/organisation/declarations.py` by `python -m amends.organisation.document`.

A text in both languages may be missing in one: the other is shown meanwhile, marked with its language. A logo (PNG, JPEG,
WebP or HEIC up to 2 MB) is drawn anew and served by its fingerprint; SVG is refused, because it can carry programs.
"""


def document() -> str:
    return _HEAD + "".join(_section(page) for page in Page)


def _section(page: Page) -> str:
    rows = "".join(_row(key) for key in of_page(page))
    return (
        f"\n## {_TITLES[page]}\n\n| key | what | limits | where | when empty |\n|---|---|---|---|---|\n{rows}"
    )


def _row(key: str) -> str:
    setting = SETTINGS[key]
    default = getattr(OrganisationSettings(), key)
    both = ", in both languages" if isinstance(default, Both) else ""
    limits = f"{setting.kind}{both}, at most {setting.longest} signs"
    needed = "; needed" if setting.required else ""
    empty = setting.otherwise or (str(default) if isinstance(default, str) else "") or "–"
    return (
        f"| `{key}` | **{setting.label}.** {setting.help} | {limits}{needed} | {setting.shown} | {empty} |\n"
    )


if __name__ == "__main__":
    sys.stdout.write(document())
