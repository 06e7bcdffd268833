"""Kinds of case in the reader's words, and the choice between them where a form offers several."""

from __future__ import annotations

from typing import Any

from amends.policy.document import Policy
from amends.policy.kinds import COMPLAINT, first_offered, kind_of, kinds_of, offered, takes_anonymous
from amends.policy.parts.kinds import Complainant, Place
from web.i18n import current_language
from web.typed import Typed

UNKNOWN = "?"
"""No policy has such a code: what is not offered is refused at its field."""


def kind_text(policy: Policy, code: str) -> str:
    """Of a version that the case was moved from since, the code is what is left."""
    if code not in kinds_of(policy):
        return code
    return kind_of(policy, code).name.in_language(current_language())


def badge_text(policy: Policy, code: str) -> str:
    """ "" of a complaint: lists and pages speak of those anyway."""
    return "" if code == COMPLAINT else kind_text(policy, code)


def kind_typed(policy: Policy, typed: Typed, place: Place) -> str:
    """A form that asks for none means the first that is offered there."""
    chosen = typed.text("kind")
    return chosen if chosen in offered(policy, place) else UNKNOWN if chosen else first_offered(policy, place)


def kinds_view(policy: Policy, place: Place) -> dict[str, Any]:
    """The values of public/_kind_choice.html; and `anonymous`: whether the usual one takes what nobody put a name to, else
    `unnamed`: the names of those that do."""
    found, language = offered(policy, place), current_language()
    usual = first_offered(policy, place)
    anonymous = takes_anonymous(policy, usual)
    unnamed = [] if anonymous else [code for code in found if takes_anonymous(policy, code)]
    return {
        "kinds": [
            {
                "code": code,
                "text": kind.name.in_language(language),
                "help": kind.help.in_language(language) if kind.help else "",
                "nobody": kind.complainant is Complainant.NONE,
            }
            for code, kind in found.items()
        ]
        if len(found) > 1
        else [],
        "kind_usual": usual,
        "anonymous": anonymous,
        "unnamed": ("、" if language == "zh" else ", ").join(kind_text(policy, code) for code in unnamed),
    }
