"""What the types cannot say: that every reference leads somewhere and every promise is complete."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from amends.policy.document import Category, ClockKind, FieldType, Notice, Policy
from amends.policy.events import PLACEHOLDERS, Event, has_stray_brace, placeholders_in

ROLES = frozenset({"admin", "intake", "handler", "supervisor", "auditor"})
OPTIONAL_STATES = frozenset({"REVIEW", "INVESTIGATING", "SOLUTION", "EXECUTING", "FEEDBACK"})
STATES = OPTIONAL_STATES | {
    "REGISTERED", "REFUSED", "FORWARDED", "ACCEPTED", "DECIDED", "CLOSED", "ARCHIVED", "REOPENED", "WITHDRAWN",
    "MERGED", "DEADLOCK", "EXTERNAL",
}  # fmt: skip
"""A policy names them; it never invents one."""

_NUMBER_PART = re.compile(r"\{([^{}]*)\}")
_NUMBER_WORDS = ("letter", "YYYY", "YY", "MM")

MOVES = frozenset(
    [
        "acknowledge",
        "accept",
        "refuse",
        "forward",
        "investigate",
        "offer",
        "agree",
        "dispute",
        "decide",
        "execute",
        "confirm",
        "close",
        "reopen",
        "archive",
        "withdraw",
        "merge",
        "deadlock",
        "refer",
    ]
)


def problems_in(policy: Policy) -> list[str]:
    """One line each, in the order of the document; empty when the policy can be published."""
    return [
        *_numbering(policy),
        *_levels(policy),
        *_categories(policy),
        *_choices(policy),
        *_escalation(policy),
        *_notices(policy.notices),
        *_hours(policy),
        *_states(policy),
    ]


def _numbering(policy: Policy) -> Iterator[str]:
    pattern = policy.numbering.pattern
    parts = _NUMBER_PART.findall(pattern)
    serials = [part for part in parts if re.fullmatch(r"seq[1-9]", part)]
    fields = [part.removeprefix("field:") for part in parts if part.startswith("field:")]
    if len(serials) != 1:
        yield f"numbering.pattern: expected exactly one of {{seq1}} … {{seq9}}, got {pattern!r}"
    if re.search(r"[^A-Za-z0-9_./-]", _NUMBER_PART.sub("", pattern)):
        # A number is read out on the telephone and stands in addresses.
        yield f"numbering.pattern: expected letters, digits and - _ . / around closed braces, got {pattern!r}"
    for part in parts:
        if part not in (*_NUMBER_WORDS, *serials) and not part.startswith("field:"):
            yield (
                f"numbering.pattern: unknown {{{part}}}; expected {{letter}}, {{YYYY}}, {{YY}}, {{MM}}, "
                "{seqN} or {field:code}"
            )
    for code, category in policy.categories.items():
        if "letter" in parts and not category.letter:
            yield f"categories.{code}.letter: missing; numbering.pattern uses {{letter}}"
        yield from _number_fields(code, category, fields)


def _number_fields(code: str, category: Category, fields: Iterable[str]) -> Iterator[str]:
    for field in fields:
        use = category.fields.get(field)
        if use is None or not use.required:
            yield f"categories.{code}.fields.{field}: expected a required field; numbering.pattern uses it"


def _levels(policy: Policy) -> Iterator[str]:
    if not policy.levels:
        yield "levels: expected at least one"
    for code, level in policy.levels.items():
        for kind in ClockKind:
            if kind not in level.clocks:
                yield f"levels.{code}.clocks.{kind}: missing; every level promises all of {_list(ClockKind)}"


def _categories(policy: Policy) -> Iterator[str]:
    if not policy.categories:
        yield "categories: expected at least one"
    for code, category in policy.categories.items():
        place = f"categories.{code}"
        if category.level not in policy.levels:
            yield f"{place}.level: expected one of {_list(policy.levels)}, got {category.level!r}"
        if category.department not in policy.departments:
            yield (
                f"{place}.department: expected one of {_list(policy.departments)}, got {category.department!r}"
            )
        for field in category.fields:
            if field not in policy.fields:
                yield f"{place}.fields.{field}: no such field; add [fields.{field}]"


def _choices(policy: Policy) -> Iterator[str]:
    for code, field in policy.fields.items():
        if field.type is FieldType.CHOICE and not field.choices:
            yield f"fields.{code}.choices: missing; a choice needs something to choose from"
        if field.type is not FieldType.CHOICE and field.choices:
            yield f"fields.{code}.choices: only a field of type 'choice' has choices, this is {field.type.value!r}"


def _escalation(policy: Policy) -> Iterator[str]:
    for code, step in policy.escalation.items():
        if step.role not in ROLES:
            yield f"escalation.{code}.role: expected one of {_list(ROLES)}, got {step.role!r}"
        if not step.clocks:
            yield f"escalation.{code}.clocks: expected at least one of {_list(ClockKind)}"


def _notices(notices: Mapping[str, Notice]) -> Iterator[str]:
    for code in notices:
        if code not in PLACEHOLDERS:
            yield f"notices.{code}: unknown event; expected one of {_list(Event)}"
    for event, allowed in PLACEHOLDERS.items():
        if notice := notices.get(event):
            yield from _notice(event, notice, allowed)
        else:
            yield f"notices.{event}: missing; every event needs its text"


def _notice(event: Event, notice: Notice, allowed: frozenset[str]) -> Iterator[str]:
    for part, text in (("subject", notice.subject), ("body", notice.body)):
        place = f"notices.{event}.{part}"
        for language, words in (("zh", text.zh), ("en", text.en)):
            for stranger in sorted(placeholders_in(words) - allowed):
                yield f"{place}.{language}: unknown {{{stranger}}}; expected {_list(allowed)}"
            if has_stray_brace(words):
                yield f"{place}.{language}: a brace that is no placeholder; expected {_list(allowed)}"
        if uneven := placeholders_in(text.zh) ^ placeholders_in(text.en):
            yield f"{place}: both languages must use the same placeholders; only one has {_list(uneven)}"


def _hours(policy: Policy) -> Iterator[str]:
    hours = policy.hours
    if hours.opens >= hours.closes:
        yield f"hours: expected opens before closes, got {hours.opens} to {hours.closes}"
    if not hours.days or len(set(hours.days)) != len(hours.days):
        yield f"hours.days: expected each weekday 1 … 7 at most once and at least one, got {list(hours.days)}"


def _states(policy: Policy) -> Iterator[str]:
    for state in policy.states_off:
        if state not in OPTIONAL_STATES:
            yield f"states_off: expected only {_list(OPTIONAL_STATES)}, got {state!r}"
    for move in policy.guards:
        if move not in MOVES:
            yield f"guards.{move}: unknown; expected {_list(MOVES)}"
    for state in policy.state_labels:
        if state not in STATES:
            yield f"state_labels.{state}: unknown; expected {_list(STATES)}"


def _list(words: Iterable[str]) -> str:
    return ", ".join(sorted(str(word) for word in words))
