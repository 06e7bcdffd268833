"""What the types cannot say: that every reference leads somewhere and every promise is complete."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from amends.deadlines.period import Unit
from amends.policy.calendar_checks import calendar_problems
from amends.policy.categories import effective, leaves
from amends.policy.conditions import problems_in_conditions
from amends.policy.derived_checks import derived_problems
from amends.policy.document import Action, Category, ClockKind, FieldType, FieldUse, Notice, Policy, Trigger
from amends.policy.endless import endless
from amends.policy.events import (
    APPROVABLE,
    OPTIONAL_EVENTS,
    PLACEHOLDERS,
    Event,
    has_stray_brace,
    placeholders_in,
)
from amends.policy.kinds import has_nobody
from amends.policy.letter_words import letter_problems
from amends.policy.meetable import unmeetable
from amends.policy.references import dangling
from amends.policy.role_checks import role_problems

OPTIONAL_STATES = frozenset({"REVIEW", "INVESTIGATING", "SOLUTION", "EXECUTING", "FEEDBACK"})
STATES = OPTIONAL_STATES | {
    "REGISTERED", "REFUSED", "FORWARDED", "ACCEPTED", "DECIDED", "CLOSED", "ARCHIVED", "REOPENED", "WITHDRAWN",
    "MERGED", "DEADLOCK", "EXTERNAL",
}  # fmt: skip
"""A policy names them; it never invents one."""

DEEPEST = 50
"""Nobody finds anything in a deeper tree."""

MOST_QUESTIONS = 200
"""Of one category at all stages: each may hang on all others, and whoever opens the form waits for that."""

_NUMBER_PART = re.compile(r"\{([^{}]*)\}")
_NUMBER_WORDS = ("letter", "YYYY", "YY", "MM")

GUARDED = frozenset(
    [
        "accept",
        "refuse",
        "forward",
        "investigate",
        "offer",
        "decide",
        "execute",
        "confirm",
        "close",
        "reopen",
        "archive",
        "merge",
        "deadlock",
        "refer",
    ]
)
"""Moves a policy may ask something for; what complainants do and what lodging does is never held up."""


def problems_in(policy: Policy) -> list[str]:
    """One line each, in the order of the document; empty when the policy can be published."""
    if deep := list(_too_deep(policy)):
        return deep  # everything else goes up the tree from every category
    found = [
        *_numbering(policy),
        *_levels(policy),
        *_never_still(policy),
        *_categories(policy),
        *_choices(policy),
        *derived_problems(policy),
        *_escalation(policy),
        *_amounts(policy),
        *_notices(policy.notices),
        *letter_problems(policy),
        *calendar_problems(policy.calendar),
        *endless(policy),
        *_states(policy),
        *role_problems(policy),
        *dangling(policy),
        *problems_in_conditions(policy),
    ]
    return found or list(unmeetable(policy))


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
    for code in leaves(policy):
        category = effective(policy, code)
        if "letter" in parts and not category.letter:
            yield f"categories.{code}.letter: missing; numbering.pattern uses {{letter}}"
        yield from _number_fields(code, category, fields, policy.common_fields)


def _number_fields(
    code: str, category: Category, fields: Iterable[str], common: Mapping[str, FieldUse]
) -> Iterator[str]:
    for field in fields:
        use = category.fields.get(field, common.get(field))
        if use is None or not use.required or use.required_when is not None:
            yield f"categories.{code}.fields.{field}: expected a required field; numbering.pattern uses it"


def _levels(policy: Policy) -> Iterator[str]:
    if not policy.levels:
        yield "levels: expected at least one"
    for code, level in policy.levels.items():
        if ClockKind.RESOLVE not in level.clocks:
            yield f"levels.{code}.clocks.{ClockKind.RESOLVE}: missing; every level promises a result"
    for code, kind in policy.kinds.items():
        if kind.clocks and ClockKind.RESOLVE not in kind.clocks:
            yield f"kinds.{code}.clocks.{ClockKind.RESOLVE}: missing; whatever is promised, a result is"
        if code in kind.converts_to:
            yield f"kinds.{code}.converts_to: expected other kinds than {code!r} itself"
        nobody = [other for other in kind.converts_to if has_nobody(policy, other)]
        if nobody and not has_nobody(policy, code):
            yield f"kinds.{code}.converts_to: whoever brought it would hear no more of it: {_list(nobody)}"


def _never_still(policy: Policy) -> Iterator[str]:
    """Where a clock is always due at once there is no time of it to stop."""
    uses: dict[str, set[bool]] = {}
    given = [level.clocks for level in policy.levels.values()]
    given += [category.clocks for category in policy.categories.values()]
    given += [kind.clocks for kind in policy.kinds.values()]
    for clocks in given:
        for code, use in clocks.items():
            uses.setdefault(code, set()).add(use.period.unit is Unit.NOW)
    for code, clock in policy.clocks.items():
        if clock.pauses and uses.get(code) == {True}:
            yield f"clocks.{code}.pauses: expected none; it is due at once wherever it runs"


def _categories(policy: Policy) -> Iterator[str]:
    if not leaves(policy):
        yield "categories: expected at least one"
    for code, category in policy.categories.items():
        if _in_circle(policy, code):
            yield f"categories.{code}.parent: {category.parent!r} leads back to {code!r}"
    for code in leaves(policy):
        category = effective(policy, code)
        for needed in ("level", "department"):
            if not getattr(category, needed):
                yield f"categories.{code}.{needed}: missing here and in every category above it"
        if len(policy.common_fields | category.fields) > MOST_QUESTIONS:
            yield f"categories.{code}.fields: expected at most {MOST_QUESTIONS} questions, the common ones included"


def _too_deep(policy: Policy) -> Iterator[str]:
    for code, category in policy.categories.items():
        line, parent = {code}, category.parent
        while parent in policy.categories and parent not in line and len(line) <= DEEPEST:
            line.add(parent)
            parent = policy.categories[parent].parent
        if len(line) > DEEPEST:
            yield f"categories.{code}.parent: expected at most {DEEPEST} categories above each other"


def _in_circle(policy: Policy, code: str) -> bool:
    seen = {code}
    while parent := policy.categories[code].parent:
        if parent in seen:
            return True
        if parent not in policy.categories:
            return False
        seen.add(code := parent)
    return False


def _amounts(policy: Policy) -> Iterator[str]:
    limits = sorted((band.rank, code, band.up_to) for code, band in policy.amount_bands.items())
    last: int | None = -1
    for _, code, up_to in limits:
        if last is None or (up_to is not None and up_to <= last):
            yield f"amount_bands.{code}: expected bands from small to large by rank, only the last one without up_to"
        last = up_to


def _choices(policy: Policy) -> Iterator[str]:
    for code, field in policy.fields.items():
        chosen = field.type in (FieldType.CHOICE, FieldType.CHOICES)
        if chosen and not field.choices:
            yield f"fields.{code}.choices: missing; a choice needs something to choose from"
        if not chosen and field.choices:
            yield f"fields.{code}.choices: only a field of type 'choice' has choices, this is {field.type.value!r}"
        answers = set(field.choices) if chosen else {"yes", "no"} if field.type is FieldType.YES_NO else set()
        for answer in sorted(set(field.stops) - answers):
            yield f"fields.{code}.stops.{answer}: no such answer; expected {_list(answers) or 'a choice or yes/no'}"


def _escalation(policy: Policy) -> Iterator[str]:
    for chain_code, chain in policy.chains.items():
        for code, step in chain.steps.items():
            place = f"chains.{chain_code}.steps.{code}"
            named = step.role or step.to or step.roster or step.person
            if not named and step.action is not Action.INFORM_OUTSIDE:
                yield f"{place}.role: missing; somebody must be told"
            if not step.on:
                yield f"{place}.on: expected at least one of {_list(Trigger)}"


def _notices(notices: Mapping[str, Notice]) -> Iterator[str]:
    for code in notices:
        if code not in PLACEHOLDERS:
            yield f"notices.{code}: unknown event; expected one of {_list(Event)}"
    for event, allowed in PLACEHOLDERS.items():
        if notice := notices.get(event):
            yield from _notice(event, notice, allowed)
        elif event not in OPTIONAL_EVENTS:
            yield f"notices.{event}: missing; every event needs its text"


def _notice(event: Event, notice: Notice, allowed: frozenset[str]) -> Iterator[str]:
    if notice.approved_by and event not in APPROVABLE:
        yield f"notices.{event}.approved_by: nobody approves this letter; possible are {_list(APPROVABLE)}"
    for part, text in (("subject", notice.subject), ("body", notice.body)):
        place = f"notices.{event}.{part}"
        for language, words in (("zh", text.zh), ("en", text.en)):
            for stranger in sorted(placeholders_in(words) - allowed):
                yield f"{place}.{language}: unknown {{{stranger}}}; expected {_list(allowed)}"
            if has_stray_brace(words):
                yield f"{place}.{language}: a brace that is no placeholder; expected {_list(allowed)}"
        if uneven := placeholders_in(text.zh) ^ placeholders_in(text.en):
            yield f"{place}: both languages must use the same placeholders; only one has {_list(uneven)}"


def _states(policy: Policy) -> Iterator[str]:
    for state in policy.states_off:
        if state not in OPTIONAL_STATES:
            yield f"states_off: expected only {_list(OPTIONAL_STATES)}, got {state!r}"
    for code, guard in policy.guards.items():
        if guard.move not in GUARDED:
            yield f"guards.{code}.move: expected one of {_list(GUARDED)}, got {guard.move!r}"
    for code, checklist in policy.checklists.items():
        if checklist.before and checklist.before not in GUARDED:
            yield f"checklists.{code}.before: expected one of {_list(GUARDED)}, got {checklist.before!r}"
    for state in policy.state_labels:
        if state not in STATES:
            yield f"state_labels.{state}: unknown; expected {_list(STATES)}"


def _list(words: Iterable[str]) -> str:
    return ", ".join(sorted(str(word) for word in words))
