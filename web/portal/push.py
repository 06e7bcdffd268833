"""Browsers that tell: switched on in the browser itself, listed and switched off on the page of notifications."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from litestar import Response, post
from litestar.params import FromPath

from amends.channels.message import Message
from amends.channels.push import Browsers
from amends.channels.subscriptions import (
    Subscribed,
    browsers_of,
    forget,
    note_taken,
    subscribe,
    unsubscribe,
)
from amends.channels.vapid import public_key
from amends.database.scope import tenant_scope
from web.account.devices import device_icon, device_text
from web.account.door import id_of
from web.edge.visit import AnyRequest, visit_of
from web.formats import iso, near_moment_text
from web.i18n import gettext
from web.portal.frame import admitted
from web.rendering import go, zone_of
from web.typed import typed_in

_HERE = "/portal/profile/notifications"
_SIGNED_IN: dict[str, Any] = {"signed_in": True}


async def push_view(request: AnyRequest) -> dict[str, Any]:
    """For account/_push.html: {key, browsers: list of {url, name, icon, digest, iso, moment_text}}."""
    visit = visit_of(request)
    rows = await browsers_of(visit.staff.id) if visit.staff.id is not None else []
    return {
        "key": public_key(visit.settings.secret),
        "browsers": [
            {
                "url": f"{_HERE}/push/{row.id}",
                "name": device_text(str(row.device)),
                "icon": device_icon(str(row.device)),
                "digest": bytes(row.endpoint_digest).hex(),
                "iso": iso(row.added_at),
                "moment_text": near_moment_text(row.added_at, zone=zone_of(visit), now=visit.now),
            }
            for row in rows
        ],
    }


@post(f"{_HERE}/push", status_code=200, opt=_SIGNED_IN)
async def add_browser(request: AnyRequest) -> Response[Any]:
    visit, typed = visit_of(request), await typed_in(request)
    given = Subscribed(typed.text("endpoint"), typed.text("p256dh"), typed.text("auth"))
    await subscribe(
        given,
        our_key=public_key(visit.settings.secret),
        device=request.headers.get("user-agent", "")[:300],
        allowed=visit.settings.gateway_hosts,
        by=visit.staff,
        now=visit.now,
    )
    return go(_HERE, done="push-on")


@post(f"{_HERE}/push/{{browser_id:uuid}}/removal", status_code=200, opt=_SIGNED_IN)
async def remove_browser(request: AnyRequest, browser_id: FromPath[UUID]) -> Response[Any]:
    visit = visit_of(request)
    await unsubscribe(browser_id, by=visit.staff, now=visit.now)
    return go(_HERE, done="push-off")


@post(f"{_HERE}/push/test", status_code=200, opt={**_SIGNED_IN, "own_scope": True})
async def test_browsers(request: AnyRequest) -> Response[Any]:
    """To all of one's own; nobody waits for their services with a transaction open."""
    async with admitted(request) as visit:
        rows = await browsers_of(id_of(visit.staff))
    message = Message(
        id=str(uuid4()),
        language=visit.language,
        subject=gettext("If you can read this, it works."),
        link=f"{visit.settings.address(visit.host)}{_HERE}",
        organisation=visit.tenant.name_in(visit.language),
    )
    browsers = Browsers(rows, visit.secrets, visit.settings.mail_from, visit.settings.gateway_hosts)
    answer = await browsers.send(message)
    async with tenant_scope(visit.tenant.id):
        await forget(browsers.gone)
        await note_taken(browsers.took, now=visit.now)
    return go(_HERE, done=f"push-test-{answer.outcome}")


routes: list[Any] = [add_browser, remove_browser, test_browsers]
