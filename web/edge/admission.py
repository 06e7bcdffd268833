"""Who may pass: the right site, not too often, signed in, with the right the route asks for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from litestar import Request
from litestar.datastructures import UploadFile
from litestar.enums import ScopeType
from litestar.types import Receive, Scope

from amends.access import visits
from amends.audit.operations import record
from amends.complaints.confidence import demand_readable
from amends.database.scope import platform_scope, tenant_scope
from amends.errors import DomainError, Forbidden, NotFound
from amends.evidence.intake import Upload, receive
from amends.evidence.kinds import MOST_FILES
from amends.evidence.references import read_reference
from amends.evidence.refusals import TooManyFiles
from amends.people import rates, sessions
from amends.people.actor import ActorKind
from amends.people.demands import demand_of, idle_of
from amends.people.realms import OPERATORS, STAFF
from amends.people.sessions import SignedIn
from amends.tenancy import operators
from amends.tenancy.tables import TenantStatus
from web import i18n
from web.edge.language import LANGUAGE_COOKIE
from web.edge.visit import Site, Visit
from web.formats import set_zone

COOKIES = {Site.TENANT: "amends_session", Site.OPERATOR: "amends_operator"}
GUEST_COOKIE = "amends_guest"
"""On an organisation's host: an operator who came in under a grant."""
SIGN_IN_PAGES = {Site.TENANT: "/portal/sign-in", Site.OPERATOR: "/operator/sign-in"}

Opt = Mapping[str, Any]


class Suspended(DomainError):
    code = "suspended"
    status = 503
    message = "This organisation's pages are closed at the moment."


class SignInNeeded(DomainError):
    """Answered with the way to the sign-in page, not with an error."""

    code = "sign-in-needed"
    status = 401
    message = "Please sign in."

    def __init__(self, page: str, *, back: str = "", done: str = "") -> None:
        super().__init__()
        self.page = page
        asked = {"next": back, "done": done}
        query = urlencode({key: text for key, text in asked.items() if text}, safe="/", quote_via=quote)
        self.location = f"{page}?{query}" if query else page


def request_method(scope: Scope) -> str:
    return str(scope["method"]) if scope["type"] == ScopeType.HTTP else ""


def check_site(opt: Opt, visit: Visit) -> None:
    """A route of the operators' console is nothing at all on a tenant's host, and the other way round."""
    wanted = opt.get("site", Site.TENANT)
    if wanted not in (visit.site, Site.ANY):
        raise NotFound()
    suspended = visit.site is Site.TENANT and visit.tenant.status == TenantStatus.SUSPENDED
    if suspended and not opt.get("while_suspended"):
        raise Suspended()


async def count_tries(opt: Opt, visit: Visit, scope: Scope) -> None:
    """Rate limits of the route, by network address; counted whatever becomes of the request."""
    if request_method(scope) in ("GET", "HEAD"):
        return
    tenant_id = visit.tenant.id if visit.site is Site.TENANT else None
    for limit in opt.get("limits", ()):
        await rates.count_try(limit, visit.address, tenant_id=tenant_id, now=visit.now)


async def take_uploads(visit: Visit, scope: Scope, receive_message: Receive) -> None:
    """Files are checked and stored before the transaction opens; unreferenced ones are swept later.

    A refusal is kept for the form to show beside its field: what was typed must not be lost for a file.
    """
    if request_method(scope) in ("GET", "HEAD"):
        return
    request: Request[Any, Any, Any] = Request(scope, receive_message)
    form = await request.form()
    secrets = visit.secrets
    kept = [
        read_reference(secrets, visit.tenant.id, text, now=visit.now) for text in form.getall("kept_file", [])
    ]
    visit.uploads = [stored for stored in kept if stored is not None]
    sent = [item for item in form.getall("files", []) if isinstance(item, UploadFile) and item.filename]
    try:
        if len(sent) + len(visit.uploads) > MOST_FILES:
            raise TooManyFiles(most=MOST_FILES)
        uploads = [Upload(item.filename, item.file) for item in sent]
        visit.uploads += await receive(visit.store, tenant_id=visit.tenant.id, uploads=uploads)
    except DomainError as refusal:
        visit.upload_problem = refusal


