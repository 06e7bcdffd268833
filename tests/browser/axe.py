"""axe-core on a page that is open in the browser: what it finds, each with its rule and the element."""

from __future__ import annotations

from functools import cache
from typing import Any

from playwright.sync_api import Page

from tests.browser.chromium import NODE_MODULES

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_OPTIONS = {
    "runOnly": {"type": "tag", "values": TAGS},
    # Off unless asked for, being new: targets of 24 pixels are of WCAG 2.2, and ours.
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
    "preload": False,  # style sheets of ours need no fetching a second time
}
_RUN = """async ([part, options]) => {
  const { violations } = await axe.run(part, options);
  return violations.map(({ id, help, nodes }) => [id, help, nodes.map((node) =>
    `${node.target.join(' ')}: ${node.failureSummary.split('\\n').slice(1).join(';').trim()}`)]);
}"""
_OPEN = "(folded) => { for (const part of document.querySelectorAll(folded)) part.open = true; }"

MENU = "details.me"
MORE = ".rail .more > details"
FOLDED = f"details:not({MENU}, {MORE})"
"""What lies folded on a page is read unfolded. Menus that lie over the page are looked at by themselves."""


@cache
def _source() -> str:
    return (NODE_MODULES / "axe-core" / "axe.min.js").read_text("utf-8")


def findings(page: Page, part: str = "html", folded: str = FOLDED) -> list[str]:
    """Rule and element of every violation; the browser runs this beside the page, past its policy for scripts."""
    page.evaluate(_OPEN, folded)
    if not page.evaluate("'axe' in window"):
        page.evaluate(_source())
    violations: list[Any] = page.evaluate(_RUN, [part, _OPTIONS])
    return [f"{rule} ({help_}) at {element}" for rule, help_, elements in violations for element in elements]
