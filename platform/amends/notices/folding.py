"""Nobody is flooded: what one notice says is not said again by another that is still on its way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from amends.database.scope import execute, fetch
from amends.notices.planning import Planned
from amends.notices.tables import Channel
from amends.notices.telling import Made, Telling
from amends.policy.events import Event

Plan = tuple[Telling, list[Planned]]

MOST_AT_ONCE: Final = 5
"""Mails about promises that one person gets out of one round of the clock; more are listed in a single one."""
GATHERED_FOR: Final = timedelta(minutes=1)
"""Long enough for the rounds that follow when much is due at once."""
_OF_PROMISES: Final = (Event.PROMISE_WARNING, Event.PROMISE_BROKEN)


def calmed(plans: Sequence[Plan], *, now: datetime) -> list[Plan]:
    """Where one person would get very many, they are gathered; urgent ones go by themselves."""
    mails = Counter(
        telling.to.person_id for telling, plan in plans for each in plan if _may_be_gathered(telling, each)
    )
    flooded = {person for person, count in mails.items() if count > MOST_AT_ONCE}
    return [
        (telling, [_gathered(each, now) if _may_be_gathered(telling, each) else each for each in plan])
        if telling.to.person_id in flooded
        else (telling, plan)
        for telling, plan in plans
    ]


def said_once(notices: Sequence[Made]) -> list[Made]:
    """A work chat is one for all: of those told of one cause the first carries the message, and names the others."""
    first: dict[tuple[Event, str], UUID] = {}
    found = []
    for one in notices:
        if one.channel is Channel.CHAT:
            speaks = first.setdefault((one.telling.event, one.telling.key), one.id)
            one.row["folded_into"] = speaks if speaks != one.id else None
        found.append(one)
    return found


async def overtaken(notices: Sequence[Made], *, now: datetime) -> None:
    """Mails that wait, or could not leave yet, are taken back where a later one says what became of it. One that a
    worker holds this moment leaves."""
    by_key = {key: one.id for one in notices if one.channel is Channel.MAIL for key in one.telling.overtakes}
    if not by_key:
        return
    rows = await fetch(
        # Materialized: planned while nothing waits, the rows would be looked for again for each row of the table.
        """WITH waiting AS MATERIALIZED (
            SELECT id FROM outbox WHERE dedup_key = ANY($1::text[]) AND settled_at IS NULL AND dead_at IS NULL
            AND (claimed_until IS NULL OR claimed_until <= $2) FOR UPDATE SKIP LOCKED)
        UPDATE outbox o SET settled_at = $2 FROM waiting WHERE o.id = waiting.id
        RETURNING o.dedup_key, (o.payload ->> 'notice_id')::uuid AS notice_id""",
        list(by_key),
        now,
    )
    if rows:
        await execute(
            """UPDATE notice n SET folded_into = f.by FROM unnest($1::uuid[], $2::uuid[]) AS f (id, by)
            WHERE n.id = f.id""",
            [row["notice_id"] for row in rows],
            [by_key[row["dedup_key"]] for row in rows],
        )


def _may_be_gathered(telling: Telling, each: Planned) -> bool:
    return telling.event in _OF_PROMISES and not telling.urgent and each.channel is Channel.MAIL


def _gathered(each: Planned, now: datetime) -> Planned:
    soonest = now + GATHERED_FOR
    return replace(each, not_before=max(each.not_before or soonest, soonest), digest=True)
