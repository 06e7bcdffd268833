"""Forms are read once, before anything else looks at them, and only those are taken that our own pages sent."""

from __future__ import annotations

from collections.abc import Sequence
from hmac import compare_digest
from typing import Any

from litestar import Request
from litestar.config.csrf import CSRFConfig
from litestar.datastructures import Cookie, MutableScopeHeaders
from litestar.enums import RequestEncodingType, ScopeType
from litestar.exceptions import ClientException, HTTPException
from litestar.middleware.csrf import (
    CSRF_SECRET_LENGTH,
    CSRFMiddleware,
    generate_csrf_hash,
    generate_csrf_token,
)
from litestar.types import ASGIApp, HTTPSendMessage, Receive, Scope, Send
from litestar.utils.scope.state import ScopeState

from amends.errors import DomainError
from web.edge.body import LARGEST_FORM, received
from web.edge.masks import masked, unmasked
from web.edge.visit import Visit

_A_YEAR = 365 * 24 * 3600
_FORMS = frozenset({RequestEncodingType.URL_ENCODED, RequestEncodingType.MULTI_PART})


class StaleForm(DomainError):
    """Its page's token is not this browser's: sent from elsewhere, or after the cookie was lost."""

    code = "stale-form"
    status = 403
    message = "This page was open for too long, so it could not be sent safely."
    hint = "Go back, reload the page and send it again."


class SendAgain(StaleForm):
    """The same, where the form comes back with all that was typed."""

    message = "This page was open for too long, so nothing was sent."
    hint = "What you typed is still here: please choose your files again, if there were any, and send it once more."


class OwnForms(CSRFMiddleware):
    """Outermost of a route's middleware: nothing of a forged request is counted, stored or begun.

    Where a route says `sent_again`, its handler still runs for a stale form, with `visit.stale` to be refused with.
    """

    def __init__(self, app: ASGIApp, config: CSRFConfig, secrets: Sequence[str]) -> None:
        super().__init__(app, config)
        self._secrets = secrets

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        excluded = self.exclude is not None and self.exclude.search(scope["path"])
        if scope["type"] != ScopeType.HTTP or excluded:
            await self.app(scope, receive, send)
            return
        opt = scope["route_handler"].opt
        _refuse_body(scope, with_files=bool(opt.get("uploads") or opt.get("files")))
        if opt.get(self.config.exclude_from_csrf_key):
            await self.app(scope, receive, send)
            return
        request: Request[Any, Any, Any] = Request(scope, receive)
        sent, cookie = await self._sent(request), request.cookies.get(self.config.cookie_name)
        held = cookie if cookie is not None and self._decode_csrf_token(cookie) is not None else None
        safe = request.method in self.config.safe_methods
        if not safe and not (sent and held and self._csrf_tokens_match(sent, held)):
            visit: Visit | None = scope["state"].get("visit")
            if visit is None or not opt.get("sent_again"):
                raise StaleForm()
            visit.stale = SendAgain()
        token = held or generate_csrf_token(secret=self.config.secret)
        ScopeState.from_scope(scope).csrf_token = masked(token)
        await self.app(scope, receive, self.create_send_wrapper(send=send, csrf_cookie=held, token=token))

    async def _sent(self, request: Request[Any, Any, Any]) -> str:
        form: Any = {}
        if request.method not in self.config.safe_methods and request.content_type[0] in _FORMS:
            try:
                form = await request.form()
            except (LookupError, UnicodeError, ValueError) as error:  # an unknown or a wrong character set
                raise ClientException("Invalid form data") from error
        token = request.headers.get(self.config.header_name) or form.get("_csrf_token")
        if not isinstance(token, str) or not token.isascii():
            return ""
        # As the cookie holds it: who has that needs no page, and pages of the version before are still open.
        return token if self._decode_csrf_token(token) is not None else unmasked(token)

    def _decode_csrf_token(self, token: str) -> str | None:
        """Of any secret that counts: changing it spoils no form that somebody is filling in."""
        nonce, seal = token[:CSRF_SECRET_LENGTH], token[CSRF_SECRET_LENGTH:]
        fits = token.isascii() and any(
            compare_digest(seal, generate_csrf_hash(token=nonce, secret=secret)) for secret in self._secrets
        )
        return nonce if fits else None

    def _set_cookie_if_needed(self, message: HTTPSendMessage, token: str) -> None:
        """Kept when the browser closes: a form restored with its tabs can still be sent."""
        config: CSRFConfig = self.config
        cookie = Cookie(
            key=config.cookie_name,
            value=token,
            max_age=_A_YEAR,
            path=config.cookie_path,
            secure=config.cookie_secure,
            httponly=config.cookie_httponly,
            samesite=config.cookie_samesite,
        )
        MutableScopeHeaders.from_message(message).add("set-cookie", cookie.to_header(header=""))


def _refuse_body(scope: Scope, *, with_files: bool) -> None:
    """What was too much or too slow to receive; and a large body where no files are expected."""
    size, refused = received(scope)
    if refused:
        raise HTTPException(status_code=refused)
    if size > LARGEST_FORM and not with_files:
        raise HTTPException(status_code=413)
