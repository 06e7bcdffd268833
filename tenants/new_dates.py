"""What a complainant reads when something they were promised gets another date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from amends.complaints.case import Case
from amends.deadlines.starting import is_public
from amends.escalation.letters import clock_name

_DATE = {"zh": "{clock}：{after}（原为 {before}）", "en": "{clock}: {after} (before: {before})"}


def letter_of_new_dates(
    case: Case, letter: Mapping[str, str], dates: Iterable[tuple[str, datetime, datetime]]
) -> str:
    """Each date: clock, before, after. "" where complainants are told of none of these promises at all."""
    language, policy = str(case.row.language), case.desk.policy
    lines = [
        _DATE[language].format(
            clock=clock_name(policy, clock, language),
            after=case.desk.local(after, language),
            before=case.desk.local(before, language),
        )
        for clock, before, after in dates
        if is_public(policy, clock)
    ]
    return letter[language].format(dates="\n".join(lines)) if lines else ""
