"""An organisation that owes much at once: promises copied from those of its cases, each with a breach to be found."""

from __future__ import annotations

from amends.database.scope import execute
from tests.world import Organisation

OWED = "respond"
"""The clock whose promises are copied."""
AT_ONCE = 1_000
_COPIES = """
    WITH copied AS (
        INSERT INTO promise SELECT r.* FROM promise p CROSS JOIN generate_series($1::int, $2::int) n,
        LATERAL jsonb_populate_record(p, jsonb_build_object(
            'id', md5(p.id::text || n)::uuid, 'ended_at', p.due_at + interval '1 minute')) r
        WHERE p.kind = $3 AND p.ended_at IS NULL RETURNING id, tenant_id, complaint_id, due_at)
    INSERT INTO due_row (id, tenant_id, complaint_id, promise_id, kind, fire_at, attempts)
    SELECT gen_random_uuid(), tenant_id, complaint_id, id, 'breach', due_at + make_interval(secs => 1 + 600 * random()), 0
    FROM copied"""


async def owe(of: Organisation, *, each: int) -> None:
    """So many more in every case, each met a minute late and not looked at yet; those of one case fall due in the midst
    of those of the others."""
    step = max(AT_ONCE // len(await of.complaints()), 1)
    for first in range(1, each + 1, step):
        async with of.scope():
            await execute(_COPIES, first, min(first + step - 1, each), OWED)
