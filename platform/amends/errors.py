"""What the engine raises when it refuses: a code for programs, a sentence for people, a status for the edge."""

from __future__ import annotations

from collections.abc import Mapping


class DomainError(Exception):
    """An expected refusal. Concrete errors live beside the operations that raise them.

    `message` and `hint` are English msgids: pages translate them, then fill `values` in; so nothing personal
    belongs in them.
    """

    code = "refused"
    status = 409
    message = "This cannot be done."
    hint: str | None = None

    own_words: Mapping[str, str]
    """The hint by language where an organisation's policy says it: no catalogue has that."""

    def __init__(self, message: str | None = None, *, hint: str | None = None, **values: object) -> None:
        self.message = message or type(self).message
        self.hint = hint or type(self).hint
        self.values = values
        self.own_words = {}
        super().__init__(self.message % values if values else self.message)


class NotFound(DomainError):
    """Also what strangers get: whether a thing exists is nobody's business but its readers'."""

    code = "not-found"
    status = 404
    message = "There is nothing at this address."


class Forbidden(DomainError):
    """For people who may read a thing but not do this to it."""

    code = "forbidden"
    status = 403
    message = "Your role does not allow this."
    hint = "Ask an administrator of your organisation if you need this right."


class Invalid(DomainError):
    """Input that can be mended: `fields` maps the field's name to the msgid of what is wrong with it,
    filled in with `values`, which may name people: they are shown and never logged."""

    code = "invalid"
    status = 422
    message = "Please correct the marked fields."

    def __init__(self, fields: dict[str, str], message: str | None = None, **values: object) -> None:
        super().__init__(message, hint=None, **values)
        self.fields = fields
