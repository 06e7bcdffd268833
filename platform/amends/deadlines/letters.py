"""What both sides are told when a promise stands still, runs on or gets a new date, as the policy says.

Complainants hear of what is theirs to know; whoever looks after the case, of what they did not do themselves.
"""

from __future__ import annotations

from datetime import datetime

from amends.complaints.case import Case
from amends.complaints.onward import recourse_words
from amends.correspondence.operations import tell_staff
from amends.deadlines.extending import Extended
from amends.deadlines.pausing import Paused, Resumed
from amends.deadlines.starting import is_public
from amends.deadlines.tables import Promise
from amends.escalation.letters import clock_name
from amends.people.actor import SYSTEM, Actor
from amends.policy.document import Text
from amends.policy.events import Event

_STANDS_STILL = Text(
    zh="“{clock}”时限暂停计时：{reason}。原定时间是{old}。",
    en="“{clock}” stands still: {reason}. It was due {old}.",
)
_RUNS_ON = Text(zh="“{clock}”时限恢复计时，现在的时间是{new}。", en="“{clock}” runs on and is due {new} now.")
_BY_ITSELF = Text(
    zh="“{clock}”时限已暂停到政策允许的最长时间，自动恢复计时，现在的时间是{new}。",
    en="“{clock}” stood still as long as the policy allows. It runs on by itself and is due {new} now.",
)
_EXTENDED = Text(
    zh="“{clock}”时限已延长：由{old}调整为{new}。原因：{reason}",
    en="“{clock}” was extended from {old} to {new}. The reason: {reason}",
)


async def tell_paused(
    case: Case, promise: Promise, paused: Paused, *, by: Actor, now: datetime, own_words: str = ""
) -> None:
    language = str(case.row.language)
    key = f"paused:{promise.id}:{now.isoformat()}"
    if paused.reason.told and _is_theirs(case, promise):
        await case.tell_complainant(
            Event.PAUSED,
            key=key,
            now=now,
            own_words=own_words,
            clock=clock_name(case.desk.policy, str(promise.kind), language),
            reason=paused.reason.name.in_language(language),
            since=case.desk.local(paused.since, language),
            until=case.desk.local(paused.until, language) if paused.until else "",
        )
    reason = paused.reason.name
    await _tell_staff(case, promise, _STANDS_STILL, key, by=by, now=now, reason=reason, old=promise.due_at)


async def tell_resumed(
    case: Case, promise: Promise, resumed: Resumed, *, by: Actor, now: datetime, own_words: str = ""
) -> None:
    language = str(case.row.language)
    key = f"resumed:{promise.id}:{now.isoformat()}"
    told = resumed.reason is None or resumed.reason.told
    if told and _is_theirs(case, promise):
        moved = resumed.due_at != resumed.before
        await case.tell_complainant(
            Event.RESUMED,
            key=key,
            now=now,
            own_words=own_words,
            by_program=by is SYSTEM,
            clock=clock_name(case.desk.policy, str(promise.kind), language),
            since=case.desk.local(resumed.at, language),
            old=case.desk.local(resumed.before, language) if moved else "",
            new=case.desk.local(resumed.due_at, language),
        )
    words = _BY_ITSELF if by is SYSTEM else _RUNS_ON
    await _tell_staff(case, promise, words, key, by=by, now=now, new=resumed.due_at)


async def tell_extended(
    case: Case, promise: Promise, extended: Extended, *, by: Actor, now: datetime, own_words: str = ""
) -> None:
    language = str(case.row.language)
    key = f"extended:{promise.id}:{now.isoformat()}"
    if extended.told and _is_theirs(case, promise):
        await case.tell_complainant(
            Event.EXTENSION,
            key=key,
            now=now,
            own_words=own_words,
            clock=clock_name(case.desk.policy, str(promise.kind), language),
            reason=extended.reason,
            old=case.desk.local(extended.before, language),
            new=case.desk.local(extended.due_at, language),
            recourse=recourse_words(case),
        )
    moved = {"old": extended.before, "new": extended.due_at}
    await _tell_staff(case, promise, _EXTENDED, key, by=by, now=now, reason=extended.reason, **moved)


def _is_theirs(case: Case, promise: Promise) -> bool:
    return is_public(case.desk.policy, str(promise.kind))


async def _tell_staff(
    case: Case,
    promise: Promise,
    words: Text,
    key: str,
    *,
    by: Actor,
    now: datetime,
    reason: Text | str = "",
    **moments: datetime,
) -> None:
    """Whoever has the case, unless they did it."""
    if by.id is not None and by.id == case.row.assignee_id:
        return
    said = {}
    for language in ("zh", "en"):
        values = {name: case.desk.local(at, language) for name, at in moments.items()}
        why = reason.in_language(language) if isinstance(reason, Text) else reason
        clock = clock_name(case.desk.policy, str(promise.kind), language)
        said[language] = words.in_language(language).format(clock=clock, reason=why, **values)
    await tell_staff(case, Text(zh=said["zh"], en=said["en"]), key=key, now=now)