async def admit(opt: Opt, visit: Visit, scope: Scope) -> None:
    """Look at the session in the open transaction and hold the visitor's rights against the route's."""
    request: Request[Any, Any, Any] = Request(scope)
    token = request.cookies.get(COOKIES[visit.site]) if visit.site in COOKIES else None
    if token:
        found = await _look(visit, token)
        if found is not None:
            visit.actor, visit.session_id = found.actor, found.session_id
            if not opt.get("by_itself"):
                _remember_seen(visit, found)
            _speak(visit, request)
    if visit.site is Site.TENANT and scope["path"].startswith("/portal"):
        await _look_for_guest(visit, request)
    right = opt.get("right")
    if (right is not None or opt.get("signed_in")) and visit.actor is None:
        here = _here(scope) if request_method(scope) in ("GET", "HEAD") else ""
        over = "grant-over" if GUEST_COOKIE in request.cookies else ""
        raise SignInNeeded(SIGN_IN_PAGES[visit.site], back=here, done=over)
    if right is not None and not visit.staff.may(right):
        _remember_refusal(visit, str(right), scope["path"])
        raise Forbidden()
    complaint_id: Any = scope["path_params"].get("complaint_id")  # the router made it an id
    if right is not None and complaint_id is not None and visit.actor is not None:
        visit.concerned = await demand_readable(complaint_id, visit.actor)
    if visit.guest is not None and (
        right is not None or opt.get("signed_in")
    ):  # what is open to all stays so
        await _watch_guest(visit.guest, opt, visit, scope)


async def _look_for_guest(visit: Visit, request: Request[Any, Any, Any]) -> None:
    """A guest's cookie goes before a member of staff's: it gives less. One whose grant has ended gives nothing."""
    token = request.cookies.get(GUEST_COOKIE)
    guest = await visits.guest_of(token=token, now=visit.now) if token else None
    if guest is not None:
        visit.guest, visit.actor, visit.session_id = guest, guest.actor, None
        _speak(visit, request)


async def _watch_guest(guest: visits.Guest, opt: Opt, visit: Visit, scope: Scope) -> None:
    """Guests read what a right of theirs opens, and nothing else; every page of it is written down first.

    `guests`: True opens a route that no right opens; False keeps them from one that a right would open.
    """
    if opt.get("guests"):
        return
    if opt.get("guests") is False or opt.get("right") is None or request_method(scope) not in ("GET", "HEAD"):
        raise Forbidden(hint="Operators of the platform look, and change nothing.")
    complaint_id: Any = scope["path_params"].get("complaint_id")  # the router made it an id
    await visits.note_look(guest, scope["path"], complaint_id=complaint_id, now=visit.now)


async def _look(visit: Visit, token: str) -> SignedIn | None:
    """A session counts for nothing while its owner lacks the second factor that is demanded of them."""
    if visit.site is Site.OPERATOR:
        demanded = visit.settings.operator_second_factor == "required"
        return await operators.signed_in(token=token, now=visit.now, demanded=demanded)
    idle, demand = idle_of(visit.tenant), demand_of(visit.tenant)
    return await sessions.signed_in(token=token, now=visit.now, idle=idle, demand=demand)


def _remember_seen(visit: Visit, found: SignedIn) -> None:
    """Now and then, after the answer, in a scope of its own: no page waits for it, no refusal undoes it."""
    if visit.now - found.seen_at < sessions.SEEN_EVERY:
        return
    on_tenant, now = visit.site is Site.TENANT, visit.now
    tenant_id = visit.tenant.id if on_tenant else None

    async def keep() -> None:
        async with tenant_scope(tenant_id) if tenant_id is not None else platform_scope():
            await sessions.saw(STAFF if on_tenant else OPERATORS, found.session_id, now=now)

    visit.afterwards.append(keep)


def _here(scope: Scope) -> str:
    query = scope["query_string"].decode("latin-1")
    return quote(scope["path"]) + (f"?{query}" if query else "")


def _speak(visit: Visit, request: Request[Any, Any, Any]) -> None:
    """A signed-in person's own language, unless they chose another on this browser; their own zone always."""
    set_zone(visit.zone)
    if visit.actor is not None and LANGUAGE_COOKIE not in request.cookies:
        visit.language = visit.actor.language
        i18n.set_language(visit.language)


def _remember_refusal(visit: Visit, right: str, path: str) -> None:
    """Refused access is written down though the request is rolled back."""
    if visit.site is not Site.TENANT or visit.actor is None or visit.actor.kind is not ActorKind.PERSON:
        return
    tenant_id, actor, now = visit.tenant.id, visit.actor, visit.now

    async def keep() -> None:
        async with tenant_scope(tenant_id):
            await record(act="refused-access", by=actor, now=now, detail={"right": right, "path": path[:200]})

    visit.afterwards.append(keep)
