"""Every exception becomes a page in the reader's language, or problem details on the API; never a stack trace."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, urlsplit

import asyncpg
from litestar import Response
from litestar.exceptions import HTTPException
from litestar.response import Redirect

from amends.database.outage import OUTAGE
from amends.errors import DomainError, Invalid
from web.edge.admission import SignInNeeded, Suspended
from web.edge.visit import AnyRequest, Site, Visit
from web.i18n import HTML_LANGUAGES, gettext, mark
from web.live.streams import OVER
from web.refusals import hint_text
from web.rendering import page

log = logging.getLogger(__name__)

_PAGES = frozenset({400, 404, 405, 413, 500})
_UNWRITABLE = (asyncpg.CharacterNotInRepertoireError, asyncpg.UntranslatableCharacterError)
"""Text no database column takes, such as a zero character; readers refuse it at its field, this is the net."""
_TITLES = {
    403: mark("Not allowed"),
    422: mark("This could not be done"),
    429: mark("Too many tries"),
}


class Unwritable(DomainError):
    code = "unwritable"
    status = 422
    message = "There is a character in it that cannot be kept."
    hint = "Please type the text again instead of pasting it."


def domain_error(request: AnyRequest, error: DomainError) -> Response[Any]:
    """An expected refusal: not logged as a failure."""
    if isinstance(error, SignInNeeded) and "hx-request" in request.headers:
        # A part of a page has no room for the sign-in page: the browser goes there as a whole, and back to the page.
        there = urlsplit(request.headers.get("hx-current-url", ""))
        here = quote(there.path + (f"?{there.query}" if there.query else ""))
        return Response("", status_code=401, headers={"hx-redirect": f"{error.page}?next={here}"})
    if isinstance(error, SignInNeeded) and request.headers.get("accept") == "text/event-stream":
        # A page has no ear for the sign-in page: its stream is over, and need not come again.
        return Response(OVER, media_type="text/event-stream")
    if isinstance(error, SignInNeeded) and not _is_api(request):
        return Redirect(error.location, status_code=303)
    if error.status >= 500 and not isinstance(error, Suspended):
        log.error("refused by the engine", extra={"code": error.code, **_ids(request)})
    return _answer(request, error.status, error)


def http_error(request: AnyRequest, error: HTTPException) -> Response[Any]:
    """The framework's own: no such route, wrong method, a form that cannot be read."""
    answer = _answer(request, error.status_code, None)
    if error.status_code == 405:
        allowed = (error.headers or {}).get("allow", "")
        answer.headers["allow"] = allowed.replace("GET", "GET, HEAD") if "HEAD" not in allowed else allowed
    return answer


def unexpected(request: AnyRequest, error: Exception) -> Response[Any]:
    if isinstance(error, _UNWRITABLE):
        return _answer(request, 422, Unwritable())
    status = 503 if isinstance(error, OUTAGE) else 500
    log.error("unexpected failure", exc_info=error, extra=_ids(request))
    return _answer(request, status, None)


def _answer(request: AnyRequest, status: int, error: DomainError | None) -> Response[Any]:
    visit: Visit | None = request.scope["state"].get("visit")
    if visit is None:
        return Response("", status_code=status, media_type="text/plain")
    if _is_api(request):
        return _problem(status, error, visit)
    if isinstance(error, Suspended):
        return page(request, "public/suspended.html", status=503)
    known = status in _PAGES or (error is not None and status < 500)
    shown = status if known else (500 if status >= 500 else 400)
    if error is None or shown in (404, 500):
        return page(
            request,
            f"errors/{shown}.html",
            status=status,
            back_url=_back(visit),
            **_number(visit),
        )
    return page(
        request,
        "errors/error.html",
        status=status,
        title=gettext(_TITLES.get(shown, _TITLES[422])),
        text=translated(error),
        hint=hint_text(error),
        back_url=_back(visit),
        **_number(visit),
    )


def _number(visit: Visit) -> dict[str, str]:
    return {"request_id": visit.request_id}


def _back(visit: Visit) -> str:
    if visit.site is Site.OPERATOR:
        return "/operator/tenants"
    return "/portal" if visit.actor is not None else "/"


def translated(error: DomainError) -> str:
    text = gettext(error.message)
    return text % error.values if error.values else text


def _problem(status: int, error: DomainError | None, visit: Visit) -> Response[Any]:
    """RFC 9457."""
    detail: dict[str, Any] = {
        "type": f"urn:amends:{error.code}" if error is not None else "about:blank",
        "title": translated(error) if error is not None else HTTPStatus(status).phrase,
        "status": status,
        "instance": f"urn:request:{visit.request_id}",
    }
    if error is not None and (hint := hint_text(error)):
        detail["detail"] = hint
    if isinstance(error, Invalid):
        detail["errors"] = [{"field": name, "message": gettext(text)} for name, text in error.fields.items()]
    told = {"content-language": HTML_LANGUAGES[visit.language] if error is not None else "en"}
    return Response(detail, status_code=status, media_type="application/problem+json", headers=told)


def _is_api(request: AnyRequest) -> bool:
    return request.scope["path"].startswith("/api/")


def _ids(request: AnyRequest) -> dict[str, str]:
    visit: Visit | None = request.scope["state"].get("visit")
    if visit is None:
        return {}
    tenant = str(visit.tenant_row.id) if visit.tenant_row is not None else ""
    return {"request_id": visit.request_id, "tenant": tenant}


HANDLERS: dict[Any, Any] = {DomainError: domain_error, HTTPException: http_error, Exception: unexpected}
