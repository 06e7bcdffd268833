"""Photos and documents, handed out as attachments after the transaction is over."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import get
from litestar.params import FromPath
from litestar.response import Stream

from amends.evidence.operations import original, shown
from amends.people.rights import Right
from web.downloads import attachment
from web.edge.visit import AnyRequest
from web.portal.frame import admitted

_PATH = "/portal/cases/{complaint_id:uuid}/evidence/{evidence_id:uuid}"


@get(_PATH, opt={"own_scope": True, "right": Right.READ_CASES})
async def shown_copy(
    request: AnyRequest, complaint_id: FromPath[UUID], evidence_id: FromPath[UUID]
) -> Stream:
    async with admitted(request) as visit:
        file = await shown(evidence_id, complaint_id=complaint_id)
    return await attachment(visit, file)


@get(f"{_PATH}/original", opt={"own_scope": True, "right": Right.READ_ORIGINALS})
async def untouched_original(
    request: AnyRequest, complaint_id: FromPath[UUID], evidence_id: FromPath[UUID]
) -> Stream:
    """That it was opened is written down before anything of it is sent."""
    async with admitted(request) as visit:
        file = await original(evidence_id, complaint_id=complaint_id, by=visit.staff, now=visit.now)
    return await attachment(visit, file)


routes: list[Any] = [shown_copy, untouched_original]
