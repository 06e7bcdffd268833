"""Texts that administrators write, with a little form: paragraphs, emphasis, lists, headings, links; never HTML."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markupsafe import Markup

SCHEMES = frozenset({"http", "https", "mailto", "tel"})
"""Where a link may lead; anything else stays text."""


@lru_cache(maxsize=512)
def rendered(text: str) -> Markup:
    """Safe to show: what looks like HTML is shown as it was typed."""
    return Markup(_markdown().render(text))  # noqa: S704 - the renderer escapes; tests hold it to that


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    """Pictures would be fetched from strangers, who would learn who reads here; code is for programmers."""
    markdown = MarkdownIt("commonmark", {"html": False, "breaks": True})
    markdown.disable(["image", "html_inline", "html_block", "code", "fence", "backticks", "reference"])
    markdown.validateLink = _may_link  # type: ignore[method-assign]
    markdown.core.ruler.push("amends", _under_the_page)
    return markdown


def _may_link(url: str) -> bool:
    try:
        return urlsplit(url.strip()).scheme.lower() in SCHEMES
    except ValueError:
        return False


def _under_the_page(state) -> None:  # type: ignore[no-untyped-def]  # markdown-it's own state
    """The page's title is its first heading: theirs begin below it. Links tell strangers nothing of where they are."""
    levels = sorted({token.tag for token in state.tokens if token.type == "heading_open"})
    for token in state.tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(levels.index(token.tag) + 2, 4)}"  # none left out, whichever they began with
        for child in token.children or ():
            if child.type == "link_open":
                child.attrSet("rel", "noopener noreferrer")
