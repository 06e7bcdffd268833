"""The complainant's way to their own page: number and code once, then a signed cookie for that one complaint."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any
from uuid import UUID

from itsdangerous import BadData, URLSafeSerializer
from litestar.datastructures import Cookie

from amends.complaints.tracking import OwnCase, own_case
from amends.errors import NotFound
from web.edge.visit import AnyRequest, Visit, visit_of

COOKIE = "amends_case"
_LASTS = timedelta(hours=12)


def case_cookie(visit: Visit, *, complaint_id: UUID, code_number: int) -> Cookie:
    """Opens this one complaint on this host for half a day; a replaced access code closes it."""
    value = {"case": str(complaint_id), "code": code_number, "at": int(visit.now.timestamp())}
    return Cookie(
        COOKIE,
        value=str(_signer(visit).dumps(value)),
        max_age=int(_LASTS.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=visit.settings.secure,
    )


def held_case(request: AnyRequest) -> UUID | None:
    """Which complaint the visitor's cookie opens; nothing is said of whether it still does."""
    held = _held(request)
    return UUID(held["case"]) if held is not None else None


async def own_case_of(request: AnyRequest, complaint_id: UUID) -> OwnCase:
    """The complaint of the visitor's cookie; NotFound for every other, whether it exists or not."""
    held = _held(request)
    case = await own_case(complaint_id) if held is not None and held["case"] == str(complaint_id) else None
    if held is None or case is None or int(case.complaint.access_code_number) != held["code"]:
        raise NotFound()
    return case


def _held(request: AnyRequest) -> dict[str, Any] | None:
    visit = visit_of(request)
    try:
        held: dict[str, Any] = _signer(visit).loads(request.cookies.get(COOKIE, ""))
    except BadData:
        return None
    return held if visit.now.timestamp() - held["at"] <= _LASTS.total_seconds() else None


def _signer(visit: Visit) -> URLSafeSerializer:
    return URLSafeSerializer(
        visit.secrets[::-1],  # itsdangerous signs with the last
        salt=f"case:{visit.tenant.id}",
        signer_kwargs={"digest_method": hashlib.sha256, "key_derivation": "hmac"},
    )
