"""What integrators send: read strictly, every mistake named by its field."""

from __future__ import annotations

import re
from typing import Literal, TypeVar

import msgspec

from amends.complaints.intake import Channel, Lodgement
from amends.errors import DomainError, Invalid
from amends.policy.document import Policy
from amends.policy.parts.kinds import Place
from web.kinds import kind_typed
from web.typed import Typed, has_controls

T = TypeVar("T")

_AT_FIELD = re.compile(r"(?P<why>.+) - at `\$\.?(?P<field>[^`]*)`", re.DOTALL)


class BadRequest(DomainError):
    code = "bad-request"
    status = 400
    message = "The body is not well-formed JSON in UTF-8."


class NoIdempotencyKey(DomainError):
    code = "idempotency-key-missing"
    status = 400
    message = "The header Idempotency-Key is missing or not 8 to 80 letters, digits and . _ : - long."
    hint = "Send a fresh random key, such as a UUID, with each complaint, and the same one when you send it again."


class Request(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    pass


class NewComplaint(Request, frozen=True, kw_only=True):
    category: str
    subject: str
    narrative: str
    demand: str = ""
    answers: dict[str, str] = {}
    name: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""
    reply_by: Literal["", "mail", "sms", "phone", "letter"] = ""
    language: Literal["zh", "en"] | None = None
    kind: str = ""
    """One of those that the public form offers; "": the usual one."""

    def lodgement(self, policy: Policy, *, usual_language: str) -> Lodgement:
        return Lodgement(
            kind=kind_typed(policy, Typed({"kind": [self.kind]}), Place.PUBLIC),
            category=self.category,
            subject=self.subject,
            narrative=self.narrative,
            demand=self.demand,
            answers=self.answers,
            name=self.name,
            email=self.email,
            phone=self.phone,
            address=self.address,
            reply_by=self.reply_by,
            language=self.language or usual_language,
            channel=Channel.API,
        )


class Tracking(Request, frozen=True, kw_only=True):
    number: str
    access_code: str


def read(body: bytes, wanted: type[T]) -> T:
    try:
        given = msgspec.json.decode(body, type=wanted)
        _refuse_controls(msgspec.to_builtins(given), "")
        return given
    except msgspec.ValidationError as error:
        raise _invalid(str(error)) from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise BadRequest() from None


def _refuse_controls(given: object, field: str) -> None:
    """A system that sends control characters has something to mend; dropping them would hide it."""
    if isinstance(given, str) and has_controls(given):
        raise Invalid({field: "Control characters other than tab and line ends are not allowed."})
    if isinstance(given, dict):
        for name, value in given.items():
            _refuse_controls(value, f"{field}.{name}" if field else str(name))


def idempotency_key(header: str | None) -> str:
    """As sent, without the quotes of a structured header field."""
    key = (header or "").strip().removeprefix('"').removesuffix('"')
    if not re.fullmatch(r"[A-Za-z0-9._:-]{8,80}", key):
        raise NoIdempotencyKey()
    return key


def _invalid(text: str) -> Invalid:
    """msgspec says ``what - at `$.field` ``, and names missing and unknown fields in backticks."""
    found = _AT_FIELD.fullmatch(text)
    if found:
        return Invalid({found["field"]: found["why"]})
    named = re.search(r"field `([^`]+)`", text)
    return Invalid({named[1] if named else "": text})
