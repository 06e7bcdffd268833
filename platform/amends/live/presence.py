"""Who has a case open just now, and who is writing there. In Redis alone, and for half a minute at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from amends.live.announcing import ANNOUNCER
from amends.live.line import LINE

LASTS: Final = timedelta(seconds=30)
KEYS: Final = "amends:here:"


@dataclass(frozen=True, slots=True)
class Present:
    """Others than whoever asks."""

    people: frozenset[UUID] = frozenset()
    writing: frozenset[UUID] = frozenset()


async def be_here(
    tenant_id: UUID, complaint_id: UUID, person_id: UUID, *, writing: bool, now: datetime
) -> Present:
    """Nobody is, where Redis is away. The others' pages hear of whoever comes or begins to write."""
    here, writers = _keys(tenant_id, complaint_id)
    me, until = str(person_id), _milliseconds(now + LASTS)

    async def note(client: Any) -> list[Any]:
        async with client.pipeline(transaction=True) as steps:
            for key in (here, writers):
                steps.zremrangebyscore(key, "-inf", _milliseconds(now))
            steps.zscore(here, me)
            steps.zscore(writers, me)
            steps.zadd(here, {me: until})
            if writing:
                steps.zadd(writers, {me: until})
            for key in (here, writers):
                steps.expire(key, 2 * LASTS)
            steps.zrange(here, 0, -1)
            steps.zrange(writers, 0, -1)
            answers: list[Any] = await steps.execute()
            return answers

    answers = await LINE.ask(note)
    if answers is None:
        return Present()
    was_here, wrote = answers[2] is not None, answers[3] is not None
    present = Present(_ids(answers[-2]) - {person_id}, _ids(answers[-1]) - {person_id})
    if present.people and (not was_here or (writing and not wrote)):
        ANNOUNCER.came_or_went(tenant_id, complaint_id, present=present.people)
    return present


async def leave(tenant_id: UUID, complaint_id: UUID, person_id: UUID, *, now: datetime) -> None:
    here, writers = _keys(tenant_id, complaint_id)

    async def note(client: Any) -> list[Any]:
        async with client.pipeline(transaction=True) as steps:
            for key in (here, writers):
                steps.zrem(key, str(person_id))
            steps.zrangebyscore(here, _milliseconds(now), "+inf")
            answers: list[Any] = await steps.execute()
            return answers

    answers = await LINE.ask(note)
    if answers is not None and answers[0] and answers[-1]:
        ANNOUNCER.came_or_went(tenant_id, complaint_id, present=_ids(answers[-1]))


def _keys(tenant_id: UUID, complaint_id: UUID) -> tuple[str, str]:
    key = f"{KEYS}{tenant_id}:{complaint_id}"
    return key, f"{key}:writing"


def _ids(found: list[bytes]) -> frozenset[UUID]:
    return frozenset(UUID(each.decode()) for each in found)


def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
