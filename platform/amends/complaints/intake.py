"""What somebody wants to lodge, checked against the policy's questions. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from email_validator import EmailNotValidError, validate_email

from amends.complaints.texts import LONGEST_LINE, LONGEST_TEXT, NEEDED, TOO_LONG, Texts, one_line
from amends.policy.document import Category, Field, FieldType, Policy

_OLDEST = timedelta(days=3653)


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
    texts = Texts()
    category = policy.categories.get(given.category)
    if category is None:
        texts.wrong["category"] = "Please choose what your complaint is about."
    kept = replace(
        given,
        subject=texts.line("subject", given.subject),
        narrative=texts.prose("narrative", given.narrative),
        demand=texts.prose("demand", given.demand, required=False),
        name=texts.line("name", given.name, required=False),
        email=given.email.strip(),
        phone=one_line(given.phone),
    )
    texts.wrong |= _contact_errors(kept) | _arrival_error(given.received_at, now)
    answers, wrong_answers = _checked_answers(policy, category, given.answers)
    texts.wrong |= wrong_answers
    texts.demand()
    return replace(kept, answers=answers)


def _contact_errors(given: Lodgement) -> dict[str, str]:
    wrong = {}
    if given.email and not is_email(given.email):
        wrong["email"] = "This is not an e-mail address."
    if given.phone and not re.fullmatch(r"[+0-9][0-9 ()./#*x-]{2,30}", given.phone):
        wrong["phone"] = "Use digits, spaces and dashes only."
    return wrong


def _arrival_error(received_at: datetime | None, now: datetime) -> dict[str, str]:
    if received_at is None:
        return {}
    if received_at > now:
        return {"received_at": "A complaint cannot have arrived in the future."}
    if received_at < now - _OLDEST:
        return {"received_at": "Please give a date within the last ten years."}
    return {}


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
        text = _answer(policy.fields[code], given.get(code, ""))
        if text:
            problem = _answer_error(policy.fields[code], text)
            if problem:
                wrong[f"answers.{code}"] = problem
            answers[code] = text
        elif use.required:
            wrong[f"answers.{code}"] = NEEDED
    return answers, wrong


def _answer(asked: Field, text: str) -> str:
    texts = Texts()
    return (
        texts.prose("", text, required=False)
        if asked.type is FieldType.LONG_TEXT
        else texts.line("", text, required=False)
    )


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
            return TOO_LONG if len(text) > LONGEST_TEXT else None
    return TOO_LONG if len(text) > LONGEST_LINE else None


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
