"""Why a request to somebody outside is not asked, answered or ended."""

from __future__ import annotations

from amends.errors import DomainError


class LinkOver(DomainError):
    """The same whether it never was, is used up or was replaced."""

    code = "outside-link-over"
    status = 404
    message = "This link opens nothing any more."
    hint = "Ask whoever sent it for a new one."


class AnsweredAlready(DomainError):
    code = "outside-answered"
    status = 409
    message = "This was answered already."
    hint = "Write to whoever asked you if something has to be added."


class RequestOver(DomainError):
    code = "outside-over"
    status = 409
    message = "This request is answered or ended already."
    hint = "Reload the page: somebody else may have seen to it."
