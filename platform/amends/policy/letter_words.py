"""What the letters of a policy may leave open: what a case fills in by itself, and what somebody writes. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from amends.policy.document import DocumentKind, Policy
from amends.policy.events import has_stray_brace, placeholders_in


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


FROM_THE_CASE: Final = _names(
    "name no kind organisation link contact category level dept owner resp_due res_due recourse days code"
)
"""Filled in as the case stands; nobody writes over it."""
SUGGESTED: Final = _names("content demand allegation finding measures result solution")
"""Filled in as the case stands, for somebody to put into better words."""
WRITTEN: Final = _names(
    "alternative authority body clock danger data date done due facts goods investigation items matter new next old "
    "party period purpose reason request reviewer since until"
)
"""No case says it: whoever writes the letter does."""
MAY_BE_MISSING: Final = frozenset({"resp_due", "res_due", "recourse", "days"})
"""A sentence about nothing else is left out where there is none."""


def letter_problems(policy: Policy) -> Iterator[str]:
    """One line for each letter that could not be written from a case."""
    known = FROM_THE_CASE | SUGGESTED | WRITTEN | policy.fields.keys()
    for code, document in policy.documents.items():
        if document.kind is not DocumentKind.LETTER or document.text is None:
            continue  # without words of its own it is written from nothing
        place = f"documents.{code}.text"
        for language, words in (("zh", document.text.zh), ("en", document.text.en)):
            for stranger in sorted(placeholders_in(words) - known):
                yield f"{place}.{language}: unknown {{{stranger}}}; expected the code of a field or one of {_list(known - policy.fields.keys())}"
            if has_stray_brace(words):
                yield f"{place}.{language}: a brace that is no placeholder; expected none or both"
        if uneven := placeholders_in(document.text.zh) ^ placeholders_in(document.text.en):
            yield f"{place}: both languages must use the same placeholders; only one has {_list(uneven)}"


def _list(names: frozenset[str]) -> str:
    return ", ".join(sorted(names))
