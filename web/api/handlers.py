"""The API of connected systems, version 1 (docs/api.md). It asks for no cookie, so no form token is needed."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec
from litestar import Response, post

from amends.complaints.access import access_code
from amends.complaints.desk import Desk
from amends.complaints.lodging import Lodged, lodge
from amends.complaints.submissions import FormReused, once
from amends.complaints.tables import Complaint
from amends.complaints.tracking import NotOpened, opened, promised_to
from amends.deadlines.operations import promises_of
from amends.errors import DomainError, NotFound
from amends.people import rates
from amends.people.actor import COMPLAINANT
from tenants.desks import desk_in_force, desk_of
from web.api.answers import LodgedAnswer, StopAnswer, TrackingAnswer, promise_answers, stop_answers
from web.api.forms import NewComplaint, Tracking, idempotency_key, read
from web.edge.visit import AnyRequest, Visit, visit_of
from web.questions import stops_of
from web.wording import state_text


class KeyReused(DomainError):
    code = "idempotency-key-reused"
    status = 422
    message = "This Idempotency-Key was already used with another complaint."
    hint = "Send a fresh key with each complaint."


@post("/api/v1/complaints", opt={"exclude_from_csrf": True, "limits": (rates.LODGING,)})
async def lodge_complaint(request: AnyRequest) -> Response[bytes]:
    visit = visit_of(request)
    key = idempotency_key(request.headers.get("idempotency-key"))
    body = await request.body()
    wanted = read(body, NewComplaint)
    desk = await desk_in_force(visit.tenant, visit.settings)
    given = wanted.lodgement(desk.policy, usual_language=str(visit.tenant.language))
    lodged = await lodge(desk, given, form_id=await _form_id(key, body, visit), by=COMPLAINANT, now=visit.now)
    stops = stop_answers(stops_of(desk.policy, given), given.language)
    return _json(await _lodged_answer(lodged, given.kind, stops, desk, visit), status=201)


@post("/api/v1/tracking", opt={"exclude_from_csrf": True, "limits": (rates.TRACKING,)}, status_code=200)
async def track_complaint(request: AnyRequest) -> Response[bytes]:
    visit = visit_of(request)
    asked = read(await request.body(), Tracking)
    try:
        row = await opened(number=asked.number, code=asked.access_code, secrets=visit.secrets)
    except NotOpened:
        raise NotFound() from None
    return _json(await _tracking_answer(row, visit), status=200)


async def _form_id(key: str, body: bytes, visit: Visit) -> str:
    """The lodging's one-time id, made of key and body together.

    Whoever guesses another system's key must not be answered with that system's access code, so the key alone
    finds nothing; with another body it is refused.
    """
    content = hashlib.sha256(body).hexdigest()
    try:
        await once(form_id=f"api-key:{_digest(key)}", purpose=f"api:{content}", now=visit.now)
    except FormReused:
        raise KeyReused() from None
    return f"api:{_digest(f'{key}:{content}')}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


async def _lodged_answer(
    lodged: Lodged, kind: str, stops: list[StopAnswer], desk: Desk, visit: Visit
) -> LodgedAnswer:
    code = access_code(
        visit.settings.secret, complaint_id=lodged.complaint_id, number=lodged.access_code_number
    )
    return LodgedAnswer(
        number=lodged.number,
        kind=kind,
        access_code=code,
        promises=promise_answers(await promises_of(lodged.complaint_id), desk.policy, now=visit.now),
        tracking_url=f"{desk.base_url}/track?number={lodged.number}",
        stops=stops,
    )


async def _tracking_answer(row: Complaint, visit: Visit) -> TrackingAnswer:
    desk = await desk_of(visit.tenant, visit.settings, row)
    return TrackingAnswer(
        number=str(row.number),
        kind=str(row.kind),
        state=str(row.state),
        state_text=state_text(str(row.state), desk.policy),
        received_at=row.received_at,
        closed_at=row.closed_at,
        promises=promise_answers(await promised_to(row.id), desk.policy, now=visit.now),
        result=row.result,
    )


def _json(answer: msgspec.Struct, *, status: int) -> Response[bytes]:
    return Response(msgspec.json.encode(answer), status_code=status, media_type="application/json")


routes: list[Any] = [lodge_complaint, track_complaint]
