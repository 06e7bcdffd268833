"""What the decided outcomes oblige the organisation to, and how each of it is met. Pure.

A duty is met by a fact (a remedy was given, the history shows that it was done), or because somebody says what was
done; or somebody says why it is not done. The ways onward stand in every decision, so that duty is met with it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from amends.policy.document import Policy, Text
from amends.policy.parts.work import Duty, Towards
from amends.remedies.rules import SHOWN as GIVEN
from amends.remedies.rules import State

MET, WAIVED = "duty-met", "duty-waived"
"""Acts of the history: somebody says that it was done, and what; or why it is not."""

ACTS: Mapping[str, Duty] = MappingProxyType(
    {
        "forward": Duty.FORWARD,
        "cause-told": Duty.CAUSE_NOTICE,
        "corrective-opened": Duty.CORRECTIVE_ACTION,
        "corrective-linked": Duty.CORRECTIVE_ACTION,
    }
)
"""Acts of the history by which a duty is met without anybody saying so."""
UNDONE: Mapping[str, Duty] = MappingProxyType({"corrective-cancelled": Duty.CORRECTIVE_ACTION})
"""And by which it is not met any more."""

WORDS: Mapping[Duty, Text] = MappingProxyType(
    {
        Duty.CORRECT: Text(zh="纠正问题", en="correct what is wrong"),
        Duty.REMEDY: Text(zh="采取补救措施", en="give a remedy"),
        Duty.APOLOGISE: Text(zh="道歉", en="apologise"),
        Duty.EXPLAIN: Text(zh="解释说明", en="explain"),
        Duty.FORWARD: Text(zh="转送", en="forward it"),
        Duty.RECOURSE: Text(zh="告知其他救济途径", en="tell the ways onward"),
        Duty.CAUSE_NOTICE: Text(
            zh="将原因书面告知责任部门", en="tell the department at fault the cause in writing"
        ),
        Duty.CORRECTIVE_ACTION: Text(zh="采取纠正措施，防止再次发生", en="prevent it from happening again"),
        Duty.REPORT: Text(zh="向主管部门报告", en="report to an authority"),
    }
)


class Standing(StrEnum):
    OPEN = "open"
    MET = "met"
    WAIVED = "waived"


@dataclass(frozen=True, slots=True)
class Said:
    """By somebody, of one duty; the last of each counts."""

    waived: bool
    words: str
    by_id: UUID | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Known:
    """`remedies`: codes and what has become of them; `done`: what the history shows."""

    remedies: Collection[tuple[str, State]] = ()
    done: frozenset[Duty] = frozenset()
    said: Mapping[Duty, Said] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Obligation:
    """`outcomes`: the codes of those that ask for it; `remedies`: codes of those that meet it; `said`: by whom and why."""

    duty: Duty
    outcomes: tuple[str, ...]
    standing: Standing
    remedies: tuple[str, ...] = ()
    said: Said | None = None


def obligations(policy: Policy, outcomes: Iterable[str], known: Known) -> list[Obligation]:
    """In the order of the duties' own list, each once, however many outcomes ask for it."""
    decided = [code for code in dict.fromkeys(outcomes) if code in policy.outcomes]
    found = []
    for duty in Duty:
        asking = tuple(code for code in decided if duty in policy.outcomes[code].obliges)
        if asking:
            found.append(_obligation(policy, duty, asking, known))
    return found


def open_duties(found: Iterable[Obligation]) -> list[Duty]:
    return [each.duty for each in found if each.standing is Standing.OPEN]


def first_of(duties: Collection[Duty]) -> Text | None:
    """What has to be done, or given a reason why not, before the case closes; None: nothing."""
    if not duties:
        return None
    zh = "、".join(WORDS[duty].zh for duty in duties)
    en = ", ".join(WORDS[duty].en for duty in duties)
    return Text(zh=_FIRST.zh.replace("{duties}", zh), en=_FIRST.en.replace("{duties}", en))


_FIRST = Text(
    zh="处理结论要求先完成：{duties}；不做的，请说明理由。",
    en="The outcome obliges you to: {duties}. Do so first, or say why not.",
)


def _obligation(policy: Policy, duty: Duty, asking: tuple[str, ...], known: Known) -> Obligation:
    remedies = tuple(code for code, state in known.remedies if state in GIVEN and _meets(policy, code, duty))
    said = known.said.get(duty)
    if remedies or duty in known.done or duty is Duty.RECOURSE:
        return Obligation(duty, asking, Standing.MET, remedies, said)
    if said is None:
        return Obligation(duty, asking, Standing.OPEN)
    return Obligation(duty, asking, Standing.WAIVED if said.waived else Standing.MET, (), said)


def _meets(policy: Policy, code: str, duty: Duty) -> bool:
    kind = policy.remedies.get(code)
    if kind is None:
        return duty is Duty.REMEDY
    return duty in kind.meets or (duty is Duty.REMEDY and kind.towards is Towards.COMPLAINANT)
