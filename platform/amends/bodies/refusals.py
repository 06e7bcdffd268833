"""Why what an outside body passed on is not changed any more."""

from __future__ import annotations

from amends.errors import DomainError


class AnsweredThem(DomainError):
    code = "body-answered"
    status = 409
    message = "It is recorded as answered already."
    hint = "Reload the page: somebody else may have been faster. If they ask again, write that down as another one."
