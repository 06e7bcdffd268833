"""Which checklists and lines a case has, how far they are, and what a move has to wait for. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from amends.policy.categories import effective
from amends.policy.conditions import Facts, fields_of, holds
from amends.policy.document import Checklist, ChecklistLine, Policy, Text

Line = tuple[str, str]
"""Codes of a checklist and of a line on it."""


@dataclass(frozen=True, slots=True)
class Looked:
    """How far an investigation is: lines done or found not to apply; `waived`: decided without one."""

    lines: frozenset[Line] = frozenset()
    waived: bool = False


NOT_LOOKED = Looked()


def lists(policy: Policy, facts: Facts) -> dict[str, Checklist]:
    """Those its category and its level name, and those whose own condition holds; in their order."""
    named = _named(policy, facts)
    ranked = sorted(policy.checklists.items(), key=lambda item: (item[1].rank, item[0]))
    return {
        code: checklist
        for code, checklist in ranked
        if code in named or (checklist.when is not None and holds(checklist.when, facts))
    }


def lines(checklist: Checklist, facts: Facts) -> dict[str, ChecklistLine]:
    """Those that apply, in their order."""
    ranked = sorted(checklist.lines.items(), key=lambda item: (item[1].rank, item[0]))
    return {code: line for code, line in ranked if holds(line.when, facts)}


def open_lines(
    policy: Policy, facts: Facts, done: Collection[Line], *, before: str = ""
) -> dict[Line, ChecklistLine]:
    """Required ones that nobody has settled; `before`: of the lists a move waits for alone."""
    return {
        (code, name): line
        for code, checklist in lists(policy, facts).items()
        if not before or checklist.before == before
        for name, line in lines(checklist, facts).items()
        if line.required and (code, name) not in done
    }


def to_do_first(policy: Policy, move: str, facts: Facts, looked: Looked) -> Iterator[Text]:
    """By checklist, how many lines are open and the first of them."""
    if looked.waived:
        return
    waiting = open_lines(policy, facts, looked.lines, before=move)
    for code in dict.fromkeys(code for code, _ in waiting):
        name = policy.checklists[code].name
        left = [line.name for (listed, _), line in waiting.items() if listed == code]
        yield _to_finish(name, left)


def _to_finish(checklist: Text, left: Sequence[Text]) -> Text:
    said = _FINISH if len(left) > 1 else _FINISH_ONE
    zh, en = (
        said.in_language(language)
        .replace("{list}", checklist.in_language(language))
        .replace("{left}", str(len(left)))
        .replace("{first}", left[0].in_language(language))
        for language in ("zh", "en")
    )
    return Text(zh=zh, en=en)


_FINISH = Text(
    zh="请先完成“{list}”，还有 {left} 项：{first}等。",
    en="Finish the checklist “{list}” first. Still open: {left}, beginning with “{first}”.",
)
_FINISH_ONE = Text(
    zh="请先完成“{list}”，还有 1 项：{first}。",
    en="Finish the checklist “{list}” first. Still open: “{first}”.",
)


def held_up(policy: Policy, move: str) -> bool:
    """Whether any checklist is asked for before this move."""
    return any(checklist.before == move for checklist in policy.checklists.values())


def wanted(policy: Policy) -> frozenset[str]:
    """The facts on which it depends what applies."""
    conditions = [
        condition
        for checklist in policy.checklists.values()
        for condition in (checklist.when, *(line.when for line in checklist.lines.values()))
    ]
    return frozenset[str]().union(*(fields_of(condition) for condition in conditions))


def _named(policy: Policy, facts: Facts) -> frozenset[str]:
    category, level = str(facts["case.category"]), policy.levels.get(str(facts["case.level"]))
    by_category = effective(policy, category).checklist if category in policy.categories else ""
    return frozenset({by_category, level.checklist if level is not None else ""})
