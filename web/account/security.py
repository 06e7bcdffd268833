"""How somebody signs in, on one page: password, second factor, where they are signed in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from amends.people.places import Place, leave_all, leave_place, places_of
from amends.people.second_factor import factor_of
from web.account.devices import device_icon, device_text
from web.account.door import Door, id_of
from web.account.menu import profile_menu
from web.edge.visit import AnyRequest, Visit, visit_of
from web.formats import ago_text, iso, moment_text
from web.rendering import go, zone_of


def routes_of(door: Door) -> list[Any]:
    signed_in = {"site": door.site, "signed_in": True}
    here = f"{door.prefix}/profile/security"

    @get(here, opt=signed_in)
    async def security(request: AnyRequest) -> Response[Any]:
        visit = visit_of(request)
        me = id_of(visit.staff)
        factor = await factor_of(door.realm, me)
        return await door.page(
            request,
            "account/security.html",
            layout=door.layout,
            profile_menu=profile_menu(door.site, "security"),
            prefix=door.prefix,
            factor={"since": moment_text(factor.confirmed_at, zone=zone_of(visit)), "left": factor.codes_left,
                    "since_iso": iso(factor.confirmed_at)} if factor else None,
            demanded=await door.demands_factor(visit, me),
            places=_views(await places_of(door.realm, me, now=visit.now), visit),
        )  # fmt: skip

    @post(f"{door.prefix}/profile/sessions/{{session_id:uuid}}/end", status_code=200, opt=signed_in)
    async def end_one(request: AnyRequest, session_id: FromPath[UUID]) -> Response[Any]:
        visit = visit_of(request)
        me = id_of(visit.staff)
        if await leave_place(door.realm, me, session_id, now=visit.now):  # else it was over, or is somebody's
            await door.note("end-session", visit, me, session=str(session_id))
        return go(here, done="signed-out-there")

    @post(f"{door.prefix}/profile/sessions/others", status_code=200, opt=signed_in)
    async def end_others(request: AnyRequest) -> Response[Any]:
        visit = visit_of(request)
        me = id_of(visit.staff)
        await leave_all(door.realm, me, now=visit.now, but=visit.session_id)
        await door.note("end-other-sessions", visit, me)
        return go(here, done="signed-out-there")

    return [security, end_one, end_others]


def _views(places: Sequence[Place], visit: Visit) -> list[dict[str, object]]:
    """This one first."""
    ordered = sorted(places, key=lambda place: place.session_id != visit.session_id)
    return [
        {
            "id": str(place.session_id),
            "here": place.session_id == visit.session_id,
            "device": device_text(place.device),
            "icon": device_icon(place.device),
            "address": place.address,
            "began_text": moment_text(place.began_at, zone=zone_of(visit)),
            "began_iso": iso(place.began_at),
            "seen_text": ago_text(place.seen_at, now=visit.now),
            "seen_iso": iso(place.seen_at),
        }
        for place in ordered
    ]
