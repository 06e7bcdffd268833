"""What is wrong with a policy, for the readers of pages: where, in the words of the forms, and what was expected, in theirs.

The engine and the command line say it in English, a line each (`levels.T1.rank: expected …`). Here every such sentence is
known by its shape; one that nobody knows is shown as it is, and said to be English.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum

from amends.policy.document import Policy
from amends.policy.places import Table
from amends.policy.shape import bare, kind_at
from tenants.checking import Problem, problem_of
from web.i18n import gettext
from web.settings.policy.places_words import place_text, url_at
from web.settings.policy.problem_words import SENTENCES, TYPES
from web.settings.policy.wording import part_words

_ALL = ("document",)
"""How the engine names the whole of it."""
_KNOWN = [(re.compile(pattern, re.DOTALL), text) for pattern, text in SENTENCES]


def problem_views(problems: Iterable[Problem | str], *documents: Table) -> list[dict[str, str]]:
    """{place, code, url, text, language} each; `language` "en" where the text is the program's own."""
    return [_view(one if isinstance(one, Problem) else problem_of(one), *documents) for one in problems]


def problem_text(problem: Problem) -> str:
    """In the reader's language; empty where nobody knows the sentence."""
    for pattern, text in _KNOWN:
        if found := pattern.fullmatch(problem.text):
            values = {name: _value(name, value or "") for name, value in found.groupdict().items()}
            if text.startswith("“%(got)s”") and (offered := _offered(problem)):
                return gettext("“%(got)s” is not possible here; possible are %(values)s.") % {
                    **values, "values": offered,
                }  # fmt: skip
            return gettext(text) % values
    return ""


def _view(problem: Problem, *documents: Table) -> dict[str, str]:
    text = problem_text(problem)
    return {
        "place": "" if problem.keys == _ALL else place_text(problem.keys, *documents),
        "code": ".".join(problem.keys),
        "url": url_at(problem.keys, documents[0]) if documents else "",
        "text": text or problem.text,
        "language": "" if text else "en",
    }


def _value(name: str, value: str) -> str:
    """Parts and types have words; everything else is somebody's own text, or codes to be written as they are."""
    if name == "part":
        return part_words(value).label if value in Policy.__struct_fields__ else value
    if name == "kind":
        return gettext(TYPES[value]) if value in TYPES else value
    return value.strip("'\"")


def _offered(problem: Problem) -> str:
    kind = bare(kind_at(problem.keys)) if problem.keys else None
    codes = [str(one.value) for one in kind] if isinstance(kind, type) and issubclass(kind, Enum) else []
    return ", ".join(codes)
