"""What somebody wants to lodge, checked against the policy's questions. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from email_validator import EmailNotValidError, validate_email

from amends.errors import Invalid
from amends.policy.document import Category, Field, FieldType, Policy

LONGEST_LINE = 200
LONGEST_TEXT = 20_000
_NEEDED = "Please fill this in."


class Channel(StrEnum):
    WEB = "web"
    PHONE = "phone"
    LETTER = "letter"
    VISIT = "visit"
    EMAIL = "email"
    API = "api"


@dataclass(frozen=True, slots=True)
class Lodgement:
    category: str
    subject: str
    narrative: str
    demand: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    name: str = ""
    email: str = ""
    phone: str = ""
    language: str = "en"
    channel: Channel = Channel.WEB
    received_at: datetime | None = None
    """When it really arrived; None: now."""
    told_on_receipt: bool = False
    """Number and times were read out or handed over when it was taken in."""


def checked(policy: Policy, given: Lodgement, *, now: datetime) -> Lodgement:
    """The same with its texts trimmed; Invalid names every field to mend, answers as `answers.<code>`."""
    wrong: dict[str, str] = {}
    category = policy.categories.get(given.category)
    if category is None:
        wrong["category"] = "Please choose what your complaint is about."
    for name, text, longest in (
        ("subject", given.subject, LONGEST_LINE),
        ("narrative", given.narrative, LONGEST_TEXT),
    ):
        if not text.strip():
            wrong[name] = _NEEDED
        elif len(text) > longest:
            wrong[name] = "This text is too long."
    if len(given.demand) > LONGEST_TEXT:
        wrong["demand"] = "This text is too long."
    wrong |= _contact_errors(given)
    if given.received_at is not None and given.received_at > now:
        wrong["received_at"] = "A complaint cannot have arrived in the future."
    answers, wrong_answers = _checked_answers(policy, category, given.answers)
    wrong |= wrong_answers
    if wrong:
        raise Invalid(wrong)
    return _trimmed(given, answers)


def _contact_errors(given: Lodgement) -> dict[str, str]:
    wrong = {}
    if given.email.strip() and not is_email(given.email):
        wrong["email"] = "This is not an e-mail address."
    if given.phone.strip() and not re.fullmatch(r"[+0-9][0-9 ()./#*x-]{2,30}", given.phone.strip()):
        wrong["phone"] = "Use digits, spaces and dashes only."
    if len(given.name) > LONGEST_LINE:
        wrong["name"] = "This text is too long."
    return wrong


def is_email(text: str) -> bool:
    try:
        validate_email(text.strip(), check_deliverability=False, allow_smtputf8=True)
    except EmailNotValidError:
        return False
    return True


def _checked_answers(
    policy: Policy, category: Category | None, given: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    answers, wrong = {}, {}
    for code, use in category.fields.items() if category else ():
        text = given.get(code, "").strip()
        if text:
            problem = _answer_error(policy.fields[code], text)
            if problem:
                wrong[f"answers.{code}"] = problem
            answers[code] = text
        elif use.required:
            wrong[f"answers.{code}"] = _NEEDED
    return answers, wrong


def _answer_error(asked: Field, text: str) -> str | None:
    match asked.type:
        case FieldType.CHOICE if text not in asked.choices:
            return "Please choose one of the answers."
        case FieldType.YES_NO if text not in ("yes", "no"):
            return "Please choose one of the answers."
        case FieldType.NUMBER | FieldType.AMOUNT if not _is_number(text):
            return "Please give a number."
        case FieldType.DATE if not _is_iso(date, text):
            return "Please give a date such as 2026-05-31."
        case FieldType.TIME if not _is_iso(time, text):
            return "Please give a time such as 14:30."
        case FieldType.LONG_TEXT:
            return "This text is too long." if len(text) > LONGEST_TEXT else None
    return "This text is too long." if len(text) > LONGEST_LINE else None


def _is_number(text: str) -> bool:
    try:
        return Decimal(text.replace(",", "")).is_finite()
    except InvalidOperation:
        return False


def _is_iso(kind: type[date] | type[time], text: str) -> bool:
    try:
        kind.fromisoformat(text)
    except ValueError:
        return False
    return True


def _trimmed(given: Lodgement, answers: Mapping[str, str]) -> Lodgement:
    return Lodgement(
        category=given.category,
        subject=" ".join(given.subject.split()),
        narrative=given.narrative.strip(),
        demand=given.demand.strip(),
        answers=answers,
        name=" ".join(given.name.split()),
        email=given.email.strip(),
        phone=given.phone.strip(),
        language=given.language,
        channel=given.channel,
        received_at=given.received_at,
        told_on_receipt=given.told_on_receipt,
    )
