"""What was asked and answered, on every page the same way: nobody reads an answer that is not shown to them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from amends.complaints.answers import several
from amends.complaints.derived import because_of, highest
from amends.complaints.questions import uses_of
from amends.complaints.sensitive import may_be_shown
from amends.people.actor import Actor
from amends.policy.document import AskedOf, Field, FieldType, Policy, Stage
from web.i18n import current_language, gettext

HIDDEN: Final = "\u2022" * 6


def answers_view(
    policy: Policy, category: str, given: Mapping[str, str], *, reader: Actor, openly: bool = False
) -> list[tuple[str, str]]:
    """For staff: questions and answers in the reader's language, in the order of the form. `openly`: sensitive answers,
    too, whose reading is written down."""
    return [
        (_name(policy.fields[code]), _whole_text(policy, code, given, reader=reader, openly=openly))
        for code in _in_order(policy, category, given)
    ]


def _whole_text(policy: Policy, code: str, given: Mapping[str, str], *, reader: Actor, openly: bool) -> str:
    """With what it follows from, where it does."""
    field = policy.fields[code]
    text = answer_text(field, given[code], reader=reader, openly=openly)
    if not field.highest_of or not may_be_shown(field, reader) or (field.sensitive and not openly):
        return text
    parts = [_name(policy.fields[part]) for part in because_of(policy, code, given)]
    if not parts or highest(policy, code, given) != given[code]:
        return gettext("%(answer)s, corrected by staff") % {"answer": text}
    named = ("、" if current_language() == "zh" else ", ").join(parts)
    return gettext("%(answer)s, because of: %(parts)s") % {"answer": text, "parts": named}


def own_answers_view(policy: Policy, category: str, given: Mapping[str, str]) -> list[tuple[str, str]]:
    """For complainants: what they were asked themselves, not what staff filled in."""
    uses = uses_of(policy, category)
    own = {
        code for code, use in uses.items() if use.stage is Stage.LODGING and use.asked_of is AskedOf.EVERYONE
    }
    return [
        (_name(policy.fields[code]), _text(policy.fields[code], given[code]))
        for code in _in_order(policy, category, given)
        if code in own
    ]


def answer_text(field: Field, answer: str, *, reader: Actor, openly: bool = False) -> str:
    if not may_be_shown(field, reader):
        return gettext("not shown to you")
    return HIDDEN if field.sensitive and answer and not openly else _text(field, answer)


def _in_order(policy: Policy, category: str, given: Mapping[str, str]) -> list[str]:
    places = {code: place for place, code in enumerate(uses_of(policy, category))}
    ordered = sorted(given, key=lambda code: (places.get(code, len(places)), code))
    return [code for code in ordered if code in policy.fields]


def _name(field: Field) -> str:
    return field.name.in_language(current_language())


def _text(asked: Field, text: str) -> str:
    if asked.type is FieldType.YES_NO:
        return gettext("Yes") if text == "yes" else gettext("No")
    if asked.type is FieldType.CHOICES:
        comma = "、" if current_language() == "zh" else ", "
        return comma.join(_choice(asked, code) for code in several(text))
    return _choice(asked, text)


def _choice(asked: Field, code: str) -> str:
    chosen = asked.choices.get(code)
    return chosen.in_language(current_language()) if chosen is not None else code
