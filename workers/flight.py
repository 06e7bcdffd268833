"""What is under way, counted in Redis: so many messages of an organisation may be queued or worked on at once.

A lease is kept for each message and ends with it, or by itself after a minute, when its row is handed out again: nobody
has to take back what a killed worker held. When Redis loses everything the count begins anew; what is done twice for
that is prevented by the claims in PostgreSQL, as ever.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import redis

from amends import clock
from amends.outbox.operations import HANDED_OUT_AGAIN

KEYS: Final = "amends:flight"

EACH: Final = 8
"""Messages of one organisation."""
SLOW: Final = timedelta(seconds=5)
"""Whoever has a message worked on for longer is a slow one: all slow ones together get no more than `ALL_SLOW`."""
ALL_SLOW: Final = 16
"""Half of what one worker does at once: the other half is for those whose mail leaves at once."""
SLOW_FOR: Final = timedelta(minutes=3)
QUEUED: Final = 64
"""Messages that no worker has taken yet, of all organisations: whoever comes new waits behind no more than these."""

# Sorted sets: leases `organisation/row` by when they end, those worked on by since when, slow organisations by until
# when. All times in milliseconds.
_LEASES, _BEGUN, _SLOW = f"{KEYS}:leases", f"{KEYS}:begun", f"{KEYS}:slow"

_COUNT = """
local counted, slow, all_slow, slow_ones = {}, {}, 0, 0
for _, whose in ipairs(redis.call('ZRANGE', KEYS[3], 0, -1)) do
    slow[whose], slow_ones = true, slow_ones + 1
end
for _, lease in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
    local whose = string.sub(lease, 1, 36)
    counted[whose] = (counted[whose] or 0) + 1
    if slow[whose] then all_slow = all_slow + 1 end
end
local function room(whose)
    local left = tonumber(ARGV[1]) - (counted[whose] or 0)
    if not slow[whose] then return left end
    local share = math.max(1, math.floor(tonumber(ARGV[2]) / slow_ones))
    return math.min(left, share - (counted[whose] or 0), tonumber(ARGV[2]) - all_slow)
end
"""
# ARGV: most of one, most of all slow ones, now, the beginning of what is slow by now, until when it makes its
# organisation a slow one, the beginning of what nobody works on any more. Answers with the length of the queue and
# with organisations and their room by turns.
_LOOK = """
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[3])
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', ARGV[6])
redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', ARGV[3])
for _, lease in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', ARGV[4])) do
    redis.call('ZADD', KEYS[3], ARGV[5], string.sub(lease, 1, 36))
end
COUNT
local found = {}
for whose, _ in pairs(counted) do
    table.insert(found, whose)
    table.insert(found, math.max(room(whose), 0))
end
for whose, _ in pairs(slow) do
    if not counted[whose] then
        table.insert(found, whose)
        table.insert(found, math.max(room(whose), 0))
    end
end
return {redis.call('LLEN', KEYS[4]), found}
"""
# ARGV: as before, then when the leases end, then organisations and rows by turns. Answers with 1 or 0 for each row.
_ADMIT = """
COUNT
local answers = {}
for place = 4, #ARGV, 2 do
    local whose, lease = ARGV[place], ARGV[place] .. '/' .. ARGV[place + 1]
    local held = redis.call('ZSCORE', KEYS[1], lease)
    if held or room(whose) > 0 then
        redis.call('ZADD', KEYS[1], ARGV[3], lease)
        if not held then
            counted[whose] = (counted[whose] or 0) + 1
            if slow[whose] then all_slow = all_slow + 1 end
        end
        table.insert(answers, 1)
    else
        table.insert(answers, 0)
    end
end
return answers
"""


@dataclass(frozen=True, slots=True)
class Room:
    """How many messages there is room for: in the queue, and by organisation for those that have any under way."""

    queue: int
    of: Mapping[UUID, int]


class Flight:
    """Blocking, and redis.RedisError when Redis is away; `queue` is the list it waits in."""

    def __init__(self, client: redis.Redis, *, queue: str) -> None:
        self._client = client
        self._queue = queue
        self._look: Any = client.register_script(_LOOK.replace("COUNT", _COUNT))
        self._admit: Any = client.register_script(_ADMIT.replace("COUNT", _COUNT))

    def room(self) -> Room:
        now = clock.now()
        depth, found = self._look(
            keys=[_LEASES, _BEGUN, _SLOW, self._queue],
            args=[
                EACH,
                ALL_SLOW,
                _milliseconds(now),
                _milliseconds(now - SLOW),
                _milliseconds(now + SLOW_FOR),
                _milliseconds(now - HANDED_OUT_AGAIN),
            ],
        )
        of = {UUID(whose.decode()): int(room) for whose, room in zip(found[::2], found[1::2], strict=True)}
        return Room(max(QUEUED - int(depth), 0), of)

    def admit(self, rows: Sequence[tuple[UUID, UUID]]) -> list[tuple[UUID, UUID]]:
        """Those that there was room for at that moment, whoever else hands out; each has a lease now."""
        ends = _milliseconds(clock.now() + HANDED_OUT_AGAIN)
        named = [str(part) for row in rows for part in row]
        answers = self._admit(keys=[_LEASES, _BEGUN, _SLOW], args=[EACH, ALL_SLOW, ends, *named])
        return [row for row, let_in in zip(rows, answers, strict=True) if let_in]

    def begun(self, tenant_id: str, row_id: str) -> None:
        self._client.zadd(_BEGUN, {f"{tenant_id}/{row_id}": _milliseconds(clock.now())})

    def landed(self, tenant_id: str, row_id: str) -> None:
        with self._client.pipeline(transaction=False) as both:
            both.zrem(_LEASES, f"{tenant_id}/{row_id}")
            both.zrem(_BEGUN, f"{tenant_id}/{row_id}")
            both.execute()


def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
